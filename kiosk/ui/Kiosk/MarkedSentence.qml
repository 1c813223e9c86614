import QtQuick

// The visitor's sentence; words that nobody knew are underlined. What was said is never markup: the
// model has escaped it.
Text {
    id: sentence

    required property var session
    property color ink: Theme.wool

    text: session.scene.marked !== "" ? session.scene.marked : session.sentence
    textFormat: session.scene.marked !== "" ? Text.StyledText : Text.PlainText
    color: sentence.ink
    font.family: Theme.serif
    lineHeight: 1.02
    wrapMode: Text.WordWrap
    maximumLineCount: 3
    elide: Text.ElideRight
    Accessible.role: Accessible.Heading
    Accessible.name: session.sentence
}
