import QtQuick

// Over the scene while it is being taken home: the code for a telephone, or word from the printer.
Item {
    id: panel

    required property var session
    readonly property var home: session.home
    readonly property var t: session.texts
    property bool modal: true

    visible: panel.home.status !== ""

    MouseArea {
        // Nothing below can be touched meanwhile.
        anchors.fill: parent
    }
    Rectangle {
        anchors.fill: parent
        color: Qt.alpha(Theme.night, 0.88)
    }
    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, 84 * Theme.unit)
        height: content.height + 10 * Theme.unit
        radius: 2.4 * Theme.unit
        color: Theme.dusk
        border.width: Theme.stroke
        border.color: Theme.outline

        Column {
            id: content
            anchors.centerIn: parent
            width: parent.width - 10 * Theme.unit
            spacing: 2.6 * Theme.unit

            TitleText {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: panel.t["ui.home.title"]
                font.pixelSize: Math.min(5.4 * Theme.letter, 6 * Theme.unit)
            }
            Image {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: panel.home.status === "offered"
                width: Math.min(36 * Theme.unit, panel.height * 0.4)
                height: width
                // The address is the key to a visitor's picture: it is not kept once it is off the
                // screen.
                cache: false
                smooth: false
                source: panel.home.code
                Accessible.role: Accessible.Graphic
                Accessible.name: panel.t["ui.home.code"]
            }
            BodyText {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                color: Theme.wool
                text: ({ "working": panel.t["ui.home.working"], "printed": panel.t["ui.home.printed"],
                         "offered": panel.t["ui.home.scan"], "failed": panel.t["ui.home.failed"] })[panel.home.status] ?? ""
            }
            BodyText {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                visible: panel.home.status === "offered"
                font.pixelSize: Theme.small
                text: panel.t["ui.home.minutes"]
            }
            PressButton {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: panel.home.status !== "working"
                width: Math.min(parent.width, 46 * Theme.unit)
                text: panel.t["ui.home.back"]
                onClicked: panel.session.putAway()
            }
        }
    }
}
