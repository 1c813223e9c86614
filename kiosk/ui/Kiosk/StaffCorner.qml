import QtQuick

// The way in for staff: nothing to be seen, 20 mm in the corner, held for some seconds. It takes
// no touch away from what lies below.
Item {
    id: corner

    property int hold: 4000
    signal held

    width: 20 * Theme.pixelsPerMm
    height: width
    Accessible.ignored: true

    PointHandler {
        id: finger
        // A finger that slides out of the corner, or a second one, begins anew.
        readonly property bool within: active && corner.contains(point.position)
    }
    Timer {
        interval: corner.hold
        running: finger.within && corner.enabled
        onTriggered: corner.held()
    }
}
