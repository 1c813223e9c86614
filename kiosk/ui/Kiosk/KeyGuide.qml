pragma ComponentBehavior: Bound
import QtQuick

// Five keys: arrows and OK (Enter or Space). Left and right go through all controls in the order
// they are read; up and down go to the row above or below. The first key shows where one stands.
Item {
    id: guide

    required property var session
    required property Item stage
    // Where one stood: it is found again by its name when the page redraws its controls.
    property string standing: ""
    property bool showing: false
    property PressArea holding: null
    // The topmost layer, and where one stood on the page below it.
    property Item shown: null
    property string below: ""

    signal reached(control: PressArea, moved: bool)

    focus: true
    Keys.onPressed: event => {
        event.accepted = true;
        guide.take(event.key, event.isAutoRepeat);
    }
    Keys.onReleased: event => {
        event.accepted = true;
        if (guide.holding)
            guide.holding.held = false;
        guide.holding = null;
    }

    Component.onCompleted: guide.forceActiveFocus()
    onShowingChanged: if (!guide.showing) guide.rest()

    function rest(): void {
        guide.standing = "";
        guide.forceActiveFocus();
    }

    // A touch hides the ring; so does the end of a visit.
    function hide(): void {
        guide.showing = false;
    }

    function take(key: int, again: bool): void {
        const step = ({ [Qt.Key_Left]: [-1, 0], [Qt.Key_Right]: [1, 0],
                        [Qt.Key_Up]: [0, -1], [Qt.Key_Down]: [0, 1] })[key];
        const ok = key === Qt.Key_Return || key === Qt.Key_Enter || key === Qt.Key_Space
                 || key === Qt.Key_Select;
        if (!step && !ok)
            return;
        guide.session.keyUsed();
        const control = guide.current();
        if (!guide.showing || !control) {
            guide.showing = true;
            guide.stand(guide.begin(guide.controls()), true);
        } else if (step) {
            guide.stand(step[0] ? guide.along(control, step[0]) : guide.across(control, step[1]), true);
        } else if (!again) {
            guide.holding = control;
            control.held = true;
            control.press();
            guide.soon();
        }
    }

    // The control under the ring, if it can still be pressed.
    function current(): PressArea {
        return guide.controls().find(control => control.activeFocus) ?? null;
    }

    function stand(control: PressArea, moved: bool): void {
        if (!control)
            return;
        guide.standing = control.name;
        control.forceActiveFocus(Qt.OtherFocusReason);
        guide.reveal(control);
        guide.reached(control, moved);
    }

    // Settles once, when all that changed has changed.
    function soon(): void {
        later.restart();
    }

    // After the page has changed: stay where one is, else at the same name, else begin anew.
    function settle(): void {
        if (!guide.showing) {
            if (!guide.activeFocus)
                guide.forceActiveFocus();
            return;
        }
        const controls = guide.controls();
        const layer = guide.topmost();
        if (layer !== guide.shown) {
            if (layer !== guide.stage)
                guide.below = guide.standing;
            else
                guide.standing = guide.below;
            guide.shown = layer;
        }
        if (!controls.some(control => control.activeFocus))
            guide.stand(controls.find(control => control.name === guide.standing) ?? guide.begin(controls), false);
    }

    function begin(controls: var): PressArea {
        return controls.find(control => control.preferred) ?? controls[0] ?? null;
    }

    // What lies over the page and takes all keys (`modal`), else the page itself.
    function topmost(): Item {
        let layer = guide.stage;
        const search = item => {
            if (!item.visible || item.opacity === 0)
                return;
            if (item.modal === true)
                layer = item;
            for (const child of item.children)
                search(child);
        };
        search(guide.stage);
        return layer;
    }

    // All that can be pressed now, in reading order: of the topmost layer alone, if one is open.
    function controls(): var {
        const found = [];
        const gather = item => {
            if (!item.visible || !item.enabled)
                return;
            if (item instanceof PressArea)
                found.push(item);
            for (const child of item.children)
                gather(child);
        };
        gather(guide.topmost());
        return [].concat(...guide.rows(found));
    }

    // The middle of a control; in something that scrolls, where it is before anything has scrolled.
    function middle(item: Item): point {
        const at = item.mapToItem(null, item.width / 2, item.height / 2);
        const view = guide.scroller(item);
        return Qt.point(at.x, at.y + (view ? view.contentY - view.originY : 0));
    }

    function scroller(item: Item): Flickable {
        let above = item.parent;
        while (above && !(above instanceof Flickable))
            above = above.parent;
        return above as Flickable;
    }

    function scroll(view: Flickable, y: real): void {
        view.contentY = view.originY + Math.max(0, Math.min(y - view.originY, view.contentHeight - view.height));
    }

    // Brings a control into sight that has scrolled away.
    function reveal(control: PressArea): void {
        const view = guide.scroller(control);
        if (!view)
            return;
        const top = control.mapToItem(view.contentItem, 0, 0).y - Theme.gap;
        const bottom = top + control.height + 2 * Theme.gap;
        if (top < view.contentY || bottom > view.contentY + view.height)
            guide.scroll(view, top < view.contentY ? top : bottom - view.height);
    }

    // What is only read scrolls where there is no further row of controls.
    function leaf(step: int): void {
        const search = item => {
            if (!item.visible)
                return null;
            if (item instanceof Flickable && item.contentHeight > item.height)
                return item;
            for (const child of item.children) {
                const found = search(child);
                if (found)
                    return found;
            }
            return null;
        };
        const view = search(guide.topmost());
        if (view)
            guide.scroll(view, view.contentY + step * view.height / 2);
    }

    // Rows from top to bottom, each from left to right.
    function rows(controls: var): var {
        const placed = controls.map(control => ({ control, at: guide.middle(control) }));
        placed.sort((one, other) => one.at.y - other.at.y);
        const rows = [];
        for (const entry of placed) {
            const row = rows[rows.length - 1];
            if (row && Math.abs(entry.at.y - row[0].at.y) < 0.4 * Math.min(entry.control.height, row[0].control.height))
                row.push(entry);
            else
                rows.push([entry]);
        }
        return rows.map(row => row.sort((one, other) => one.at.x - other.at.x).map(entry => entry.control));
    }

    function along(control: PressArea, step: int): PressArea {
        const all = guide.controls();
        return all[(all.indexOf(control) + step + all.length) % all.length];
    }

    function across(control: PressArea, step: int): PressArea {
        const rows = guide.rows(guide.controls());
        const row = rows[rows.findIndex(row => row.includes(control)) + step];
        if (!row)
            guide.leaf(step);
        const x = guide.middle(control).x;
        const away = other => Math.max(0, Math.abs(guide.middle(other).x - x) - other.width / 2);
        return row ? row.reduce((best, other) => away(other) < away(best) ? other : best) : control;
    }

    Timer {
        id: later
        interval: 0
        onTriggered: guide.settle()
    }
    Connections {
        target: guide.Window.window
        function onActiveFocusItemChanged(): void {
            guide.soon();
        }
    }
    Connections {
        target: guide.session
        function onChanged(): void {
            guide.soon();
        }
    }
    Binding { target: Theme; property: "keys"; value: guide }
    Binding { target: Theme; property: "ringed"; value: guide.showing }
}
