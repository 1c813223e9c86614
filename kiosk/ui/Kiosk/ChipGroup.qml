pragma ComponentBehavior: Bound
import QtQuick

// The chips of one shelf (people, animals, where, …), row by row. What does not fit is on further
// leaves, which "more words" turns; nothing has to be dragged.
Item {
    id: group

    required property var session
    required property string shelf
    readonly property real spacing: 1.4 * Theme.unit
    property int leaf: 0
    property int leaves: 1
    // The chip that must stay in sight when the screen is turned.
    property string kept: ""

    onShelfChanged: {
        group.leaf = 0;
        group.kept = "";
    }
    onWidthChanged: soon.restart()
    onHeightChanged: soon.restart()

    function turn(): void {
        group.leaf = (group.leaf + 1) % group.leaves;
        group.kept = "";
        group.arrange();
    }

    // Gives each chip its leaf and its place there.
    function arrange(): void {
        const chips = [];
        for (let index = 0; index < words.count; index++)
            chips.push(words.itemAt(index) as ChipButton);
        if (!chips.length || chips.includes(null) || group.width <= 0)
            return;
        const line = Math.max(...chips.map(chip => chip.implicitHeight)) + group.spacing;
        const rows = Math.max(1, Math.floor((group.height + group.spacing + 1) / line));
        let last = group.place(chips, rows, line, 0);
        if (last > 0)
            last = group.place(chips, rows, line, more.width + group.spacing);
        group.leaves = last + 1;
        const kept = chips.find(chip => chip.chip === group.kept);
        group.leaf = kept ? kept.leaf : Math.min(group.leaf, last);
        more.y = (rows - 1) * line;
    }

    // Puts the chips into rows, leaving `reserve` free at the end of a leaf; the last leaf's number.
    function place(chips: var, rows: int, line: real, reserve: real): int {
        let leaf = 0, row = 0, x = 0;
        for (const chip of chips) {
            const width = () => group.width - (row === rows - 1 ? reserve : 0);
            if (x > 0 && x + chip.implicitWidth > width()) {
                x = 0;
                row += 1;
                if (row === rows) {
                    row = 0;
                    leaf += 1;
                }
            }
            chip.leaf = leaf;
            chip.x = x;
            chip.y = row * line;
            chip.width = Math.min(chip.implicitWidth, width());
            x += chip.implicitWidth + group.spacing;
        }
        return leaf;
    }

    Timer {
        // Once for all that changed, and never after the page has gone.
        id: soon
        interval: 0
        onTriggered: group.arrange()
    }
    Repeater {
        id: words
        model: group.session.chips.filter(chip => chip.shelf === group.shelf)
        ChipButton {
            required property var modelData
            property int leaf: 0
            readonly property string chip: modelData.id
            visible: leaf === group.leaf
            text: modelData.label
            picture: group.session.scene.pictures[modelData.id] ?? ""
            chosen: group.session.picked.includes(modelData.id)
            onImplicitWidthChanged: soon.restart()
            onImplicitHeightChanged: soon.restart()
            onActiveFocusChanged: if (activeFocus) group.kept = chip
            onClicked: {
                group.kept = chip;
                group.session.tap(chip);
            }
        }
        onItemAdded: soon.restart()
    }
    PressArea {
        id: more
        anchors.right: parent.right
        visible: group.leaves > 1
        name: group.session.access.texts["access.words.more"]
        width: Math.max(Theme.target, count.implicitWidth + 4 * Theme.unit)
        height: Theme.target
        onWidthChanged: soon.restart()
        onClicked: group.turn()
        Rectangle {
            anchors.fill: parent
            radius: height / 2
            color: more.down ? Theme.dusk : Theme.night
            border.width: Theme.stroke
            border.color: Theme.ember
        }
        Text {
            id: count
            anchors.centerIn: parent
            text: more.name + " " + (group.leaf + 1) + "/" + group.leaves
            textFormat: Text.PlainText
            color: Theme.ember
            font.family: Theme.sans
            font.pixelSize: Theme.chip
            Accessible.ignored: true
        }
    }
}
