pragma ComponentBehavior: Bound
import QtQuick

// The voice as it arrives: the last moments as bars, so that one sees being heard; too loud in clay.
Item {
    id: meter

    property real level: 0
    property bool speech: false
    property bool clipped: false
    property var history: []
    readonly property int bars: 31

    implicitHeight: 16 * Theme.unit
    Accessible.ignored: true

    Timer {
        interval: 80
        running: meter.visible
        repeat: true
        onTriggered: meter.history = meter.history.concat([{
            level: meter.level, clipped: meter.clipped
        }]).slice(-meter.bars)
    }
    Row {
        anchors.centerIn: parent
        spacing: meter.width / meter.bars * 0.42
        Repeater {
            model: meter.bars
            Rectangle {
                required property int index
                readonly property var moment: meter.history[meter.history.length - meter.bars + index] ?? null
                readonly property real loud: moment?.level ?? 0
                anchors.verticalCenter: parent ? parent.verticalCenter : undefined
                width: meter.width / meter.bars * 0.56
                height: Math.max(width, meter.height * Math.min(1, loud))
                radius: width / 2
                color: moment?.clipped ? Theme.clay : meter.speech ? Theme.ember : Theme.woolDim
                opacity: 0.45 + 0.55 * (index + 1) / meter.bars
            }
        }
    }
}
