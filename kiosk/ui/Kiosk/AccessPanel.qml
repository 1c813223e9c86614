pragma ComponentBehavior: Bound
import QtQuick

// The visitor's own switches, low on the screen where everybody reaches them. The page stays in
// sight above, so that each change is seen at once.
Item {
    id: panel

    required property var session
    readonly property bool modal: true
    readonly property var access: session.access
    readonly property var t: access.texts

    Accessible.role: Accessible.Dialog
    Accessible.name: t["access.title"]

    Rectangle {
        anchors.fill: parent
        color: Qt.alpha(Theme.night, 0.5)
        MouseArea {
            anchors.fill: parent
            onClicked: panel.access.show(false)
        }
    }
    Rectangle {
        id: sheet
        anchors.bottom: parent.bottom
        width: parent.width
        height: content.height + 2 * content.room
        color: Theme.night
        MouseArea {
            // A touch beside a switch closes nothing.
            anchors.fill: parent
        }
        Rectangle {
            width: parent.width
            height: Math.max(2, 0.3 * Theme.unit)
            color: Theme.ember
        }
        Column {
            id: content
            readonly property real room: (Theme.tiny ? 1.4 : 3) * Theme.unit
            readonly property int columns: Theme.landscape ? 2 : 1
            x: Theme.margin
            y: room
            width: parent.width - 2 * Theme.margin
            spacing: (Theme.tiny ? 1.2 : 1.8) * Theme.unit

            TitleText {
                width: parent.width
                text: panel.t["access.title"]
                font.pixelSize: (Theme.tiny ? 4 : 5) * Theme.letter
            }
            Grid {
                id: grid
                width: parent.width
                columns: content.columns
                rowSpacing: content.spacing
                columnSpacing: Theme.gap
                Repeater {
                    model: panel.access.switches.length
                    SwitchRow {
                        required property int index
                        readonly property var entry: panel.access.switches[index]
                        width: (grid.width - (content.columns - 1) * Theme.gap) / content.columns
                        text: panel.t["access." + entry.name]
                        on: entry.on
                        preferred: index === 0
                        onClicked: panel.access.toggle(entry.name)
                    }
                }
            }
            BodyText {
                width: parent.width
                visible: !Theme.tiny
                text: panel.t["access.private"]
                font.pixelSize: Theme.small
            }
            Item {
                width: parent.width
                height: Theme.landscape ? close.height : languages.height + close.height + content.spacing
                LanguageSwitch {
                    id: languages
                    session: panel.session
                    anchors.right: parent.right
                }
                PressButton {
                    id: close
                    anchors.bottom: parent.bottom
                    x: Theme.landscape ? 0 : (parent.width - width) / 2
                    width: Math.min(46 * Theme.unit, Theme.landscape ? parent.width - languages.width - Theme.gap : parent.width)
                    primary: true
                    preferred: false
                    text: panel.t["access.close"]
                    onClicked: panel.access.show(false)
                }
            }
        }
    }
}
