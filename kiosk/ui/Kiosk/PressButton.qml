import QtQuick

// A button with words. `primary` is the one thing to do on a page.
PressArea {
    id: button

    property string text: ""
    property bool primary: false

    name: button.text
    implicitHeight: button.primary ? Theme.bigTarget : Theme.target
    implicitWidth: Math.max(Theme.target * 1.6, words.implicitWidth + 6 * Theme.unit)

    Rectangle {
        anchors.fill: parent
        radius: height / 2
        color: button.primary ? (button.down ? Theme.ponchoPressed : Theme.poncho)
                              : (button.down ? Qt.alpha(Theme.wool, 0.22) : Qt.alpha(Theme.night, 0.55))
        border.width: button.primary ? 0 : Math.max(1, 0.22 * Theme.unit)
        border.color: Qt.alpha(Theme.wool, 0.55)
    }
    Text {
        id: words
        anchors.centerIn: parent
        width: Math.min(implicitWidth, parent.width - 3 * Theme.unit)
        horizontalAlignment: Text.AlignHCenter
        text: button.text
        textFormat: Text.PlainText
        color: Theme.wool
        font.family: button.primary ? Theme.serif : Theme.sans
        font.pixelSize: button.primary ? 4.6 * Theme.unit : 3.2 * Theme.unit
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 2 * Theme.unit
        Accessible.ignored: true
    }
}
