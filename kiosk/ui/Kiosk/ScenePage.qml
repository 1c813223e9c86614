import QtQuick

// The picture on the wall, with its plate: what was asked for, that a machine made it, and one thing
// to know. Below, what can be done with it. On a small screen the buttons share one row, and what is
// only nice to have gives way.
Item {
    id: page

    required property var session
    readonly property var t: session.texts
    readonly property real frame: 1.2 * Theme.margin

    FramedPicture {
        id: picture
        side: Theme.tiny ? choices.y - 1.4 * Theme.margin
            : Theme.landscape ? Math.min(page.height - 3 * Theme.margin, 0.5 * page.width)
                              : Math.min(page.width - 2 * page.frame, page.height * 0.44)
        x: Theme.landscape ? (Theme.tiny ? Theme.margin : Theme.corner + Theme.gap) : (page.width - width) / 2
        y: Theme.tiny ? 0.7 * Theme.margin : Theme.landscape ? (page.height - height) / 2 : page.frame
        source: page.session.picture
        name: page.session.sentence
    }
    Column {
        id: plate
        x: Theme.landscape ? picture.x + picture.width + 1.4 * Theme.margin : page.frame
        y: Theme.tiny ? picture.y : Theme.landscape ? page.frame : picture.y + picture.height + 3 * Theme.unit
        width: page.width - x - (Theme.landscape ? Theme.margin : page.frame)
        spacing: 1.4 * Theme.unit

        MarkedSentence {
            width: parent.width
            session: page.session
            font.pixelSize: Theme.fitted(Theme.tiny ? 5 : Theme.landscape ? 4.6 : 5, page.session.sentence)
        }
        BodyText {
            width: parent.width
            text: page.t["ui.label"]
            color: Theme.wool
            font.pixelSize: (Theme.tiny ? 3 : 2.6) * Theme.letter
        }
        BodyText {
            width: parent.width
            visible: text !== ""
            text: page.session.note
            color: Theme.ember
            font.pixelSize: Theme.small
        }
        BodyText {
            width: parent.width
            visible: Theme.tiny && text !== ""
            text: keep.told
            color: Theme.erva
            font.pixelSize: 3 * Theme.letter
        }
    }
    NoteCard {
        // Only where there is room: the picture and the buttons come first.
        readonly property real room: lowest - y - Theme.gap
        readonly property real lowest: Theme.tiny ? choices.y : variations.visible ? variations.y
                                     : keep.visible ? keep.y : choices.y
        session: page.session
        x: plate.x
        y: plate.y + plate.height + 2.2 * Theme.unit
        width: plate.width
        fits: implicitHeight <= room
    }
    VariationRow {
        id: variations
        session: page.session
        x: choices.x
        width: choices.width
        anchors.bottom: keep.visible ? keep.top : choices.top
        anchors.bottomMargin: Theme.gap
        visible: !Theme.tiny && page.session.scene.variations.length > 0
    }
    KeepScene {
        id: keep
        x: choices.x
        width: choices.width
        anchors.bottom: choices.top
        anchors.bottomMargin: Theme.gap
        session: page.session
        visible: !Theme.tiny && page.session.keepOffered
    }
    Flow {
        id: choices
        x: Theme.landscape && !Theme.tiny ? plate.x : Theme.corner
        width: page.width - x - Theme.margin
        y: page.height - Theme.cornerMiddle + Theme.target / 2 - height
        spacing: Theme.gap
        readonly property int others: 2 + (page.session.home.ready ? 1 : 0)
                                      + (Theme.tiny && page.session.keepOffered ? 1 : 0)
        readonly property real first: choices.each(Theme.tiny ? 2 + choices.others : 2)
        readonly property real other: Theme.tiny ? choices.first : choices.each(choices.others)

        function each(count: int): real {
            return Math.floor((choices.width - (count - 1) * choices.spacing) / count);
        }

        PressButton {
            width: choices.first
            height: Theme.bigTarget
            primary: true
            text: page.t["ui.scene.new"]
            onClicked: page.session.newScene()
        }
        PressButton {
            width: choices.first
            height: Theme.bigTarget
            text: page.t["ui.scene.again"]
            onClicked: page.session.paint()
        }
        PressButton {
            width: choices.other
            visible: Theme.tiny && page.session.keepOffered
            enabled: page.session.keeping === ""
            text: page.t["ui.keep.offer"]
            onClicked: page.session.keep()
        }
        PressButton {
            width: choices.other
            text: page.t["ui.scene.edit"]
            onClicked: page.session.edit()
        }
        PressButton {
            width: choices.other
            visible: page.session.home.ready
            text: page.t["ui.scene.home"]
            onClicked: page.session.takeHome()
        }
        PressButton {
            width: choices.other
            text: page.t["ui.scene.done"]
            onClicked: page.session.leave()
        }
    }
    TakeHomePanel {
        anchors.fill: parent
        session: page.session
    }
}
