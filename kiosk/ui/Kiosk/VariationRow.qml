pragma ComponentBehavior: Bound
import QtQuick

// Three taps to the same scene otherwise: at another time, in other weather, in another look.
Column {
    id: variations

    required property var session

    spacing: 1.2 * Theme.unit
    visible: session.scene.variations.length > 0

    BodyText {
        text: variations.session.texts["ui.scene.like"]
        font.pixelSize: 2.6 * Theme.letter
    }
    Row {
        id: row
        spacing: 1.4 * Theme.unit
        readonly property real each: Math.floor((variations.width - 2 * spacing) / 3)
        Repeater {
            model: variations.session.scene.variations
            ChipButton {
                required property var modelData
                width: row.each
                size: (Theme.landscape ? 2.35 : 2.8) * Theme.letter
                text: modelData.label
                // On a small screen 20 mm are much: then the word comes before the picture.
                picture: row.each - Theme.target > 12 * Theme.unit
                         ? variations.session.scene.pictures[modelData.id] ?? "" : ""
                onClicked: variations.session.vary(modelData.id)
            }
        }
    }
}
