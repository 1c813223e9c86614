import QtQuick
import QtQuick.Shapes

// "Are you still there?", with the seconds that are left. A touch anywhere is an answer.
Rectangle {
    id: overlay

    required property var session
    property int full: 20
    readonly property var t: session.texts

    color: Qt.alpha(Theme.night, 0.95)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: t["ui.invite.title"]

    MouseArea {
        anchors.fill: parent
        onClicked: overlay.session.touch()
    }
    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, 100 * Theme.unit)
        spacing: (Theme.landscape ? 2.6 : 4) * Theme.unit

        Item {
            id: ring
            anchors.horizontalCenter: parent.horizontalCenter
            width: (Theme.landscape ? 26 : 34) * Theme.unit
            height: width
            Shape {
                anchors.fill: parent
                preferredRendererType: Shape.CurveRenderer
                ShapePath {
                    strokeColor: Qt.alpha(Theme.wool, 0.2)
                    strokeWidth: 1.2 * Theme.unit
                    fillColor: "transparent"
                    PathAngleArc {
                        centerX: ring.width / 2; centerY: ring.height / 2
                        radiusX: ring.width * 0.46; radiusY: radiusX
                        startAngle: 0; sweepAngle: 360
                    }
                }
                ShapePath {
                    strokeColor: Theme.ember
                    strokeWidth: 1.2 * Theme.unit
                    fillColor: "transparent"
                    capStyle: ShapePath.RoundCap
                    PathAngleArc {
                        centerX: ring.width / 2; centerY: ring.height / 2
                        radiusX: ring.width * 0.46; radiusY: radiusX
                        startAngle: -90
                        sweepAngle: 360 * overlay.session.countdown / overlay.full
                    }
                }
            }
            Column {
                anchors.centerIn: parent
                TitleText {
                    anchors.horizontalCenter: parent.horizontalCenter
                    text: overlay.session.countdown
                    font.pixelSize: ring.width * 0.34
                }
                BodyText {
                    anchors.horizontalCenter: parent.horizontalCenter
                    text: overlay.t["ui.invite.seconds"]
                    font.pixelSize: Theme.small
                }
            }
        }
        TitleText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: overlay.t["ui.invite.title"]
        }
        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            color: Theme.wool
            text: overlay.t["ui.invite.body"]
        }
        PressButton {
            anchors.horizontalCenter: parent.horizontalCenter
            primary: true
            width: Math.min(parent.width, 60 * Theme.unit)
            text: overlay.t["ui.invite.stay"]
            onClicked: overlay.session.touch()
        }
        PressButton {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width, 60 * Theme.unit)
            text: overlay.t["ui.invite.leave"]
            onClicked: overlay.session.leave()
        }
    }
}
