pragma ComponentBehavior: Bound
import QtQuick

// The last fourteen days in numbers. Nothing that anybody said is among them.
Flickable {
    id: page

    required property var gallery
    required property var texts
    readonly property var told: gallery.statistics
    readonly property bool wide: width > height

    contentHeight: all.height
    interactive: contentHeight > height
    clip: interactive
    boundsBehavior: Flickable.StopAtBounds

    Component.onCompleted: page.gallery.refresh()

    Grid {
        id: all
        width: page.width
        columns: page.wide ? 2 : 1
        columnSpacing: 6 * Theme.unit
        rowSpacing: 4 * Theme.unit
        readonly property real each: page.wide ? (width - columnSpacing) / 2 : width

        Column {
            width: all.each
            spacing: 3 * Theme.unit
            BodyText {
                width: parent.width
                text: page.texts["ui.statistics.head"]
                font.pixelSize: Theme.small
            }
            Repeater {
                model: page.told.charts
                DayBars {
                    required property var modelData
                    width: all.each
                    height: (page.wide ? 23 : 26) * Theme.unit
                    label: modelData.label
                    count: modelData.count
                    values: modelData.values
                    days: page.told.days
                }
            }
        }
        Column {
            width: all.each
            spacing: 4 * Theme.unit
            CountRows {
                width: parent.width
                title: page.texts["ui.statistics.waits"]
                none: ""
                counts: page.told.waits
            }
            CountRows {
                width: parent.width
                title: page.texts["ui.statistics.reviews"]
                none: ""
                counts: page.told.reviews
            }
            CountRows {
                width: parent.width
                title: page.texts["ui.statistics.words"]
                none: page.texts["ui.statistics.no_words"]
                counts: page.told.words
            }
        }
    }
}
