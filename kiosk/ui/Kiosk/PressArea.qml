pragma ComponentBehavior: Bound
import QtQuick

// Anything that can be pressed: feedback at once, a name for those who cannot see it, a ring where
// the keys stand.
Item {
    id: area

    required property string name
    readonly property bool down: touch.pressed || area.held
    // Where the keys begin on a page.
    property bool preferred: false
    // For those who hear the screen: -1 where nothing can be chosen, else whether it is.
    property int chosenState: -1
    property real ringRadius: 1.6 * Theme.unit
    property bool held: false
    readonly property bool ringed: area.activeFocus && Theme.ringed
    signal pressed
    signal released
    signal clicked

    // By key or by a helping device: all that a short touch does.
    function press(): void {
        area.pressed();
        area.released();
        area.clicked();
    }

    Accessible.role: Accessible.Button
    Accessible.name: area.name
    Accessible.focusable: true
    Accessible.onPressAction: area.press()

    Keys.forwardTo: Theme.keys ? [Theme.keys] : []

    scale: area.down ? 0.97 : 1
    opacity: area.enabled ? 1 : 0.4
    z: area.ringed ? 1 : 0

    Behavior on scale {
        NumberAnimation { duration: Theme.quick; easing.type: Easing.OutQuad }
    }
    Behavior on opacity {
        NumberAnimation { duration: Theme.quick }
    }

    MouseArea {
        id: touch
        // Seen to be pressed, but does nothing: it was meant for what stood here before.
        property bool stray: false
        anchors.fill: parent
        onPressed: mouse => {
            touch.stray = Theme.strays(area.name, touch.mapToItem(null, mouse.x, mouse.y));
            if (!touch.stray)
                area.pressed();
        }
        onReleased: if (!touch.stray) area.released()
        // The finger slid off the glass, or the button went away under it.
        onCanceled: if (!touch.stray) area.released()
        onClicked: {
            if (touch.stray)
                return;
            area.clicked();
            // A page that takes its time to come must not make two touches of a double one.
            Theme.touchedAt = Date.now();
        }
    }
    Loader {
        anchors.fill: parent
        active: area.ringed
        z: 10
        sourceComponent: FocusRing { radius: area.ringRadius }
    }
}
