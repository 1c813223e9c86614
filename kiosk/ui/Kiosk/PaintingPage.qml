import QtQuick

// The picture as it forms. The previews are the painter's own, step by step.
Item {
    id: page

    required property var session
    readonly property var t: session.texts
    readonly property real side: Theme.landscape ? Math.min(page.height - 4 * Theme.margin, 0.46 * page.width)
                                                  : page.width - 4 * Theme.margin

    FramedPicture {
        id: picture
        x: Theme.landscape ? Theme.corner + Theme.gap : (page.width - width) / 2
        y: Theme.landscape ? (page.height - height) / 2 : 2.4 * Theme.margin
        side: page.side
        source: page.session.picture
        name: page.session.sentence
        SequentialAnimation on opacity {
            running: !Theme.reducedMotion && !page.session.hasPicture
            loops: Animation.Infinite
            NumberAnimation { to: 0.75; duration: 900; easing.type: Easing.InOutSine }
            NumberAnimation { to: 1; duration: 900; easing.type: Easing.InOutSine }
            onStopped: picture.opacity = 1
        }
    }
    Column {
        id: words
        x: Theme.landscape ? picture.x + picture.width + 1.4 * Theme.margin : picture.x
        width: Theme.landscape ? page.width - x - Theme.margin : picture.width
        y: Theme.landscape ? Math.max(page.height * 0.1, (page.height - height) * 0.3) : picture.y + picture.height + 6 * Theme.unit
        spacing: 3 * Theme.unit

        BodyText {
            width: parent.width
            text: page.session.hasPicture ? page.t["ui.painting.title"] : page.t["ui.painting.starting"]
            color: Theme.ember
            font.pixelSize: 3.6 * Theme.letter
        }
        TitleText {
            width: parent.width
            text: page.session.sentence
            font.pixelSize: Theme.fitted(5, text)
            maximumLineCount: 4
            elide: Text.ElideRight
        }
        BraidProgress {
            width: parent.width
            height: 3 * Theme.unit
            value: page.session.fraction
            Accessible.name: percent.text
        }
        BodyText {
            id: percent
            text: page.t["ui.painting.progress"].replace("{percent}", Math.round(page.session.fraction * 100))
        }
    }
    NoteCard {
        // Only where there is room: the sentence and the way out come first.
        x: words.x
        y: words.y + words.height + 3.4 * Theme.unit
        width: words.width
        fits: y + implicitHeight < cancel.y - 2 * Theme.unit
        session: page.session
        turning: true
        sourced: false
    }
    PressButton {
        id: cancel
        x: Theme.landscape ? words.x : (page.width - width) / 2
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.cornerMiddle - height / 2
        width: Theme.landscape ? Math.min(words.width, 46 * Theme.unit) : 46 * Theme.unit
        preferred: true
        text: page.t["ui.painting.cancel"]
        onClicked: page.session.cancel()
    }
}
