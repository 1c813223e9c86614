pragma ComponentBehavior: Bound
import QtQuick

// The kiosk's own keyboard, with the accents of Portuguese. It types into `draft`.
Column {
    id: pad

    required property var texts
    property string draft: ""
    readonly property int longest: 160
    readonly property var rows: [
        ["q", "w", "e", "r", "t", "y", "u", "i", "o", "p"],
        ["a", "s", "d", "f", "g", "h", "j", "k", "l", "ç"],
        ["z", "x", "c", "v", "b", "n", "m", ",", "-"],
        ["á", "â", "ã", "à", "é", "ê", "í", "ó", "ô", "õ", "ú"]
    ]
    signal done

    spacing: 0.9 * Theme.unit

    component Key: PressArea {
        id: key
        property string text: ""
        property bool strong: false
        name: text
        height: Math.max(Theme.target, 8 * Theme.unit)
        Rectangle {
            anchors.fill: parent
            radius: 1.1 * Theme.unit
            color: key.strong ? Theme.poncho : Qt.alpha(Theme.wool, key.down ? 0.4 : 0.14)
        }
        Text {
            anchors.centerIn: parent
            text: key.text
            textFormat: Text.PlainText
            color: Theme.wool
            font.family: Theme.sans
            font.pixelSize: 3.3 * Theme.unit
            Accessible.ignored: true
        }
    }

    function type(letter: string): void {
        if (pad.draft.length < pad.longest)
            pad.draft += letter;
    }

    Repeater {
        model: pad.rows
        Row {
            id: line
            required property var modelData
            anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
            spacing: pad.spacing
            Repeater {
                model: line.modelData
                Key {
                    required property string modelData
                    text: modelData
                    width: (pad.width - 10 * pad.spacing) / 11
                    onClicked: pad.type(modelData)
                }
            }
        }
    }
    Row {
        spacing: pad.spacing
        Key {
            width: pad.width * 0.25 - pad.spacing
            text: pad.texts["ui.keyboard.erase"]
            onClicked: pad.draft = pad.draft.slice(0, -1)
        }
        Key {
            width: pad.width * 0.45 - pad.spacing
            text: pad.texts["ui.keyboard.space"]
            onClicked: pad.type(" ")
        }
        Key {
            width: pad.width * 0.3
            strong: true
            text: pad.texts["ui.keyboard.done"]
            onClicked: pad.done()
        }
    }
}
