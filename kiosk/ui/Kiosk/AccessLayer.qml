import QtQuick

// All that helps to see, reach and hear, in one place over the pages: the button in its corner,
// its panel, and the five keys.
Item {
    id: layer

    required property var session
    required property Item stage
    // Whether somebody has begun since the last reset.
    property bool visited: false
    // What the page is made of; when it changes the keys look for their place again.
    property var layout
    readonly property var access: session.access
    readonly property var pages: ["attract", "choose", "listening", "confirm", "painting", "showing",
                                  "trouble", "degraded", "closed"]

    onLayoutChanged: guide.soon()

    KeyGuide {
        id: guide
        session: layer.session
        stage: layer.stage
        onReached: (control, moved) => layer.access.focused(control.name, control.chosenState, moved)
    }
    AccessButton {
        id: button
        x: Theme.margin
        y: layer.height - Theme.cornerMiddle - height / 2
        visible: layer.pages.includes(layer.session.page) && !layer.session.staff.asleep
        name: layer.access.texts["access.button"]
        onClicked: layer.access.show(true)
    }
    AccessPanel {
        anchors.fill: parent
        visible: layer.access.open
        session: layer.session
    }
    Connections {
        target: layer.access
        function onChanged(): void {
            guide.soon();
        }
    }
    Connections {
        target: layer.session
        function onChanged(): void {
            // The next visitor finds no ring.
            if (layer.session.page === "attract" && layer.visited)
                guide.hide();
            layer.visited = layer.session.page !== "attract";
        }
    }
    Item {
        // Above everything, or whatever is pressed would keep the touch to itself. Who touches
        // needs no ring, and need not hear the rest.
        parent: layer.stage
        anchors.fill: parent
        z: 1000
        PointHandler {
            onActiveChanged: if (active) {
                guide.hide();
                layer.access.touched();
            }
        }
    }
}
