import QtQuick

// The painter is away. Nothing to touch, nothing to worry about.
Item {
    id: page

    required property var session

    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        y: page.height * 0.2
        width: Math.min(page.width - 3 * Theme.margin, 110 * Theme.unit)
        spacing: 4 * Theme.unit
        BraidProgress {
            width: 26 * Theme.unit
            height: 2.2 * Theme.unit
            ornament: true
        }
        TitleText {
            width: parent.width
            text: page.session.texts["ui.degraded.title"]
            font.pixelSize: Theme.display
        }
        BodyText {
            width: parent.width
            text: page.session.texts["ui.degraded.body"]
            color: Theme.wool
            font.pixelSize: 4 * Theme.letter
        }
    }
}
