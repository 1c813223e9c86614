pragma ComponentBehavior: Bound
import QtQuick

// One tab for each shelf of words. The open one is underlined, as well as coloured.
Flow {
    id: tabs

    required property var session
    property string open: session.shelves[0]

    spacing: 1.2 * Theme.unit

    Repeater {
        model: tabs.session.shelves
        PressArea {
            id: tab
            required property string modelData
            readonly property bool chosen: tabs.open === modelData
            name: tabs.session.texts["ui.choose." + modelData]
            chosenState: chosen ? 1 : 0
            preferred: chosen
            Accessible.role: Accessible.PageTab
            Accessible.checkable: true
            Accessible.checked: chosen
            implicitHeight: Theme.target
            implicitWidth: Math.max(Theme.target, label.implicitWidth + 3 * Theme.unit)
            onClicked: tabs.open = modelData
            Text {
                id: label
                anchors.centerIn: parent
                text: tab.name
                textFormat: Text.PlainText
                color: tab.chosen || tab.down ? Theme.ember : Theme.woolDim
                font.family: Theme.sans
                font.pixelSize: Theme.chip
                Accessible.ignored: true
            }
            Rectangle {
                anchors.bottom: parent.bottom
                width: parent.width
                height: Math.max(1, (tab.chosen ? 0.5 : 0.14) * Theme.unit)
                color: tab.chosen ? Theme.ember : Theme.outline
            }
        }
    }
}
