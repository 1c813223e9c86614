import QtQuick

Text {
    color: Theme.woolDim
    font.family: Theme.sans
    font.pixelSize: Theme.body
    lineHeight: 1.22
    wrapMode: Text.WordWrap
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.ignored: text === ""
}
