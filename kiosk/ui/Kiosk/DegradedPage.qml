import QtQuick

// The painter is away. Nothing to touch, nothing to worry about, and pictures to look at.
Item {
    id: page

    required property var session

    opacity: mural.dimmed ? 0.72 : 1

    Column {
        id: words
        x: 1.5 * Theme.margin
        y: page.height * (Theme.landscape ? 0.2 : 0.07)
        width: Math.min(page.width - 3 * Theme.margin, (Theme.landscape ? 76 : 92) * Theme.unit)
        spacing: (Theme.landscape ? 4 : 3) * Theme.unit
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
    Mural {
        id: mural
        gallery: page.session.gallery
        texts: page.session.texts
        side: (Theme.landscape ? 68 : 84) * Theme.unit
        x: Theme.landscape ? page.width - width - 1.5 * Theme.margin : (page.width - width) / 2
        y: Theme.landscape ? (page.height - height) / 2 : words.y + words.height + 6 * Theme.unit
    }
}
