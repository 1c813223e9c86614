import QtQuick

// A button with words. `primary` is the one thing to do on a page.
PressArea {
    id: button

    property string text: ""
    property bool primary: false

    name: button.text
    preferred: button.primary && button.enabled
    ringRadius: button.height / 2
    implicitHeight: button.primary ? Theme.bigTarget : Theme.target
    implicitWidth: Math.max(Theme.target * 1.6, words.implicitWidth + 6 * Theme.unit)

    Rectangle {
        anchors.fill: parent
        radius: height / 2
        color: button.primary ? (button.down ? Theme.ponchoPressed : Theme.poncho)
                              : (button.down ? Theme.dusk : Theme.night)
        border.width: button.primary && !Theme.highContrast ? 0 : Theme.stroke
        border.color: Theme.outline
    }
    Text {
        id: words
        anchors.centerIn: parent
        // Words that are too long for one line take two, and only then become smaller.
        width: Math.min(implicitWidth, parent.width - Math.max(3 * Theme.unit, 0.5 * parent.height))
        height: parent.height - Theme.unit
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        text: button.text
        textFormat: Text.PlainText
        color: Theme.wool
        font.family: button.primary ? Theme.serif : Theme.sans
        font.pixelSize: (button.primary ? 4.6 : 3.2) * Theme.letter
        fontSizeMode: Text.Fit
        minimumPixelSize: 2 * Theme.unit
        wrapMode: Text.WordWrap
        lineHeight: 0.94
        Accessible.ignored: true
    }
}
