pragma ComponentBehavior: Bound
import QtQuick

// One number a day as bars, with the number over each bar and their sum in front.
Item {
    id: chart

    required property string label
    required property int count
    required property var values
    required property var days
    readonly property int most: Math.max(1, ...values)
    readonly property real each: width / Math.max(1, values.length)

    Accessible.role: Accessible.Chart
    Accessible.name: label + ": " + count

    Row {
        id: head
        spacing: 1.4 * Theme.unit
        TitleText {
            text: chart.count
            font.pixelSize: 4.6 * Theme.unit
        }
        BodyText {
            anchors.baseline: parent.children[0].baseline
            text: chart.label
        }
    }
    Repeater {
        model: chart.values
        Item {
            id: day
            required property int index
            required property int modelData
            x: day.index * chart.each
            y: head.height + 2.6 * Theme.unit
            width: chart.each
            height: chart.height - y
            Rectangle {
                id: bar
                anchors.bottom: date.top
                anchors.bottomMargin: 0.5 * Theme.unit
                anchors.horizontalCenter: parent.horizontalCenter
                width: parent.width * 0.66
                height: Math.max(0.3 * Theme.unit, (day.height - 3.4 * Theme.unit) * day.modelData / chart.most)
                radius: Math.min(0.6 * Theme.unit, height / 2)
                color: day.index === chart.values.length - 1 ? Theme.ember : Theme.clay
            }
            BodyText {
                anchors.bottom: bar.top
                anchors.horizontalCenter: parent.horizontalCenter
                visible: day.modelData > 0
                text: day.modelData
                color: Theme.wool
                font.pixelSize: Math.min(2 * Theme.unit, chart.each * 0.42)
            }
            BodyText {
                id: date
                anchors.bottom: parent.bottom
                anchors.horizontalCenter: parent.horizontalCenter
                // Every other day where there is little room; today is always named.
                visible: (chart.values.length - 1 - day.index) % (chart.each < 5 * Theme.unit ? 2 : 1) === 0
                text: chart.days[day.index]
                font.pixelSize: Math.min(1.9 * Theme.unit, chart.each * 0.4)
            }
        }
    }
}
