import QtQuick

Text {
    color: Theme.wool
    font.family: Theme.serif
    font.pixelSize: Theme.title
    lineHeight: 1.02
    wrapMode: Text.WordWrap
    textFormat: Text.PlainText
    Accessible.role: Accessible.Heading
    Accessible.name: text
    Accessible.ignored: text === ""
}
