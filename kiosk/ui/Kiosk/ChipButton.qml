import QtQuick

// One word of the sentence. Chosen is shown by colour and by a mark, never by colour alone.
PressArea {
    id: chip

    property string text: ""
    property bool chosen: false

    name: chip.text
    Accessible.checkable: true
    Accessible.checked: chip.chosen
    chosenState: chip.chosen ? 1 : 0
    implicitHeight: Theme.target
    implicitWidth: Math.max(Theme.target, row.implicitWidth + 4.4 * Theme.unit)

    Rectangle {
        anchors.fill: parent
        radius: 1.6 * Theme.unit
        color: chip.chosen ? Theme.ervaDeep : Theme.dusk
        border.width: (chip.chosen ? 1.7 : 0.7) * Theme.stroke
        border.color: chip.chosen ? Theme.erva : Theme.outline
        Behavior on color {
            ColorAnimation { duration: Theme.quick }
        }
    }
    Row {
        id: row
        anchors.centerIn: parent
        spacing: 1.2 * Theme.unit
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: 1.7 * Theme.unit
            height: width
            radius: width / 2
            visible: chip.chosen
            color: Theme.erva
        }
        Text {
            text: chip.text
            textFormat: Text.PlainText
            color: Theme.wool
            font.family: Theme.sans
            font.pixelSize: Theme.chip
            Accessible.ignored: true
        }
    }
}
