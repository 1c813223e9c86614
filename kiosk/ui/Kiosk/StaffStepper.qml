import QtQuick

// A value with less and more on its two sides.
Row {
    id: stepper

    required property string label
    required property string value
    property bool canLess: true
    property bool canMore: true
    signal less
    signal more

    spacing: 1.6 * Theme.unit

    component Step: PressArea {
        id: step
        property string sign: ""
        width: Theme.target * 1.15
        height: Theme.target
        Rectangle {
            anchors.fill: parent
            radius: 1.4 * Theme.unit
            color: Qt.alpha(Theme.wool, step.down ? 0.34 : 0.12)
        }
        Text {
            anchors.centerIn: parent
            text: step.sign
            textFormat: Text.PlainText
            color: Theme.wool
            font.family: Theme.serif
            font.pixelSize: 5 * Theme.unit
            Accessible.ignored: true
        }
    }

    Step {
        sign: "−"
        name: stepper.label + " −"
        enabled: stepper.canLess
        onClicked: stepper.less()
    }
    Column {
        anchors.verticalCenter: parent.verticalCenter
        width: Math.max(18 * Theme.unit, caption.implicitWidth)
        BodyText {
            id: caption
            anchors.horizontalCenter: parent.horizontalCenter
            text: stepper.label
            font.pixelSize: Theme.small * 0.95
        }
        TitleText {
            anchors.horizontalCenter: parent.horizontalCenter
            text: stepper.value
            font.pixelSize: 4.4 * Theme.unit
            Accessible.role: Accessible.StaticText
            Accessible.name: stepper.label + ": " + stepper.value
        }
    }
    Step {
        sign: "+"
        name: stepper.label + " +"
        enabled: stepper.canMore
        onClicked: stepper.more()
    }
}
