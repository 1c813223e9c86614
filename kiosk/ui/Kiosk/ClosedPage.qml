pragma ComponentBehavior: Bound
import QtQuick

// Closed: a kind word and the hours; after a minute only an ember of it, which wanders slowly so
// that nothing burns in. A touch brings it back.
Item {
    id: page

    required property var session
    readonly property var staff: session.staff
    readonly property var hours: staff.hours
    property real wander: 0

    NumberAnimation on wander {
        running: !Theme.reducedMotion
        loops: Animation.Infinite
        from: 0
        to: 2 * Math.PI
        duration: 240000
    }
    Rectangle {
        anchors.fill: parent
        color: "black"
        opacity: page.staff.asleep ? 1 : 0.35
        Behavior on opacity {
            NumberAnimation { duration: 4 * Theme.gentle }
        }
    }
    Column {
        id: words
        x: (page.width - width) / 2 + 3 * Theme.unit * Math.sin(page.wander)
        y: (page.height - height) * 0.42 + 6 * Theme.unit * Math.cos(page.wander)
        width: Math.min(page.width - 3 * Theme.margin, 96 * Theme.unit)
        spacing: 3.4 * Theme.unit
        opacity: page.staff.asleep ? 0.1 : 1
        Behavior on opacity {
            NumberAnimation { duration: 4 * Theme.gentle }
        }

        BraidProgress {
            width: 26 * Theme.unit
            height: 2.2 * Theme.unit
            ornament: true
        }
        TitleText {
            width: parent.width
            text: page.hours.title
            font.pixelSize: Theme.display
        }
        BodyText {
            width: parent.width
            text: page.hours.body
            color: Theme.wool
            font.pixelSize: 4 * Theme.letter
        }
        Item {
            width: 1
            height: 2 * Theme.unit
        }
        Repeater {
            model: page.hours.rows
            Item {
                id: line
                required property var modelData
                width: Math.min(words.width, 64 * Theme.unit)
                height: days.implicitHeight
                BodyText {
                    id: days
                    text: line.modelData.days
                }
                BodyText {
                    anchors.right: parent.right
                    text: line.modelData.hours
                    color: Theme.wool
                }
            }
        }
    }
}
