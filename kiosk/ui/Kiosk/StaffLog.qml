pragma ComponentBehavior: Bound
import QtQuick

// The last lines of this process, newest on top. They hold numbers and reasons, no visitor's words.
Item {
    id: page

    required property var staff
    readonly property var selftest: staff.selftest
    readonly property var t: staff.texts

    Component.onCompleted: page.selftest.readLog()

    Row {
        id: top
        width: page.width
        spacing: 3 * Theme.unit
        PressButton {
            width: Math.min(page.width * 0.5, implicitWidth)
            text: page.t["staff.log.again"]
            onClicked: page.selftest.readLog()
        }
        BodyText {
            anchors.verticalCenter: parent.verticalCenter
            width: page.width * 0.5
            text: page.selftest.log.length ? page.t["staff.log.hint"] : page.t["staff.log.empty"]
            font.pixelSize: Theme.small
        }
    }
    ListView {
        id: list
        anchors.top: top.bottom
        anchors.topMargin: 2 * Theme.unit
        anchors.bottom: parent.bottom
        width: page.width
        spacing: 0.6 * Theme.unit
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.selftest.log
        delegate: BodyText {
            required property string modelData
            width: list.width
            text: modelData
            color: modelData.includes(" ERROR ") || modelData.includes(" WARNING ") ? Theme.ember : Theme.woolDim
            font.pixelSize: Theme.small
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        }
    }
    ScrollMark {
        view: list
    }
}
