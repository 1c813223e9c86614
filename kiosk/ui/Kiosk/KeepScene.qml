import QtQuick

// A visitor may leave the scene for the wall. Who does not ask for it leaves nothing.
Item {
    id: keep

    required property var session
    readonly property var t: session.texts
    readonly property bool asked: session.keeping !== ""
    // What became of it; nothing before it was asked for.
    readonly property string told: ({ "": "", "kept": t["ui.keep.kept"], "refused": t["ui.keep.refused"] })
                                   [session.keeping] ?? t["ui.keep.writing"]

    implicitHeight: Theme.target
    visible: keep.session.keepOffered

    PressButton {
        id: offer
        width: (parent.width - Theme.gap) / 2
        visible: !keep.asked
        text: keep.t["ui.keep.offer"]
        onClicked: keep.session.keep()
    }
    BodyText {
        anchors.left: keep.asked ? parent.left : offer.right
        anchors.leftMargin: keep.asked ? 0 : Theme.gap
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        text: keep.asked ? keep.told : keep.t["ui.keep.hint"]
        color: keep.session.keeping === "kept" ? Theme.erva : Theme.woolDim
        font.pixelSize: (keep.asked ? 1.12 : 0.92) * Theme.small
    }
}
