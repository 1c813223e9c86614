import QtQuick

// One door of the staff menu: a name, and a line that says what is behind it.
PressArea {
    id: tile

    property string text: ""
    property string hint: ""

    name: tile.text
    implicitHeight: Math.max(Theme.bigTarget, words.implicitHeight + 4 * Theme.unit)

    Rectangle {
        anchors.fill: parent
        radius: 1.8 * Theme.unit
        color: Qt.alpha(Theme.dusk, tile.down ? 1 : 0.75)
        border.width: Math.max(1, 0.14 * Theme.unit)
        border.color: Qt.alpha(Theme.wool, 0.38)
    }
    Rectangle {
        x: 0
        y: 2 * Theme.unit
        width: 0.7 * Theme.unit
        height: parent.height - 4 * Theme.unit
        radius: width / 2
        color: Theme.clay
    }
    Column {
        id: words
        anchors.verticalCenter: parent.verticalCenter
        x: 3 * Theme.unit
        width: parent.width - 5 * Theme.unit
        spacing: 0.6 * Theme.unit
        Text {
            width: parent.width
            text: tile.text
            textFormat: Text.PlainText
            color: Theme.wool
            font.family: Theme.serif
            font.pixelSize: 3.8 * Theme.unit
            elide: Text.ElideRight
            Accessible.ignored: true
        }
        BodyText {
            width: parent.width
            text: tile.hint
            font.pixelSize: Theme.small * 0.95
        }
    }
}
