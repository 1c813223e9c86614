pragma ComponentBehavior: Bound
import QtQuick

// The kiosk's own keyboard, with the accents of Portuguese. It types into `draft`. On a very small
// screen the accents take the place of the first row when asked for.
Column {
    id: pad

    required property var texts
    required property var names
    property string draft: ""
    property bool accents: false
    readonly property int longest: 160
    readonly property real keyHeight: Math.max(Theme.target, 8 * Theme.unit)
    // The accessibility button stands in the last row's corner.
    readonly property real inset: Math.max(0, Theme.corner - pad.x)
    readonly property var plain: ["q", "w", "e", "r", "t", "y", "u", "i", "o", "p"]
    readonly property var middle: ["a", "s", "d", "f", "g", "h", "j", "k", "l", "ç"]
    readonly property var lower: ["z", "x", "c", "v", "b", "n", "m", ",", "-"]
    readonly property var marked: ["á", "â", "ã", "à", "é", "ê", "í", "ó", "ô", "õ", "ú"]
    readonly property var rows: !Theme.tiny ? [plain, middle, lower, marked]
        : pad.accents ? [marked.slice(0, 10), [...middle.slice(0, 9), marked[10]], lower]
        : [plain, middle, lower]
    readonly property int across: Theme.tiny ? 10 : 11
    signal done

    spacing: (Theme.tiny ? 0.6 : 0.9) * Theme.unit

    component Key: PressArea {
        id: key
        property string text: ""
        property bool strong: false
        name: text
        ringRadius: 1.1 * Theme.unit
        height: pad.keyHeight
        Rectangle {
            anchors.fill: parent
            radius: 1.1 * Theme.unit
            color: key.strong ? (key.down ? Theme.ponchoPressed : Theme.poncho)
                              : (key.down ? Theme.ervaDeep : Theme.dusk)
            border.width: 0.7 * Theme.stroke
            border.color: Theme.outline
        }
        Text {
            anchors.centerIn: parent
            width: Math.min(implicitWidth, parent.width - Theme.unit)
            text: key.text
            textFormat: Text.PlainText
            color: Theme.wool
            font.family: Theme.sans
            font.pixelSize: 3.3 * Theme.letter
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 2 * Theme.unit
            Accessible.ignored: true
        }
    }

    function type(letter: string): void {
        if (pad.draft.length < pad.longest)
            pad.draft += letter;
        pad.accents = false;
    }

    Repeater {
        model: pad.rows.length
        Row {
            id: line
            required property int index
            anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
            spacing: pad.spacing
            Repeater {
                // By number, so that a key that stays is not made anew under the finger.
                model: pad.rows[line.index]?.length ?? 0
                Key {
                    required property int index
                    text: pad.rows[line.index]?.[index] ?? ""
                    name: text === "," ? pad.names["access.words.comma"]
                        : text === "-" ? pad.names["access.words.hyphen"] : text
                    width: (pad.width - (pad.across - 1) * pad.spacing) / pad.across
                    onClicked: pad.type(text)
                }
            }
        }
    }
    Row {
        id: last
        x: pad.inset
        spacing: pad.spacing
        readonly property real room: pad.width - pad.inset - (Theme.tiny ? 3 : 2) * pad.spacing
        Key {
            visible: Theme.tiny
            width: last.room * 0.16
            text: "áê"
            name: pad.accents ? pad.names["access.words.letters"] : pad.names["access.words.accents"]
            onClicked: pad.accents = !pad.accents
        }
        Key {
            width: last.room * (Theme.tiny ? 0.22 : 0.26)
            text: pad.texts["ui.keyboard.erase"]
            onClicked: pad.draft = pad.draft.slice(0, -1)
        }
        Key {
            width: last.room * (Theme.tiny ? 0.36 : 0.44)
            text: pad.texts["ui.keyboard.space"]
            onClicked: pad.type(" ")
        }
        Key {
            width: last.room * (Theme.tiny ? 0.26 : 0.3)
            strong: true
            text: pad.texts["ui.keyboard.done"]
            onClicked: pad.done()
        }
    }
}
