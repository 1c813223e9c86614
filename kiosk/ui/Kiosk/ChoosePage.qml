import QtQuick

// Words to touch that make a sentence. The lower bar leaves its middle to the microphone, its left
// corner to the accessibility button. Where controls are kept low, what is only read stands above.
Item {
    id: page

    required property var session
    property bool editing: false
    readonly property var t: session.texts
    readonly property real bar: Theme.mic + 2 * Theme.micBottom
    readonly property bool low: Theme.reachTop > 0
    readonly property real inner: page.width - 2 * Theme.margin

    Item {
        id: heading
        visible: !page.editing && !Theme.tiny
        x: Theme.margin
        y: Theme.margin * (page.low && Theme.landscape ? 0.2 : 0.6)
        width: page.inner
        height: Theme.tiny ? 0 : Math.max(title.implicitHeight, Theme.target)
        TitleText {
            id: title
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - (page.low ? 0 : languages.width + Theme.gap)
            text: page.t["ui.choose.title"]
            font.pixelSize: (Theme.landscape ? 5.6 : 5) * Theme.letter
            maximumLineCount: Theme.landscape ? 1 : 2
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 3 * Theme.unit
        }
    }
    SentenceLine {
        id: line
        y: page.editing || Theme.tiny ? Theme.unit
                                      : heading.y + heading.height + (Theme.landscape ? 0.5 : 3) * Theme.unit
        x: Theme.margin
        width: page.inner
        height: page.editing ? Math.min(pad.y - y - Theme.unit, 46 * Theme.unit)
              : Theme.tiny ? Theme.target
              : Theme.landscape ? (page.low ? 9 : 11) * Theme.unit
              : page.low ? Math.max(Theme.target, Math.min(30 * Theme.unit, Theme.reachTop - y)) : 24 * Theme.unit
        size: (Theme.landscape ? 5 : 7) * Theme.letter
        text: page.editing ? pad.draft : page.session.sentence
        placeholder: page.editing ? page.t["ui.keyboard.hint"] : page.t["ui.choose.empty"]
        name: page.t["ui.choose.write"]
        editing: page.editing
        pencilled: !page.low
        onClicked: page.write()
    }
    LanguageSwitch {
        id: languages
        // A very small screen has no room for it here; the accessibility panel has.
        visible: !page.editing && !Theme.tiny
        x: page.width - width - Theme.margin
        y: page.low ? tools.y : heading.y + (heading.height - height) / 2
        session: page.session
    }
    PressButton {
        id: tools
        visible: !page.editing && page.low
        x: Theme.margin
        y: Math.max(Theme.reachTop, Theme.landscape ? line.y + line.height : 0) + Theme.unit
        height: page.low ? Theme.target : 0
        width: Math.min(46 * Theme.unit, page.inner - (Theme.tiny ? 0 : languages.width + Theme.gap))
        text: page.t["ui.choose.write"]
        onClicked: page.write()
    }
    Item {
        id: words
        visible: !page.editing
        x: Theme.margin
        // In portrait the words stay within everybody's reach, and where they are when another
        // shelf, longer or shorter, is opened.
        y: page.low ? Math.max(line.y + line.height, tools.y + tools.height) + 1.6 * Theme.unit
                    : Theme.landscape ? highest : Math.max(highest, lowest - 90 * Theme.letter)
        width: page.inner
        height: Math.max(0, lowest - y)
        readonly property real highest: line.y + line.height + (Theme.tiny ? 1 : 2.6) * Theme.unit
        readonly property real lowest: page.height - page.bar - (hint.text ? hint.height + Theme.unit : 0)
                                       - (Theme.landscape || page.low ? 0 : 4 * Theme.unit)
        ShelfTabs {
            id: tabs
            width: parent.width
            session: page.session
        }
        ChipGroup {
            y: tabs.height + (Theme.tiny || page.low ? 1.4 : 2.6) * Theme.unit
            width: parent.width
            height: parent.height - y
            session: page.session
            shelf: tabs.open
        }
    }
    KeyboardPad {
        id: pad
        visible: page.editing
        texts: page.t
        names: page.session.access.texts
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        // Its last row and the accessibility button stand in one line.
        anchors.bottomMargin: Theme.cornerMiddle - keyHeight / 2
        width: Theme.tiny ? page.width - 3 * Theme.unit : Math.min(page.inner, 130 * Theme.unit)
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
        width: page.inner
        horizontalAlignment: Text.AlignHCenter
        visible: !page.editing
        font.pixelSize: Theme.small
        text: !page.session.painterReady ? page.t["ui.choose.painter_away"]
            : !page.session.voiceReady ? page.t["ui.choose.voice_absent"] : ""
    }
    Item {
        id: bar
        visible: !page.editing
        anchors.bottom: parent.bottom
        width: page.width
        height: page.bar
        readonly property real half: width / 2 - (page.session.voiceReady ? Theme.mic / 2 + Theme.gap : Theme.gap / 2)
        PressButton {
            x: Theme.corner
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(bar.half - Theme.corner, 46 * Theme.unit)
            height: Theme.bigTarget
            text: page.t["ui.choose.surprise"]
            onClicked: page.session.surprise()
        }
        PressButton {
            x: page.width - Theme.margin - width
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(bar.half - Theme.margin, 46 * Theme.unit)
            primary: true
            preferred: false
            enabled: page.session.canPaint
            text: page.t["ui.choose.paint"]
            onClicked: page.session.paint()
        }
    }

    function write(): void {
        pad.draft = page.session.sentence;
        page.editing = true;
    }
}
