pragma ComponentBehavior: Bound
import QtQuick

// Everything that may hang on the wall. Touch a scene to take it off.
Item {
    id: hall

    required property var gallery
    required property var texts
    readonly property var scenes: gallery.approved
    property string chosen: ""
    readonly property var scene: scenes.find(each => each.id === chosen) ?? null
    readonly property real bar: Theme.target + 2 * Theme.gap

    Component.onCompleted: hall.gallery.refresh()

    TitleText {
        anchors.centerIn: parent
        width: Math.min(parent.width, 90 * Theme.unit)
        horizontalAlignment: Text.AlignHCenter
        visible: hall.scenes.length === 0
        text: hall.texts["ui.hall.none"]
        font.pixelSize: 4.6 * Theme.unit
    }
    GridView {
        id: grid
        anchors.fill: parent
        anchors.bottomMargin: hall.bar
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        readonly property int columns: Math.max(1, Math.floor(width / Math.max(26 * Theme.unit, 2 * Theme.target)))
        cellWidth: Math.floor(width / columns)
        cellHeight: cellWidth + 6.4 * Theme.unit
        model: hall.scenes
        delegate: PressArea {
            id: cell
            required property var modelData
            readonly property bool current: hall.chosen === modelData.id
            name: modelData.sentence
            width: grid.cellWidth
            height: grid.cellHeight
            Accessible.checkable: true
            Accessible.checked: cell.current
            onClicked: hall.chosen = cell.current ? "" : cell.modelData.id
            Rectangle {
                anchors.fill: parent
                anchors.margins: 0.4 * Theme.unit
                radius: 1.2 * Theme.unit
                color: cell.current ? Theme.ervaDeep : "transparent"
                border.width: cell.current ? Math.max(1, 0.36 * Theme.unit) : 0
                border.color: Theme.erva
            }
            FramedPicture {
                x: (cell.width - side) / 2
                y: 1.6 * Theme.unit
                side: cell.width - 4.4 * Theme.unit
                source: cell.modelData.source
                name: cell.modelData.sentence
            }
            BodyText {
                x: 2 * Theme.unit
                y: cell.width - 0.6 * Theme.unit
                width: cell.width - 4 * Theme.unit
                horizontalAlignment: Text.AlignHCenter
                text: cell.modelData.sentence
                color: Theme.wool
                font.pixelSize: 0.84 * Theme.small
                lineHeight: 1
                maximumLineCount: 2
                elide: Text.ElideRight
                Accessible.ignored: true
            }
        }
    }
    Item {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.target
        visible: hall.scenes.length > 0
        BodyText {
            anchors.left: parent.left
            anchors.right: remove.visible ? remove.left : parent.right
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            text: hall.scene ? "“" + hall.scene.sentence + "”  " + hall.scene.day
                             : hall.texts["ui.hall.hint"].replace("{count}", hall.scenes.length)
            color: hall.scene ? Theme.wool : Theme.woolDim
            font.pixelSize: 1.1 * Theme.small
            maximumLineCount: 2
            elide: Text.ElideRight
        }
        SureButton {
            id: remove
            anchors.right: parent.right
            width: Math.min(parent.width * 0.5, 52 * Theme.unit)
            visible: !!hall.scene
            subject: hall.chosen
            what: hall.texts["ui.hall.remove"]
            again: hall.texts["ui.review.sure"]
            onConfirmed: {
                hall.gallery.remove(hall.chosen);
                hall.chosen = "";
            }
        }
    }
}
