import QtQuick

// The visitor's sentence, large enough for those who stand behind.
Item {
    id: line

    required property real size
    property string text: ""
    property string placeholder: ""
    property string name: ""
    property bool editing: false
    // Whether the pencil stands in the line itself.
    property bool pencilled: true
    signal clicked

    implicitHeight: Theme.target

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(1, 0.3 * Theme.unit)
        color: line.editing ? Theme.ember : Theme.outline
    }
    Text {
        id: words
        anchors.verticalCenter: parent.verticalCenter
        anchors.left: parent.left
        anchors.right: pencil.visible ? pencil.left : parent.right
        anchors.rightMargin: pencil.visible ? Theme.unit : 0
        text: (line.text || (line.editing ? "" : line.placeholder)) + (line.editing ? "|" : "")
        textFormat: Text.PlainText
        wrapMode: Text.WordWrap
        height: line.height - 1.4 * Theme.unit
        verticalAlignment: Text.AlignVCenter
        fontSizeMode: Text.Fit
        minimumPixelSize: 2.2 * Theme.unit
        color: line.text || line.editing ? Theme.wool : Theme.woolDim
        font.family: Theme.serif
        font.pixelSize: line.text || line.editing ? line.size : line.size * 0.72
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.ignored: text === ""
    }
    PressArea {
        id: pencil
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.target
        height: Theme.target
        visible: line.pencilled && !line.editing
        name: line.name
        onClicked: line.clicked()
        Rectangle {
            anchors.centerIn: parent
            width: 5 * Theme.unit
            height: 1.3 * Theme.unit
            radius: 0.3 * Theme.unit
            rotation: -45
            antialiasing: true
            color: Theme.wool
            Rectangle {
                x: parent.width * 0.82
                width: parent.width * 0.18
                height: parent.height
                color: Theme.clay
                antialiasing: true
            }
        }
    }
    MouseArea {
        anchors.fill: words
        enabled: !line.editing
        onClicked: line.clicked()
    }
}
