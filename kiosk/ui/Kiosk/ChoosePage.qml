import QtQuick

// Words to touch that make a sentence. The lower bar leaves its middle to the microphone.
Item {
    id: page

    required property var session
    property bool editing: false
    readonly property var t: session.texts
    readonly property real bar: Theme.mic + 2 * Theme.micBottom

    Item {
        id: heading
        visible: !page.editing
        x: Theme.margin
        y: Theme.margin * 0.6
        width: page.width - 2 * Theme.margin
        height: Math.max(title.implicitHeight, languages.height)
        TitleText {
            id: title
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - languages.width
            text: page.t["ui.choose.title"]
            font.pixelSize: (Theme.landscape ? 5.6 : 5) * Theme.unit
            maximumLineCount: 1
            fontSizeMode: Text.HorizontalFit
        }
        LanguageSwitch {
            id: languages
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            session: page.session
        }
    }
    SentenceLine {
        id: line
        y: page.editing ? Theme.unit : heading.y + heading.height + (Theme.landscape ? 0.5 : 3) * Theme.unit
        x: Theme.margin
        width: heading.width
        height: Math.max(implicitHeight, (Theme.landscape ? 11 : 24) * Theme.unit)
        size: (Theme.landscape ? 5 : 7) * Theme.unit
        text: page.editing ? pad.draft : page.session.sentence
        placeholder: page.editing ? page.t["ui.keyboard.hint"] : page.t["ui.choose.empty"]
        name: page.t["ui.choose.write"]
        editing: page.editing
        onClicked: {
            pad.draft = page.session.sentence;
            page.editing = true;
        }
    }
    Flickable {
        id: words
        visible: !page.editing
        x: Theme.margin
        // In portrait the words stay within everybody's reach, and where they are when another
        // shelf, longer or shorter, is opened.
        y: Theme.landscape ? highest : Math.max(highest, lowest - 90 * Theme.unit)
        width: heading.width
        height: Math.max(0, lowest - y)
        contentHeight: groups.height
        interactive: contentHeight > height
        clip: interactive
        boundsBehavior: Flickable.StopAtBounds
        readonly property real highest: line.y + line.height + 2.6 * Theme.unit
        readonly property real lowest: page.height - page.bar - (hint.text ? hint.height + Theme.unit : 0)
                                       - (Theme.landscape ? 0 : 4 * Theme.unit)
        Column {
            id: groups
            width: heading.width
            spacing: 2.6 * Theme.unit
            ShelfTabs {
                id: tabs
                width: parent.width
                session: page.session
            }
            ChipGroup {
                width: parent.width
                session: page.session
                shelf: tabs.open
            }
        }
    }
    KeyboardPad {
        id: pad
        visible: page.editing
        texts: page.t
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 2 * Theme.unit
        width: Math.min(heading.width, 130 * Theme.unit)
        onDraftChanged: page.session.signOfLife()
        onDone: {
            page.session.write(pad.draft);
            page.editing = false;
        }
    }
    BodyText {
        id: hint
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: bar.top
        width: heading.width
        horizontalAlignment: Text.AlignHCenter
        visible: !page.editing
        font.pixelSize: Theme.small
        text: !page.session.painterReady ? page.t["ui.choose.painter_away"]
            : !page.session.voiceReady ? page.t["ui.choose.voice_absent"] : ""
    }
    Item {
        id: bar
        visible: !page.editing
        x: Theme.margin
        anchors.bottom: parent.bottom
        width: heading.width
        height: page.bar
        readonly property real side: (width - (page.session.voiceReady ? Theme.bigTarget * 1.9 : 2 * Theme.unit)) / 2
        PressButton {
            anchors.left: parent.left
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(bar.side, 46 * Theme.unit)
            height: Theme.bigTarget
            text: page.t["ui.choose.surprise"]
            onClicked: page.session.surprise()
        }
        PressButton {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(bar.side, 46 * Theme.unit)
            primary: true
            enabled: page.session.canPaint
            text: page.t["ui.choose.paint"]
            onClicked: page.session.paint()
        }
    }
}
