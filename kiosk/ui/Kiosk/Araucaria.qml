pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes

// The araucária's outline: a bare trunk and a candelabrum of branches.
Item {
    id: tree

    property color ink: "#11191b"
    readonly property real h: height

    width: height * 0.8

    Shape {
        anchors.fill: parent
        preferredRendererType: Shape.CurveRenderer
        ShapePath {
            strokeColor: tree.ink
            strokeWidth: tree.h * 0.036
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            PathMove { x: tree.h * 0.4; y: tree.h }
            PathLine { x: tree.h * 0.4; y: tree.h * 0.12 }
        }
        ShapePath {
            strokeColor: tree.ink
            strokeWidth: tree.h * 0.018
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            PathMove { x: tree.h * 0.05; y: tree.h * 0.17 }
            PathQuad { controlX: tree.h * 0.2; controlY: tree.h * 0.4; x: tree.h * 0.4; y: tree.h * 0.38 }
            PathQuad { controlX: tree.h * 0.6; controlY: tree.h * 0.4; x: tree.h * 0.75; y: tree.h * 0.17 }
            PathMove { x: tree.h * 0.14; y: tree.h * 0.11 }
            PathQuad { controlX: tree.h * 0.26; controlY: tree.h * 0.29; x: tree.h * 0.4; y: tree.h * 0.28 }
            PathQuad { controlX: tree.h * 0.54; controlY: tree.h * 0.29; x: tree.h * 0.66; y: tree.h * 0.11 }
            PathMove { x: tree.h * 0.24; y: tree.h * 0.06 }
            PathQuad { controlX: tree.h * 0.32; controlY: tree.h * 0.19; x: tree.h * 0.4; y: tree.h * 0.19 }
            PathQuad { controlX: tree.h * 0.48; controlY: tree.h * 0.19; x: tree.h * 0.56; y: tree.h * 0.06 }
        }
    }
    Repeater {
        model: [[0.05, 0.165], [0.75, 0.165], [0.14, 0.105], [0.66, 0.105], [0.24, 0.055], [0.56, 0.055], [0.4, 0.08], [0.32, 0.1], [0.48, 0.1]]
        Rectangle {
            required property var modelData
            x: tree.h * modelData[0] - width / 2
            y: tree.h * modelData[1] - height / 2
            width: tree.h * 0.17
            height: tree.h * 0.065
            radius: height / 2
            color: tree.ink
        }
    }
}
