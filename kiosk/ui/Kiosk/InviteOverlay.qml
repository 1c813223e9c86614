import QtQuick
import QtQuick.Shapes

// "Are you still there?", with the seconds that are left. A touch anywhere is an answer.
Rectangle {
    id: overlay

    required property var session
    readonly property bool modal: true
    readonly property var t: session.texts

    color: Qt.alpha(Theme.night, Theme.highContrast ? 1 : 0.95)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: t["ui.invite.title"]

    MouseArea {
        anchors.fill: parent
        onPressed: mouse => Theme.strays("", mapToItem(null, mouse.x, mouse.y))
        onClicked: overlay.session.touch()
    }
    Column {
        id: question
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(2 * Theme.unit, (parent.height - height - answers.height - spacing) / 2)
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
                    strokeColor: Theme.dusk
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
                        sweepAngle: 360 * overlay.session.countdown / overlay.session.patience
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
    }
    Grid {
        id: answers
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(question.y + question.height + question.spacing, Theme.reachTop + Theme.gap)
        columns: Theme.landscape ? 2 : 1
        columnSpacing: Theme.gap
        rowSpacing: 3 * Theme.unit
        readonly property real each: Math.min((overlay.width - 2 * Theme.margin - Theme.gap) / columns, 60 * Theme.unit)
        PressButton {
            primary: true
            width: answers.each
            text: overlay.t["ui.invite.stay"]
            onClicked: overlay.session.touch()
        }
        PressButton {
            width: answers.each
            height: Theme.bigTarget
            text: overlay.t["ui.invite.leave"]
            onClicked: overlay.session.leave()
        }
    }
}
