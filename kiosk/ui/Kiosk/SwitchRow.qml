import QtQuick

// One switch with its words. On is shown by place, by colour and by a mark.
PressArea {
    id: row

    property string text: ""
    property bool on: false

    name: row.text
    chosenState: row.on ? 1 : 0
    Accessible.role: Accessible.CheckBox
    Accessible.checkable: true
    Accessible.checked: row.on
    implicitHeight: Math.max(Theme.target, label.implicitHeight + 1.6 * Theme.unit)

    Rectangle {
        anchors.fill: parent
        radius: 1.6 * Theme.unit
        color: row.down ? Theme.dusk : Theme.night
        border.width: row.on ? 2 * Theme.stroke : Theme.stroke
        border.color: row.on ? Theme.erva : Theme.outline
    }
    Text {
        id: label
        anchors.verticalCenter: parent.verticalCenter
        anchors.left: parent.left
        anchors.right: lever.left
        anchors.leftMargin: 2.4 * Theme.unit
        anchors.rightMargin: 1.6 * Theme.unit
        text: row.text
        textFormat: Text.PlainText
        wrapMode: Text.WordWrap
        color: Theme.wool
        font.family: Theme.sans
        font.pixelSize: 3.3 * Theme.letter
        Accessible.ignored: true
    }
    Rectangle {
        id: lever
        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        anchors.rightMargin: 2.4 * Theme.unit
        width: 9.4 * Theme.unit
        height: 5 * Theme.unit
        radius: height / 2
        color: row.on ? Theme.erva : Theme.night
        border.width: Math.max(2, 0.3 * Theme.unit)
        border.color: row.on ? Theme.erva : Theme.outline
        Rectangle {
            id: knob
            x: row.on ? parent.width - width - 0.7 * Theme.unit : 0.7 * Theme.unit
            anchors.verticalCenter: parent.verticalCenter
            width: 3.6 * Theme.unit
            height: width
            radius: width / 2
            color: row.on ? Theme.night : Theme.outline
            Behavior on x {
                NumberAnimation { duration: Theme.quick }
            }
        }
    }
}
