import QtQuick

// Something did not work, or is better not painted. Never a dead end: always a way on.
Item {
    id: page

    required property var session
    readonly property var t: session.texts
    readonly property bool suggests: session.suggestion !== ""

    Column {
        x: Theme.margin
        y: page.height * (Theme.tiny ? 0.06 : Theme.landscape ? 0.14 : 0.18)
        width: Math.min(page.width - 2 * Theme.margin, 120 * Theme.unit)
        spacing: (Theme.tiny ? 2 : Theme.landscape ? 3 : 5) * Theme.unit

        BraidProgress {
            width: 20 * Theme.unit
            height: 1.8 * Theme.unit
            ornament: true
        }
        TitleText {
            width: parent.width
            text: page.suggests ? page.t["ui.trouble.title_blocked"] : page.t["ui.trouble.title"]
            font.pixelSize: Theme.display * 0.85
        }
        BodyText {
            width: parent.width
            text: page.session.trouble
            color: Theme.wool
            font.pixelSize: 3.9 * Theme.letter
        }
        TitleText {
            width: parent.width
            visible: page.suggests
            color: Theme.ember
            text: "“" + page.session.suggestion + "”"
        }
    }
    Flow {
        id: choices
        x: Theme.corner
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.cornerMiddle - Theme.bigTarget / 2
        width: page.width - x - Theme.margin
        spacing: Theme.gap
        readonly property real each: Math.min(Theme.landscape ? (width - spacing) / 2 : width, 90 * Theme.unit)
        PressButton {
            width: choices.each
            primary: true
            visible: page.session.retry !== ""
            text: page.session.retry === "accept" ? page.t["ui.trouble.accept"]
                : page.session.retry === "speak" ? page.t["ui.trouble.speak"] : page.t["ui.trouble.again"]
            onClicked: page.session.tryAgain()
        }
        PressButton {
            width: choices.each
            height: Theme.bigTarget
            text: page.t["ui.trouble.back"]
            onClicked: page.session.back()
        }
    }
}
