pragma ComponentBehavior: Bound
import QtQuick

// What was heard, in large letters, and the words of it that the kiosk knows.
Item {
    id: page

    required property var session
    readonly property var t: session.texts

    Column {
        x: Theme.margin
        y: page.height * (Theme.tiny ? 0.04 : Theme.landscape ? 0.1 : 0.16)
        width: Math.min(page.width - 2 * Theme.margin, 150 * Theme.unit)
        spacing: (Theme.tiny ? 1.4 : Theme.landscape ? 3 : 5) * Theme.unit

        BodyText {
            text: page.t["ui.confirm.title"]
            color: Theme.ember
            font.pixelSize: 4 * Theme.letter
        }
        TitleText {
            width: parent.width
            text: "“" + page.session.sentence + "”"
            font.pixelSize: Theme.fitted(Theme.landscape ? 6.6 : 8, text)
            maximumLineCount: 5
            elide: Text.ElideRight
        }
        BodyText {
            visible: text !== ""
            width: parent.width
            text: page.session.repairs.slice(0, 3).join(" ")
            color: Theme.woolDim
            wrapMode: Text.Wrap
        }
        BodyText {
            visible: page.session.words.length > 0
            text: page.t["ui.confirm.known"]
            font.pixelSize: Theme.small * 1.08
        }
        Flow {
            width: parent.width
            spacing: 1.4 * Theme.unit
            Repeater {
                model: page.session.words
                Rectangle {
                    id: tag
                    required property string modelData
                    width: word.implicitWidth + 4 * Theme.unit
                    height: word.implicitHeight + 1.6 * Theme.unit
                    radius: height / 2
                    color: "transparent"
                    border.width: Math.max(1, 0.2 * Theme.unit)
                    border.color: Theme.erva
                    BodyText {
                        id: word
                        anchors.centerIn: parent
                        text: tag.modelData
                        color: Theme.erva
                    }
                }
            }
        }
    }
    Flow {
        id: choices
        x: Theme.corner
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.cornerMiddle - (Theme.landscape ? Theme.bigTarget : Theme.target) / 2
        width: page.width - x - Theme.margin
        spacing: Theme.gap
        readonly property real each: Theme.landscape ? Math.floor((width - 2 * spacing) / 3)
                                                       : Math.floor((width - spacing) / 2)
        PressButton {
            width: Theme.landscape ? choices.each : choices.width
            height: Theme.bigTarget
            primary: true
            text: page.t["ui.confirm.paint"]
            onClicked: page.session.paint()
        }
        PressButton {
            width: choices.each
            height: Theme.landscape ? Theme.bigTarget : Theme.target
            visible: page.session.voiceReady
            text: page.t["ui.confirm.again"]
            onClicked: page.session.speak()
        }
        PressButton {
            width: choices.each
            height: Theme.landscape ? Theme.bigTarget : Theme.target
            text: page.t["ui.confirm.edit"]
            onClicked: page.session.edit()
        }
    }
}
