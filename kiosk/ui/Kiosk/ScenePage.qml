import QtQuick

// The picture on the wall, with its plate: what was asked for, and that a machine made it.
Item {
    id: page

    required property var session
    readonly property var t: session.texts

    FramedPicture {
        id: picture
        side: Theme.landscape ? Math.min(page.height - 3 * Theme.margin, (Theme.tiny ? 0.42 : 0.5) * page.width)
                              : page.width - 3 * Theme.margin
        x: Theme.landscape ? Theme.corner + Theme.gap : (page.width - width) / 2
        y: Theme.landscape ? (page.height - height) / 2 : 1.5 * Theme.margin
        source: page.session.picture
        name: page.session.sentence
    }
    Column {
        id: plate
        x: Theme.landscape ? picture.x + picture.width + 1.4 * Theme.margin : picture.x
        y: Theme.landscape ? picture.y + (Theme.tiny ? 0 : 3) * Theme.unit : picture.y + picture.height + 5 * Theme.unit
        width: Theme.landscape ? page.width - x - Theme.margin : picture.width
        spacing: (Theme.tiny ? 1.4 : 2.2) * Theme.unit

        TitleText {
            width: parent.width
            text: page.session.sentence
            font.pixelSize: Theme.fitted(Theme.tiny ? 4 : Theme.landscape ? 5.2 : 6, text)
            maximumLineCount: Theme.tiny ? 3 : 4
            elide: Text.ElideRight
        }
        BraidProgress {
            visible: !Theme.tiny
            width: 20 * Theme.unit
            height: 1.8 * Theme.unit
            ornament: true
        }
        BodyText {
            width: parent.width
            text: page.t["ui.label"]
            color: Theme.wool
            font.pixelSize: 3 * Theme.letter
        }
        BodyText {
            width: parent.width
            visible: text !== ""
            text: page.session.note
            font.pixelSize: Theme.small * 1.1
        }
    }
    KeepScene {
        x: plate.x
        width: plate.width
        anchors.bottom: choices.top
        anchors.bottomMargin: Theme.gap
        session: page.session
    }
    Grid {
        id: choices
        x: Theme.landscape ? plate.x : Theme.corner
        width: page.width - x - Theme.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.cornerMiddle - Theme.target / 2
        columns: 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        readonly property real each: (width - columnSpacing) / 2
        PressButton {
            width: choices.each
            height: Theme.bigTarget
            primary: true
            text: page.t["ui.scene.new"]
            onClicked: page.session.newScene()
        }
        PressButton {
            width: choices.each
            height: Theme.bigTarget
            text: page.t["ui.scene.again"]
            onClicked: page.session.paint()
        }
        PressButton {
            width: choices.each
            text: page.t["ui.scene.edit"]
            onClicked: page.session.edit()
        }
        PressButton {
            width: choices.each
            text: page.t["ui.scene.done"]
            onClicked: page.session.leave()
        }
    }
}
