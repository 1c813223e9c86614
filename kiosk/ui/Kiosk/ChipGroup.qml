pragma ComponentBehavior: Bound
import QtQuick

// The chips of one shelf (people, animals, where, …), wrapped over as many rows as they need.
Flow {
    id: group

    required property var session
    required property string shelf

    spacing: 1.3 * Theme.unit

    Repeater {
        model: group.session.chips.filter(chip => chip.shelf === group.shelf)
        ChipButton {
            required property var modelData
            text: modelData.label
            picture: group.session.scene.pictures[modelData.id] ?? ""
            chosen: group.session.picked.includes(modelData.id)
            onClicked: group.session.tap(modelData.id)
        }
    }
}
