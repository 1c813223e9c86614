pragma ComponentBehavior: Bound
import QtQuick

// The week's hours: choose a day, then move its two times by quarters of an hour.
Flickable {
    id: page

    required property var staff
    property int chosen: 0
    readonly property var hours: staff.hours
    readonly property var t: staff.texts
    readonly property var day: hours.days[chosen]

    contentHeight: all.height
    boundsBehavior: Flickable.StopAtBounds
    // Comes to rest soon: a touch while it glides would only stop it.
    flickDeceleration: 8 * Theme.shortSide
    maximumFlickVelocity: 3 * Theme.shortSide
    clip: true

    Column {
        id: all
        width: page.width
        spacing: 3 * Theme.unit

        BodyText {
            width: parent.width
            text: !page.hours.believed ? page.t["staff.hours.clock"]
                : page.hours.always ? page.t["staff.hours.always"] : page.t["staff.hours.hint"]
            color: page.hours.believed ? Theme.woolDim : Theme.ember
        }
        Grid {
            id: week
            width: parent.width
            columns: Theme.landscape ? 7 : 4
            spacing: 1.4 * Theme.unit
            Repeater {
                model: page.hours.days
                PressArea {
                    id: entry
                    required property var modelData
                    required property int index
                    readonly property bool current: index === page.chosen
                    name: modelData.name
                    Accessible.checkable: true
                    Accessible.checked: current
                    width: (week.width - (week.columns - 1) * week.spacing) / week.columns
                    height: Math.max(Theme.bigTarget, 12 * Theme.unit)
                    onClicked: page.chosen = index
                    Rectangle {
                        anchors.fill: parent
                        radius: 1.6 * Theme.unit
                        color: entry.current ? Theme.ervaDeep : Qt.alpha(Theme.dusk, 0.75)
                        border.width: Math.max(1, (entry.current ? 0.36 : 0.14) * Theme.unit)
                        border.color: entry.current ? Theme.erva : Qt.alpha(Theme.wool, 0.38)
                    }
                    Column {
                        anchors.centerIn: parent
                        width: parent.width - 1.6 * Theme.unit
                        BodyText {
                            width: parent.width
                            horizontalAlignment: Text.AlignHCenter
                            text: entry.modelData.name
                            color: Theme.wool
                            wrapMode: Text.NoWrap
                            fontSizeMode: Text.HorizontalFit
                            minimumPixelSize: 1.6 * Theme.unit
                        }
                        BodyText {
                            width: parent.width
                            horizontalAlignment: Text.AlignHCenter
                            text: entry.modelData.said
                            color: entry.modelData.open ? Theme.wool : Theme.ember
                            font.pixelSize: Theme.small
                            wrapMode: Text.NoWrap
                            fontSizeMode: Text.HorizontalFit
                            minimumPixelSize: 1.4 * Theme.unit
                        }
                    }
                }
            }
        }
        Flow {
            width: parent.width
            spacing: 3 * Theme.unit
            PressButton {
                width: 50 * Theme.unit
                text: page.day.open ? page.t["staff.hours.close"].replace("{day}", page.day.name)
                                    : page.t["staff.hours.open"].replace("{day}", page.day.name)
                onClicked: page.hours.setOpen(page.day.id, !page.day.open)
            }
            StaffStepper {
                visible: page.day.open
                label: page.t["staff.hours.begin"]
                value: page.day.begin
                onLess: page.hours.move(page.day.id, 0, -1)
                onMore: page.hours.move(page.day.id, 0, 1)
            }
            StaffStepper {
                visible: page.day.open
                label: page.t["staff.hours.end"]
                value: page.day.end
                onLess: page.hours.move(page.day.id, 1, -1)
                onMore: page.hours.move(page.day.id, 1, 1)
            }
        }
        Flow {
            width: parent.width
            spacing: 2 * Theme.unit
            PressButton {
                width: Math.min(page.width, implicitWidth)
                visible: page.day.open
                text: page.t["staff.hours.copy"]
                onClicked: page.hours.copyToAll(page.day.id)
            }
            PressButton {
                width: Math.min(page.width, implicitWidth)
                text: page.t["staff.hours.forget"]
                onClicked: page.hours.forget()
            }
        }
    }
}
