import QtQuick

// Where the keys are: a bright ring with a dark one on either side, so that it shows on any ground.
Item {
    id: ring

    property real radius: 1.6 * Theme.unit
    readonly property real stroke: Math.max(2, 0.6 * Theme.unit)

    Rectangle {
        anchors.fill: parent
        anchors.margins: -2 * ring.stroke
        radius: ring.radius + 2 * ring.stroke
        color: "transparent"
        border.width: 3 * ring.stroke
        border.color: Theme.night
        Rectangle {
            anchors.fill: parent
            anchors.margins: ring.stroke
            radius: ring.radius + ring.stroke
            color: "transparent"
            border.width: ring.stroke
            border.color: Theme.ring
        }
    }
}
