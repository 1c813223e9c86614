pragma ComponentBehavior: Bound
import QtQuick

// Names with their numbers, each with a bar as long as its share of the largest.
Column {
    id: rows

    required property string title
    required property string none
    required property var counts
    readonly property int most: Math.max(1, ...counts.map(row => row.count))

    spacing: 0.9 * Theme.unit

    BodyText {
        text: rows.title
        color: Theme.ember
    }
    BodyText {
        width: rows.width
        visible: rows.counts.length === 0
        text: rows.none
        font.pixelSize: Theme.small
    }
    Repeater {
        model: rows.counts
        Item {
            id: row
            required property var modelData
            width: rows.width
            height: name.implicitHeight
            BodyText {
                id: name
                width: row.width * 0.5
                text: row.modelData.label
                font.pixelSize: Theme.small
                maximumLineCount: 1
                elide: Text.ElideRight
            }
            BodyText {
                id: number
                x: row.width * 0.52
                width: row.width * 0.1
                horizontalAlignment: Text.AlignRight
                text: row.modelData.count
                color: Theme.wool
                font.pixelSize: Theme.small
            }
            Rectangle {
                x: row.width * 0.65
                anchors.verticalCenter: parent.verticalCenter
                width: row.width * 0.35 * row.modelData.count / rows.most
                height: 1.3 * Theme.unit
                radius: height / 2
                color: Theme.clay
            }
        }
    }
}
