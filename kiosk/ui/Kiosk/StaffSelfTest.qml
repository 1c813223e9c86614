pragma ComponentBehavior: Bound
import QtQuick

// Each thing the kiosk needs: well or not, by colour and by sign, and what to do about it.
Item {
    id: page

    required property var staff
    readonly property var selftest: staff.selftest
    readonly property var t: staff.texts

    Component.onCompleted: page.selftest.run()

    Row {
        id: top
        width: page.width
        spacing: 3 * Theme.unit
        PressButton {
            width: Math.min(page.width * 0.5, implicitWidth)
            enabled: !page.selftest.running
            text: page.t["staff.selftest.again"]
            onClicked: page.selftest.run()
        }
        BodyText {
            anchors.verticalCenter: parent.verticalCenter
            readonly property int wrong: page.selftest.rows.filter(row => !row.ok).length
            text: page.selftest.running ? page.t["staff.selftest.running"]
                : wrong ? page.t["staff.selftest.wrong"].replace("{count}", wrong) : page.t["staff.selftest.well"]
            color: page.selftest.running ? Theme.woolDim : wrong ? Theme.ember : Theme.erva
        }
    }
    ListView {
        id: list
        anchors.top: top.bottom
        anchors.topMargin: 2 * Theme.unit
        anchors.bottom: parent.bottom
        width: page.width
        spacing: 1.2 * Theme.unit
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.selftest.rows
        delegate: Rectangle {
            id: row
            required property var modelData
            width: list.width
            height: words.implicitHeight + 2.4 * Theme.unit
            radius: 1.2 * Theme.unit
            color: Qt.alpha(Theme.dusk, 0.6)
            Rectangle {
                id: mark
                x: 1.6 * Theme.unit
                anchors.verticalCenter: parent.verticalCenter
                width: 5 * Theme.unit
                height: width
                radius: width / 2
                color: row.modelData.ok ? Theme.ervaDeep : Theme.poncho
                Text {
                    anchors.centerIn: parent
                    text: row.modelData.ok ? "✓" : "!"
                    textFormat: Text.PlainText
                    color: Theme.wool
                    font.family: Theme.sans
                    font.pixelSize: 3.2 * Theme.unit
                    font.bold: true
                    Accessible.name: page.t[row.modelData.ok ? "staff.selftest.good" : "staff.selftest.bad"]
                }
            }
            Column {
                id: words
                x: 8.6 * Theme.unit
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - x - 1.6 * Theme.unit
                BodyText {
                    width: parent.width
                    text: row.modelData.title
                    color: Theme.wool
                }
                BodyText {
                    width: parent.width
                    text: row.modelData.detail
                    font.pixelSize: Theme.small
                }
                BodyText {
                    width: parent.width
                    visible: text !== ""
                    text: row.modelData.advice
                    color: Theme.ember
                    font.pixelSize: Theme.small
                }
            }
        }
    }
    ScrollMark {
        view: list
    }
}
