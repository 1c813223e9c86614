pragma ComponentBehavior: Bound
import QtQuick

// Progress as a braid of rawhide that grows, the gaúcho's own craft: trançado de couro.
Item {
    id: braid

    property real value: 0
    property bool ornament: false
    readonly property int strands: Math.max(6, Math.floor(width / pitch))
    readonly property real pitch: height * 0.56

    implicitHeight: 2.6 * Theme.unit
    Accessible.role: Accessible.ProgressBar
    Accessible.ignored: braid.ornament

    Repeater {
        // Two strands that lie over each other by turns; the later strand covers the earlier.
        model: braid.strands
        Rectangle {
            id: strand
            required property int index
            readonly property bool done: (index + 1) / braid.strands <= braid.value + 0.001
            readonly property color over: index % 2 ? Theme.ember : Theme.clay
            x: (index + 0.5) * braid.pitch - width / 2 + (braid.width - braid.strands * braid.pitch) / 2
            y: (braid.height - height) / 2
            width: braid.height * 1.24
            height: braid.height * 0.5
            radius: height / 2
            rotation: index % 2 ? 42 : -42
            antialiasing: true
            color: done || braid.ornament ? over : Theme.husk
            border.width: Math.max(1, braid.height * 0.075)
            border.color: Theme.night
            Behavior on color {
                ColorAnimation { duration: Theme.gentle }
            }
        }
    }
}
