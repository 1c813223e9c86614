pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes

// The pampa at nightfall behind every page: Southern Cross, coxilhas, araucárias, a fogo de chão.
// `glow` is how much of the evening is left: 1 when nobody is here, near 0 around a picture.
Item {
    id: land

    property real glow: 1
    property real drift: 0
    readonly property real horizon: height * (Theme.landscape ? 0.72 : 0.74)
    readonly property real s: Theme.unit

    // In high contrast the ground is plain.
    visible: !Theme.highContrast

    Behavior on glow {
        NumberAnimation { duration: Theme.reducedMotion ? 0 : 1200; easing.type: Easing.InOutQuad }
    }

    Rectangle {
        anchors.fill: parent
        gradient: Gradient {
            GradientStop { position: 0; color: "#091019" }
            GradientStop { position: 0.45; color: Theme.night }
            GradientStop { position: 1; color: Theme.dusk }
        }
    }
    Rectangle {
        width: parent.width
        height: land.horizon * 0.62
        y: land.horizon - height + 4 * land.s
        opacity: land.glow
        gradient: Gradient {
            GradientStop { position: 0; color: "transparent" }
            GradientStop { position: 0.4; color: Qt.alpha("#3c4a63", 0.55) }
            GradientStop { position: 0.68; color: Qt.alpha("#8a5550", 0.8) }
            GradientStop { position: 0.88; color: "#c9714a" }
            GradientStop { position: 1; color: "#efb45a" }
        }
    }
    Repeater {
        // Crux as it stands in the southern sky, then fainter stars (x, y, size).
        model: [
            [0.745, 0.085, 0.8], [0.775, 0.235, 0.95], [0.69, 0.15, 0.8], [0.81, 0.145, 0.65],
            [0.735, 0.185, 0.4], [0.58, 0.2, 0.75], [0.5, 0.19, 0.8], [0.12, 0.07, 0.4],
            [0.22, 0.16, 0.32], [0.34, 0.05, 0.38], [0.44, 0.1, 0.28], [0.91, 0.06, 0.36],
            [0.93, 0.26, 0.3], [0.06, 0.28, 0.3], [0.3, 0.27, 0.26], [0.63, 0.04, 0.28],
            [0.16, 0.36, 0.24], [0.86, 0.36, 0.24], [0.4, 0.35, 0.22], [0.68, 0.33, 0.22]
        ]
        Rectangle {
            required property var modelData
            x: land.width * modelData[0] + land.drift * 0.4
            y: land.horizon * modelData[1]
            width: Math.max(2, land.s * modelData[2] * 0.85)
            height: width
            radius: width / 2
            color: Theme.wool
            opacity: (0.35 + 0.6 * modelData[2]) * land.glow
        }
    }
    Shape {
        id: hills
        anchors.fill: parent
        preferredRendererType: Shape.CurveRenderer
        readonly property real w: width
        readonly property real h: land.horizon
        readonly property real s: land.s
        ShapePath {
            strokeWidth: -1
            fillColor: "#2b2f3c"
            startX: -20 * hills.s; startY: hills.h
            PathCubic {
                control1X: hills.w * 0.15; control1Y: hills.h - 9 * hills.s
                control2X: hills.w * 0.35; control2Y: hills.h - 6 * hills.s
                x: hills.w * 0.52; y: hills.h - 1.5 * hills.s
            }
            PathCubic {
                control1X: hills.w * 0.7; control1Y: hills.h - 8 * hills.s
                control2X: hills.w * 0.9; control2Y: hills.h - 8 * hills.s
                x: hills.w + 20 * hills.s; y: hills.h - hills.s
            }
            PathLine { x: hills.w + 20 * hills.s; y: hills.height }
            PathLine { x: -20 * hills.s; y: hills.height }
        }
        ShapePath {
            strokeWidth: -1
            fillColor: "#1a2427"
            startX: -20 * hills.s; startY: hills.h + 4 * hills.s
            PathCubic {
                control1X: hills.w * 0.3; control1Y: hills.h + 11 * hills.s
                control2X: hills.w * 0.5; control2Y: hills.h - 3 * hills.s
                x: hills.w * 0.74; y: hills.h - 2 * hills.s
            }
            PathCubic {
                control1X: hills.w * 0.88; control1Y: hills.h - 1.5 * hills.s
                control2X: hills.w; control2Y: hills.h + 3 * hills.s
                x: hills.w + 20 * hills.s; y: hills.h + 5 * hills.s
            }
            PathLine { x: hills.w + 20 * hills.s; y: hills.height }
            PathLine { x: -20 * hills.s; y: hills.height }
        }
    }
    Araucaria {
        x: land.width * (Theme.landscape ? 0.53 : 0.79)
        y: land.horizon - height - 1 * land.s
        height: 21 * land.s
    }
    Araucaria {
        x: land.width * (Theme.landscape ? 0.6 : 0.9)
        y: land.horizon - height + 1.4 * land.s
        height: 13 * land.s
    }
    Shape {
        id: near
        anchors.fill: parent
        preferredRendererType: Shape.CurveRenderer
        ShapePath {
            strokeWidth: -1
            fillColor: "#0d1517"
            startX: -20 * land.s; startY: land.horizon + 9 * land.s
            PathCubic {
                control1X: near.width * 0.25; control1Y: land.horizon + 3 * land.s
                control2X: near.width * 0.5; control2Y: land.horizon + 15 * land.s
                x: near.width + 20 * land.s; y: land.horizon + 12 * land.s
            }
            PathLine { x: near.width + 20 * land.s; y: near.height }
            PathLine { x: -20 * land.s; y: near.height }
        }
    }
    Rectangle {
        // Around a picture the wall is dark and quiet.
        anchors.fill: parent
        color: Theme.night
        opacity: 0.82 * (1 - land.glow)
    }
}
