import QtQuick

// Says that there is more below, and where one is.
Rectangle {
    id: mark

    required property Flickable view

    anchors.right: parent?.right
    y: view.y + view.visibleArea.yPosition * view.height
    width: Math.max(2, 0.6 * Theme.unit)
    height: view.visibleArea.heightRatio * view.height
    radius: width / 2
    visible: view.visibleArea.heightRatio < 1
    color: Qt.alpha(Theme.wool, 0.4)
}
