import QtQuick
import QtQuick.Shapes

// The figure with open arms, known from doors and trains. It stays in one place on every page.
PressArea {
    id: button

    implicitWidth: Theme.target
    implicitHeight: Theme.target
    ringRadius: button.width / 2

    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: button.down ? Theme.dusk : Theme.night
        border.width: Math.max(2, 0.32 * Theme.unit)
        border.color: Theme.wool
    }
    Shape {
        id: figure
        anchors.centerIn: parent
        width: parent.width * 0.62
        height: width
        preferredRendererType: Shape.CurveRenderer
        ShapePath {
            strokeWidth: -1
            fillColor: Theme.wool
            PathAngleArc {
                centerX: figure.width / 2; centerY: figure.height * 0.13
                radiusX: figure.width * 0.105; radiusY: radiusX
                startAngle: 0; sweepAngle: 360
            }
        }
        ShapePath {
            strokeColor: Theme.wool
            strokeWidth: figure.width * 0.1
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin
            PathMove { x: figure.width * 0.1; y: figure.height * 0.32 }
            PathLine { x: figure.width * 0.4; y: figure.height * 0.38 }
            PathLine { x: figure.width * 0.6; y: figure.height * 0.38 }
            PathLine { x: figure.width * 0.9; y: figure.height * 0.32 }
            PathMove { x: figure.width * 0.43; y: figure.height * 0.4 }
            PathLine { x: figure.width * 0.43; y: figure.height * 0.6 }
            PathLine { x: figure.width * 0.32; y: figure.height * 0.95 }
            PathMove { x: figure.width * 0.57; y: figure.height * 0.4 }
            PathLine { x: figure.width * 0.57; y: figure.height * 0.6 }
            PathLine { x: figure.width * 0.68; y: figure.height * 0.95 }
            PathMove { x: figure.width * 0.5; y: figure.height * 0.4 }
            PathLine { x: figure.width * 0.5; y: figure.height * 0.6 }
        }
    }
}
