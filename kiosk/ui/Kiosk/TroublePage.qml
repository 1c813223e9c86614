import QtQuick

// Something did not work, or is better not painted. Never a dead end: always a way on.
Item {
    id: page

    required property var session
    readonly property var t: session.texts
    readonly property bool suggests: session.suggestion !== ""

    Column {
        x: Theme.margin
        y: page.height * (Theme.landscape ? 0.14 : 0.18)
        width: Math.min(page.width - 2 * Theme.margin, 120 * Theme.unit)
        spacing: (Theme.landscape ? 3 : 5) * Theme.unit

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
            font.pixelSize: 3.9 * Theme.unit
        }
        TitleText {
            width: parent.width
            visible: page.suggests
            color: Theme.ember
            text: "“" + page.session.suggestion + "”"
        }
    }
    Column {
        x: Theme.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.margin
        width: page.width - 2 * Theme.margin
        spacing: Theme.gap
        PressButton {
            width: Math.min(parent.width, 90 * Theme.unit)
            primary: true
            visible: page.session.retry !== ""
            text: page.session.retry === "accept" ? page.t["ui.trouble.accept"]
                : page.session.retry === "speak" ? page.t["ui.trouble.speak"] : page.t["ui.trouble.again"]
            onClicked: page.session.tryAgain()
        }
        PressButton {
            width: Math.min(parent.width, 90 * Theme.unit)
            text: page.t["ui.trouble.back"]
            onClicked: page.session.back()
        }
    }
}
