import QtQuick

// One fact about what the visitor asked for. Where there are several and `turning` is set, each
// stays for seven seconds.
Item {
    id: card

    required property var session
    property bool turning: false
    property bool sourced: true
    // Whether there is room for it where it stands.
    property bool fits: true
    property int at: 0
    property int stay: 7000
    readonly property var notes: session.scene.notes
    readonly property var note: notes.length > 0 ? notes[card.at % notes.length] : null

    implicitHeight: words.implicitHeight
    visible: card.note !== null && card.fits
    onNotesChanged: card.at = 0

    Timer {
        interval: card.stay
        repeat: true
        running: card.visible && card.turning && card.notes.length > 1
        onTriggered: card.at += 1
    }
    Rectangle {
        width: Math.max(2, 0.5 * Theme.unit)
        height: parent.height
        radius: width / 2
        color: Theme.erva
    }
    Column {
        id: words
        x: 2.4 * Theme.unit
        width: card.width - x
        spacing: 0.6 * Theme.unit
        BodyText {
            width: parent.width
            text: card.note?.text ?? ""
            color: Theme.wool
            font.pixelSize: (Theme.landscape && !Theme.tiny ? 2.6 : 3.1) * Theme.letter
            lineHeight: 1.16
        }
        BodyText {
            width: parent.width
            visible: card.sourced
            text: card.session.texts["ui.scene.source"].replace("{source}", card.note?.source ?? "")
            font.pixelSize: 2.2 * Theme.letter
        }
    }
}
