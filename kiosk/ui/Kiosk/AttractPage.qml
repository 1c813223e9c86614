import QtQuick

// Nobody is here: one promise, one thing to do, and what others have had painted. Everything wanders
// slowly and is dimmed after a while, so nothing burns in.
Item {
    id: page

    required property var session
    property real wander: 0
    readonly property var t: session.texts

    opacity: mural.dimmed ? 0.72 : 1
    Behavior on opacity {
        NumberAnimation { duration: 4 * Theme.gentle }
    }

    MouseArea {
        anchors.fill: parent
        onPressed: mouse => Theme.strays("", mapToItem(null, mouse.x, mouse.y))
        onClicked: page.session.touch()
    }
    NumberAnimation on wander {
        running: !Theme.reducedMotion
        loops: Animation.Infinite
        from: 0
        to: 2 * Math.PI
        duration: 90000
    }
    Column {
        id: promise
        x: Theme.margin * 1.4 + 1.4 * Theme.unit * Math.sin(page.wander)
        y: page.height * (Theme.landscape && !Theme.tiny ? 0.1 : 0.06) + 2 * Theme.unit * Math.cos(page.wander)
        width: Math.min(page.width - 2.8 * Theme.margin, 92 * Theme.unit)
        spacing: (Theme.tiny ? 2 : 3.4) * Theme.unit

        BraidProgress {
            width: 26 * Theme.unit
            height: 2.2 * Theme.unit
            ornament: true
        }
        TitleText {
            width: parent.width
            text: page.t["ui.attract.title"]
            font.pixelSize: (Theme.tiny ? 0.8 : 1) * Theme.display
        }
        BodyText {
            width: Math.min(parent.width, 74 * Theme.unit)
            text: page.t["ui.attract.body"]
            color: Theme.wool
            font.pixelSize: (Theme.tiny ? 3.4 : 4) * Theme.letter
        }
    }
    Mural {
        id: mural
        gallery: page.session.gallery
        texts: page.t
        readonly property real highest: (Theme.landscape ? 3 : 60) * Theme.unit
        side: Math.min((Theme.landscape ? 62 : 72) * Theme.unit, start.y - highest - beside - 2 * Theme.unit)
        x: start.x + (start.width - width) / 2
        y: start.y - height - Theme.unit
        // Where motion is not wanted the words move with each new scene, when nobody looks at them.
        onTurned: if (Theme.reducedMotion) page.wander += 0.7
    }
    Column {
        id: start
        x: Theme.landscape ? page.width - width - 1.4 * Theme.margin : (page.width - width) / 2
        anchors.bottom: languages.top
        anchors.bottomMargin: (Theme.landscape ? 1 : 3) * Theme.unit
        spacing: 2.2 * Theme.unit

        PressButton {
            anchors.horizontalCenter: parent.horizontalCenter
            primary: true
            text: page.t["ui.attract.touch"]
            width: 56 * Theme.unit
            height: Theme.bigTarget * 1.1
            onClicked: page.session.touch()
        }
        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: page.session.keepOffered ? page.t["ui.attract.private_unless"] : page.t["ui.attract.private"]
            font.pixelSize: Theme.small
        }
    }
    LanguageSwitch {
        id: languages
        session: page.session
        x: start.x + (start.width - width) / 2
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.cornerMiddle - height / 2
    }
}
