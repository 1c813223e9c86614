import QtQuick

// A small picture in a light border, as a stamp. Its word stands beside it, so it says nothing aloud.
Rectangle {
    id: stamp

    property url source: ""
    property real side: 10

    width: stamp.side
    height: stamp.side
    radius: 0.9 * Theme.unit
    color: Theme.dusk
    border.width: Math.max(1, 0.2 * Theme.unit)
    border.color: Qt.alpha(Theme.wool, 0.55)

    Image {
        anchors.fill: parent
        anchors.margins: stamp.border.width
        source: stamp.source
        asynchronous: true
        smooth: true
        mipmap: true
        fillMode: Image.PreserveAspectCrop
        Accessible.ignored: true
    }
}
