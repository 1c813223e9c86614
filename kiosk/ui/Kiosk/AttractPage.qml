import QtQuick

// Nobody is here: one promise, one thing to do. The words wander slowly, so nothing burns in.
Item {
    id: page

    required property var session
    property real wander: 0
    readonly property var t: session.texts

    MouseArea {
        anchors.fill: parent
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
        x: Theme.margin * 1.4 + 1.4 * Theme.unit * Math.sin(page.wander)
        y: page.height * (Theme.tiny ? 0.06 : Theme.landscape ? 0.1 : 0.13) + 2 * Theme.unit * Math.cos(page.wander)
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
            text: page.t["ui.attract.private"]
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
