import QtQuick

// One word of the sentence, with a small picture of what it means where there is one. Chosen is
// shown by colour and by a mark, never by colour alone.
PressArea {
    id: chip

    property string text: ""
    property bool chosen: false
    property url picture: ""
    property real size: chip.pictured ? 3.1 * Theme.unit : Theme.chip
    readonly property bool pictured: chip.picture.toString() !== ""

    name: chip.text
    Accessible.checkable: true
    Accessible.checked: chip.chosen
    chosenState: chip.chosen ? 1 : 0
    implicitHeight: Theme.target
    implicitWidth: Math.max(Theme.target, row.implicitWidth + (chip.pictured ? row.x + 2 * Theme.unit : 5.2 * Theme.unit))

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
    Mark {
        // In the margin: a chip must not grow when it is chosen, or all others would move.
        x: 0.75 * Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        width: 1.7 * Theme.unit
        visible: chip.chosen && !chip.pictured
    }
    Row {
        id: row
        x: chip.pictured ? (chip.height - stamp.height) / 2 : (chip.width - width) / 2
        anchors.verticalCenter: parent.verticalCenter
        spacing: 1.2 * Theme.unit
        Stamp {
            id: stamp
            visible: chip.pictured
            source: chip.picture
            side: chip.height - 1.5 * Theme.unit
            anchors.verticalCenter: parent.verticalCenter
            Mark {
                anchors.right: parent.right
                anchors.bottom: parent.bottom
                anchors.margins: 0.5 * Theme.unit
                visible: chip.chosen
            }
        }
        Text {
            anchors.verticalCenter: parent.verticalCenter
            // Where a chip is given less width than it asks for, its words take two lines.
            width: Math.min(Math.ceil(implicitWidth), Math.max(1, chip.width - (chip.pictured ? stamp.width + 2.8 * Theme.unit : 2 * Theme.unit)))
            text: chip.text
            textFormat: Text.PlainText
            color: Theme.wool
            font.family: Theme.sans
            font.pixelSize: chip.size
            wrapMode: Text.WordWrap
            maximumLineCount: 2
            lineHeight: 0.95
            Accessible.ignored: true
        }
    }
}
