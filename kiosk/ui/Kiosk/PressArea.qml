import QtQuick

// Anything that can be pressed: feedback at once, a name for those who cannot see it.
Item {
    id: area

    required property string name
    readonly property bool down: touch.pressed
    signal pressed
    signal released
    signal clicked

    Accessible.role: Accessible.Button
    Accessible.name: area.name
    Accessible.focusable: true
    Accessible.onPressAction: area.clicked()

    scale: area.down ? 0.97 : 1
    opacity: area.enabled ? 1 : 0.4

    Behavior on scale {
        NumberAnimation { duration: Theme.quick; easing.type: Easing.OutQuad }
    }
    Behavior on opacity {
        NumberAnimation { duration: Theme.quick }
    }

    MouseArea {
        id: touch
        anchors.fill: parent
        onPressed: area.pressed()
        onReleased: area.released()
        onClicked: area.clicked()
    }
}
