import QtQuick

// One scene that waits, large: onto the wall, or away. Nobody else has seen it yet.
Item {
    id: review

    required property var gallery
    required property var texts
    readonly property var waiting: gallery.pending
    readonly property var scene: waiting.length > 0 ? waiting[0] : null
    readonly property bool wide: width > height
    readonly property real side: wide ? Math.min(height, width * 0.52) : Math.min(width, height * 0.56)

    readonly property string shown: scene?.id ?? ""

    Component.onCompleted: review.gallery.refresh()
    // The second touch of a double one must not judge a scene that nobody has looked at.
    onShownChanged: look.restart()

    Timer {
        id: look
        interval: 700
    }

    TitleText {
        anchors.centerIn: parent
        width: Math.min(parent.width, 90 * Theme.unit)
        horizontalAlignment: Text.AlignHCenter
        visible: !review.scene
        text: review.texts["ui.review.none"]
        font.pixelSize: 4.6 * Theme.unit
    }
    FramedPicture {
        id: picture
        visible: !!review.scene
        x: review.wide ? 0 : (review.width - width) / 2
        y: review.wide ? (review.height - height) / 2 : 0
        side: review.side
        source: review.scene?.source ?? ""
        name: review.scene?.sentence ?? ""
    }
    Column {
        id: words
        visible: !!review.scene
        x: review.wide ? picture.width + 2 * Theme.margin : 0
        y: review.wide ? picture.y + 2 * Theme.unit : picture.height + 4 * Theme.unit
        width: review.width - x
        spacing: 2.2 * Theme.unit

        BodyText {
            color: Theme.ember
            text: review.texts["ui.review.waiting"].replace("{count}", review.waiting.length)
        }
        TitleText {
            width: parent.width
            text: review.scene?.sentence ?? ""
            font.pixelSize: 5 * Theme.unit
            maximumLineCount: 5
            elide: Text.ElideRight
        }
        BodyText {
            text: review.scene?.day ?? ""
            font.pixelSize: Theme.small
        }
        BodyText {
            width: parent.width
            text: review.texts["ui.review.hint"]
            font.pixelSize: Theme.small
        }
    }
    Column {
        visible: !!review.scene
        x: words.x
        anchors.bottom: parent.bottom
        width: words.width
        spacing: Theme.gap
        PressButton {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width, 70 * Theme.unit)
            height: Theme.bigTarget
            primary: true
            enabled: !look.running
            text: review.texts["ui.review.approve"]
            onClicked: review.gallery.approve(review.scene.id)
        }
        SureButton {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width, 70 * Theme.unit)
            enabled: !look.running
            subject: review.shown
            what: review.texts["ui.review.reject"]
            again: review.texts["ui.review.sure"]
            onConfirmed: review.gallery.reject(review.scene.id)
        }
    }
}
