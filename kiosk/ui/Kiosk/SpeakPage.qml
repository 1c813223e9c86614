import QtQuick

// The kiosk listens; the microphone button in the lower middle belongs to the window.
Item {
    id: page

    required property var session
    readonly property var t: session.texts
    // The newest words of what was understood so far.
    readonly property string caption: {
        const said = session.caption;
        if (said === "")
            return "";
        return said.length <= 90 ? "“" + said + "…" : "…" + said.slice(-90).replace(/^\S*\s/, "") + "…";
    }

    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        y: page.height * (Theme.tiny ? 0.04 : Theme.landscape ? 0.1 : 0.17)
        width: Math.min(page.width - 2 * Theme.margin, 120 * Theme.unit)
        spacing: (Theme.tiny ? 1.6 : Theme.landscape ? 2.6 : 5) * Theme.unit

        TitleText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: page.t["ui.speak.title"]
            font.pixelSize: Theme.display
        }
        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            color: Theme.wool
            font.pixelSize: 3.8 * Theme.letter
            text: page.session.ending ? page.t["ui.speak.thinking"]
                : page.session.speech ? page.t["ui.speak.hearing"] : page.t["ui.speak.body"]
        }
        LevelMeter {
            width: parent.width * (Theme.landscape ? 0.6 : 0.86)
            anchors.horizontalCenter: parent.horizontalCenter
            height: (Theme.tiny ? 10 : Theme.landscape ? 15 : 24) * Theme.unit
            level: page.session.level
            speech: page.session.speech
            clipped: page.session.clipped
        }
        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            // The words as they come, in the example's place.
            color: page.caption ? Theme.wool : Theme.woolDim
            text: page.caption || page.t["ui.speak.example"]
        }
    }
    BodyText {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mic + Theme.micBottom + (Theme.tiny ? 2 : Theme.landscape ? 3.4 : 6) * Theme.unit
        visible: !page.session.ending
        text: page.t["ui.speak.finish_hint"]
        color: Theme.ember
    }
    PressButton {
        x: Theme.corner
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.cornerMiddle - height / 2
        width: Math.min((page.width - 1.5 * Theme.mic) / 2 - Theme.corner, 40 * Theme.unit)
        text: page.t["ui.speak.cancel"]
        onClicked: page.session.cancel()
    }
}
