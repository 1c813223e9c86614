pragma ComponentBehavior: Bound
import QtQuick

// The bundles of this machine, each with a picture that it painted itself.
Item {
    id: page

    required property var staff
    readonly property var bundles: staff.bundles
    readonly property var t: staff.texts

    Component.onCompleted: page.bundles.look()

    Row {
        id: top
        width: page.width
        spacing: 3 * Theme.unit
        PressButton {
            id: way
            width: Math.min(page.width * 0.5, implicitWidth)
            primary: true
            enabled: page.bundles.canReturn && !page.bundles.working
            text: page.t["staff.bundles.back"]
            onClicked: page.bundles.back()
        }
        BodyText {
            anchors.verticalCenter: parent.verticalCenter
            width: page.width - way.width - top.spacing
            text: page.bundles.note !== "" ? page.bundles.note : page.t["staff.bundles.hint"]
            color: page.bundles.note !== "" ? Theme.ember : Theme.woolDim
            font.pixelSize: Theme.small * 1.05
        }
    }
    ListView {
        id: list
        anchors.top: top.bottom
        anchors.topMargin: 2 * Theme.unit
        anchors.bottom: parent.bottom
        width: page.width
        spacing: 2 * Theme.unit
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: page.bundles.rows
        delegate: Rectangle {
            id: row
            required property var modelData
            width: list.width
            height: Math.max(26 * Theme.unit, words.implicitHeight + buttons.height + 5 * Theme.unit)
            radius: 1.8 * Theme.unit
            color: Qt.alpha(Theme.dusk, 0.6)
            border.width: Math.max(1, (row.modelData.inUse ? 0.36 : 0.14) * Theme.unit)
            border.color: row.modelData.inUse ? Theme.erva : Qt.alpha(Theme.wool, 0.3)

            FramedPicture {
                id: picture
                x: 2 * Theme.unit
                y: 2 * Theme.unit
                side: 22 * Theme.unit
                source: row.modelData.sample
                name: row.modelData.title
            }
            Column {
                id: words
                x: 27 * Theme.unit
                y: 2 * Theme.unit
                width: parent.width - x - 2 * Theme.unit
                spacing: 0.8 * Theme.unit
                TitleText {
                    width: parent.width
                    text: row.modelData.title
                    font.pixelSize: 3.8 * Theme.unit
                }
                BodyText {
                    width: parent.width
                    text: page.t["staff.bundles.release"].replace("{name}", row.modelData.name).replace("{release}", row.modelData.release)
                          + (row.modelData.shipped ? " · " + page.t["staff.bundles.shipped"] : "")
                    font.pixelSize: Theme.small
                }
                BodyText {
                    width: parent.width
                    visible: text !== ""
                    text: row.modelData.inUse ? page.t["staff.bundles.in_use"] : row.modelData.fault
                    color: row.modelData.inUse ? Theme.erva : Theme.ember
                    font.pixelSize: Theme.small
                }
            }
            Row {
                id: buttons
                x: words.x
                anchors.bottom: parent.bottom
                anchors.bottomMargin: 2 * Theme.unit
                height: Theme.target
                spacing: 2 * Theme.unit
                PressButton {
                    width: (words.width - 2 * Theme.unit) / 2
                    visible: row.modelData.fault === "" && row.modelData.sample === ""
                    enabled: !page.bundles.working
                    text: page.t["staff.bundles.sample"]
                    onClicked: page.bundles.sample(row.modelData.folder)
                }
                PressButton {
                    width: (words.width - 2 * Theme.unit) / 2
                    visible: row.modelData.fault === "" && !row.modelData.inUse
                    enabled: !page.bundles.working
                    text: page.t["staff.bundles.use"]
                    onClicked: page.bundles.use(row.modelData.folder)
                }
            }
        }
    }
    ScrollMark {
        view: list
    }
}
