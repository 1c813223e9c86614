import QtQuick

// The picture on the wall, with its plate: what was asked for, that a machine made it, and one thing
// to know. Below, what can be done with it.
Item {
    id: page

    required property var session
    readonly property var t: session.texts
    readonly property real frame: (Theme.landscape ? 1.5 : 1.2) * Theme.margin

    FramedPicture {
        id: picture
        side: Theme.landscape ? page.height - 2 * page.frame
                              : Math.min(page.width - 2 * page.frame, page.height * 0.46)
        x: Theme.landscape ? page.frame : (page.width - width) / 2
        y: page.frame
        source: page.session.picture
        name: page.session.sentence
    }
    Column {
        id: plate
        x: Theme.landscape ? picture.x + picture.width + 1.6 * Theme.margin : page.frame
        y: Theme.landscape ? page.frame : picture.y + picture.height + 3.4 * Theme.unit
        width: Theme.landscape ? page.width - x - Theme.margin : page.width - 2 * page.frame
        spacing: 1.6 * Theme.unit

        MarkedSentence {
            width: parent.width
            session: page.session
            font.pixelSize: (Theme.landscape ? 4.6 : 5) * Theme.unit
        }
        BodyText {
            width: parent.width
            text: page.t["ui.label"]
            font.pixelSize: 2.6 * Theme.unit
        }
        BodyText {
            width: parent.width
            visible: text !== ""
            text: page.session.note
            color: Theme.ember
            font.pixelSize: Theme.small
        }
    }
    NoteCard {
        // Only where there is room: on a small screen the picture and the buttons come first.
        readonly property real room: variations.y - plate.y - plate.height - 4 * Theme.unit
        session: page.session
        x: plate.x
        y: plate.y + plate.height + 2.6 * Theme.unit
        width: plate.width
        opacity: implicitHeight <= room ? 1 : 0
    }
    VariationRow {
        id: variations
        session: page.session
        x: plate.x
        width: plate.width
        anchors.bottom: choices.top
        anchors.bottomMargin: 2.4 * Theme.unit
    }
    Column {
        id: choices
        x: plate.x
        width: plate.width
        anchors.bottom: parent.bottom
        anchors.bottomMargin: page.frame
        spacing: 1.8 * Theme.unit
        readonly property real half: Math.floor((width - spacing) / 2)
        readonly property real third: Math.floor((width - 2 * spacing) / 3)
        Row {
            spacing: choices.spacing
            PressButton {
                width: choices.half
                height: Theme.bigTarget
                primary: true
                text: page.t["ui.scene.new"]
                onClicked: page.session.newScene()
            }
            PressButton {
                width: choices.half
                height: Theme.bigTarget
                text: page.t["ui.scene.again"]
                onClicked: page.session.paint()
            }
        }
        Row {
            spacing: choices.spacing
            PressButton {
                width: page.session.home.ready ? choices.third : choices.half
                text: page.t["ui.scene.edit"]
                onClicked: page.session.edit()
            }
            PressButton {
                width: choices.third
                visible: page.session.home.ready
                text: page.t["ui.scene.home"]
                onClicked: page.session.takeHome()
            }
            PressButton {
                width: page.session.home.ready ? choices.third : choices.half
                text: page.t["ui.scene.done"]
                onClicked: page.session.leave()
            }
        }
    }
    TakeHomePanel {
        anchors.fill: parent
        session: page.session
    }
}
