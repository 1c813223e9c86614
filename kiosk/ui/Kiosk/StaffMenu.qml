pragma ComponentBehavior: Bound
import QtQuick

// What staff do daily stands on top: pause, volume. Below it the doors to everything else.
Flickable {
    id: menu

    required property var staff
    readonly property var t: staff.texts
    readonly property int columns: width > 120 * Theme.unit ? 3 : 2
    readonly property var doors: ["review", "gallery", "statistics", "hours"].concat(
                                     staff.role === "installer" ? ["bundles", "selftest", "log"] : [])
    signal chosen(name: string)

    contentHeight: all.height
    boundsBehavior: Flickable.StopAtBounds
    // Comes to rest soon: a touch while it glides would only stop it.
    flickDeceleration: 8 * Theme.shortSide
    maximumFlickVelocity: 3 * Theme.shortSide
    clip: true

    Column {
        id: all
        width: menu.width
        spacing: 3 * Theme.unit

        Flow {
            width: parent.width
            spacing: 4 * Theme.unit
            Row {
                spacing: 3 * Theme.unit
                PressButton {
                    width: 44 * Theme.unit
                    primary: !menu.staff.paused
                    height: Theme.bigTarget
                    text: menu.staff.paused ? menu.t["staff.menu.continue"] : menu.t["staff.menu.pause"]
                    onClicked: menu.staff.pause()
                }
                BodyText {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.min(implicitWidth, 38 * Theme.unit)
                    text: menu.staff.paused ? menu.t["staff.menu.paused"] : menu.t["staff.menu.running"]
                    color: menu.staff.paused ? Theme.ember : Theme.erva
                }
            }
            StaffStepper {
                height: Theme.bigTarget
                label: menu.t["staff.menu.volume"]
                value: menu.staff.volume + " %"
                canLess: menu.staff.volume > 0
                canMore: menu.staff.volume < 100
                onLess: menu.staff.turnVolume(-1)
                onMore: menu.staff.turnVolume(1)
            }
        }
        Grid {
            id: grid
            width: parent.width
            columns: menu.columns
            spacing: Theme.gap
            Repeater {
                model: menu.doors
                StaffTile {
                    required property string modelData
                    width: (grid.width - (menu.columns - 1) * grid.spacing) / menu.columns
                    height: Math.max(Theme.bigTarget * 1.3, 18 * Theme.unit)
                    text: menu.t["staff.menu." + modelData]
                    hint: menu.t["staff.menu.hint_" + modelData]
                    onClicked: menu.chosen(modelData)
                }
            }
        }
    }
}
