pragma ComponentBehavior: Bound
import QtQuick

// The picture as it would hang on the wall: dark wood, a mat of raw wool, the image.
Item {
    id: frame

    property url source: ""
    property string name: ""
    property real side: 10
    readonly property real mat: side * 0.055

    implicitWidth: frame.side
    implicitHeight: frame.side

    Repeater {
        // A soft shadow on the wall, as layers: it costs nothing on any graphics card.
        model: 7
        Rectangle {
            required property int index
            readonly property real spread: frame.side * 0.009 * (index + 1)
            x: -spread
            y: frame.side * 0.018 - spread * 0.6
            width: frame.side + 2 * spread
            height: frame.side + 1.6 * spread
            radius: spread * 1.6
            color: Qt.alpha("#000000", 0.075)
        }
    }
    Rectangle {
        anchors.fill: parent
        color: "#2a1c14"
        border.width: Math.max(1, frame.side * 0.004)
        border.color: "#6b4a33"
    }
    Rectangle {
        anchors.fill: parent
        anchors.margins: frame.side * 0.022
        color: Theme.wool
    }
    Rectangle {
        id: opening
        anchors.fill: parent
        anchors.margins: frame.side * 0.022 + frame.mat
        color: "#d9cdb6"
        border.width: Math.max(1, frame.side * 0.003)
        border.color: "#b7a98e"
        Image {
            anchors.fill: parent
            anchors.margins: opening.border.width
            source: frame.source
            cache: false
            smooth: true
            retainWhileLoading: true
            fillMode: Image.PreserveAspectCrop
            Accessible.role: Accessible.Graphic
            Accessible.name: frame.name
        }
    }
}
