import QtQuick
import QtQuick.Shapes

// Hold and talk, or touch, talk, and touch again. It stays under the finger when the page changes.
PressArea {
    id: mic

    required property var session
    readonly property bool listening: session.page === "listening"
    property double pressedAt: 0

    signal speak
    signal letGo
    signal finish

    ringRadius: mic.width / 2
    preferred: mic.listening
    name: listening ? session.texts["ui.speak.finish"] : session.texts["ui.choose.speak"]
    implicitWidth: Theme.mic
    implicitHeight: implicitWidth

    onPressed: {
        if (mic.listening) {
            mic.finish();
            mic.pressedAt = 0;
        } else {
            mic.pressedAt = Date.now();
            mic.speak();
        }
    }
    // Letting go ends the sentence only after a hold; after a short touch the visitor goes on, and
    // silence ends it.
    onReleased: {
        if (mic.pressedAt > 0 && Date.now() - mic.pressedAt > 700)
            mic.finish();
        else if (mic.pressedAt > 0)
            mic.letGo();
        mic.pressedAt = 0;
    }

    Rectangle {
        anchors.centerIn: parent
        width: parent.width * (1.14 + (Theme.tiny ? 0 : 0.3) * mic.session.level)
        height: width
        radius: width / 2
        visible: mic.listening
        color: "transparent"
        border.width: 0.5 * Theme.unit
        border.color: Qt.alpha(Theme.ember, 0.25 + 0.6 * mic.session.level)
        Behavior on width {
            NumberAnimation { duration: Theme.quick }
        }
    }
    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: mic.listening ? Theme.clay : Theme.wool
        Behavior on color {
            ColorAnimation { duration: Theme.quick }
        }
    }
    Item {
        id: glyph
        anchors.centerIn: parent
        width: parent.width * 0.5
        height: width
        readonly property color ink: mic.listening ? Theme.night : Theme.poncho
        Rectangle {
            x: glyph.width * 0.34
            y: 0
            width: glyph.width * 0.32
            height: glyph.height * 0.58
            radius: width / 2
            color: glyph.ink
        }
        Shape {
            anchors.fill: parent
            preferredRendererType: Shape.CurveRenderer
            ShapePath {
                strokeWidth: glyph.width * 0.085
                strokeColor: glyph.ink
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                PathAngleArc {
                    centerX: glyph.width / 2
                    centerY: glyph.height * 0.42
                    radiusX: glyph.width * 0.31
                    radiusY: glyph.height * 0.33
                    startAngle: 5
                    sweepAngle: 170
                }
                PathMove { x: glyph.width / 2; y: glyph.height * 0.76 }
                PathLine { x: glyph.width / 2; y: glyph.height * 0.96 }
                PathMove { x: glyph.width * 0.3; y: glyph.height * 0.96 }
                PathLine { x: glyph.width * 0.7; y: glyph.height * 0.96 }
            }
        }
    }
}
