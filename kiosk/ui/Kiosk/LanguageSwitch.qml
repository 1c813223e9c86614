pragma ComponentBehavior: Bound
import QtQuick

// Each language by its own name.
Row {
    id: choice

    required property var session

    spacing: 0.6 * Theme.unit
    Repeater {
        model: choice.session.languages
        PressArea {
            id: entry
            required property var modelData
            readonly property bool current: modelData.code === choice.session.language
            name: modelData.name
            chosenState: current ? 1 : 0
            Accessible.role: Accessible.RadioButton
            Accessible.checkable: true
            Accessible.checked: current
            width: Math.max(Theme.target, label.implicitWidth + 3 * Theme.unit)
            height: Theme.target
            onClicked: choice.session.speakLanguage(modelData.code)
            Text {
                id: label
                anchors.centerIn: parent
                text: entry.modelData.name
                textFormat: Text.PlainText
                color: entry.current ? Theme.wool : Theme.woolDim
                font.family: Theme.sans
                font.pixelSize: Theme.small * 1.05
                Accessible.ignored: true
            }
            Rectangle {
                anchors.top: label.bottom
                anchors.topMargin: 0.5 * Theme.unit
                anchors.horizontalCenter: label.horizontalCenter
                width: label.width
                height: Math.max(2, 0.3 * Theme.unit)
                visible: entry.current
                color: Theme.clay
            }
        }
    }
}
