pragma ComponentBehavior: Bound
import QtQuick

// The chips of one question (who, where, when), wrapped over as many rows as they need.
Column {
    id: group

    required property var session
    required property string category
    required property string title

    spacing: 1.5 * Theme.unit

    BodyText {
        text: group.title
        color: Theme.ember
        font.pixelSize: Theme.small * 1.08
    }
    Flow {
        width: group.width
        spacing: 1.4 * Theme.unit
        Repeater {
            model: group.session.chips.filter(chip => chip.category === group.category)
            ChipButton {
                required property var modelData
                text: modelData.label
                chosen: group.session.picked.includes(modelData.id)
                onClicked: group.session.tap(modelData.id)
            }
        }
    }
}
