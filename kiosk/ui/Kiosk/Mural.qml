import QtQuick

// A scene of the gallery, and after a while the next. It never hangs quite where the one before
// hung, and the lamp is turned down when nobody comes, so that nothing burns in.
Item {
    id: mural

    required property var gallery
    required property var texts
    property real side: 50 * Theme.unit
    property int pause: 16000
    property int lampMs: 600000
    property int turns: 0
    property real drift: 0
    property string source: ""
    property string sentence: ""
    readonly property real room: 1.6 * Theme.unit
    // What the height has beside the frame: the way it wanders, and the plate.
    readonly property real beside: 2 * mural.room + (Theme.tiny ? 18 : 12.4) * Theme.unit
    readonly property bool dimmed: lamp.triggered
    signal turned

    implicitWidth: mural.side + 2 * mural.room
    implicitHeight: mural.side + mural.beside
    visible: mural.source !== ""

    function take(): void {
        mural.source = mural.gallery.source;
        mural.sentence = mural.gallery.sentence;
        mural.turns += 1;
        mural.turned();
    }

    Component.onCompleted: mural.gallery.source ? mural.take() : mural.gallery.turn()

    Connections {
        target: mural.gallery
        function onHung(): void { change.restart() }
        function onLanguageChanged(): void {
            if (!change.running)
                mural.sentence = mural.gallery.sentence;
        }
    }
    Timer {
        running: true
        repeat: true
        interval: mural.pause
        onTriggered: mural.gallery.turn()
    }
    Timer {
        id: lamp
        property bool triggered: false
        running: true
        interval: mural.lampMs
        onTriggered: lamp.triggered = true
    }
    NumberAnimation on drift {
        running: !Theme.reducedMotion
        loops: Animation.Infinite
        from: 0
        to: 2 * Math.PI
        duration: 120000
    }
    SequentialAnimation {
        id: change
        NumberAnimation { target: scene; property: "opacity"; to: 0; duration: 2 * Theme.gentle; easing.type: Easing.InQuad }
        ScriptAction { script: mural.take() }
        NumberAnimation { target: scene; property: "opacity"; to: 1; duration: 3 * Theme.gentle; easing.type: Easing.OutQuad }
    }
    Item {
        id: scene
        // The golden angle: no place comes again soon.
        readonly property real angle: 2.4 * mural.turns + mural.drift
        x: mural.room * (1 + Math.cos(angle))
        y: mural.room * (1 + Math.sin(angle))
        width: mural.side
        height: mural.height - 2 * mural.room

        FramedPicture {
            id: frame
            side: mural.side
            source: mural.source
            name: mural.sentence
        }
        Rectangle {
            // The label beside a picture in a museum; dark, so that it can be read before any sky.
            anchors.horizontalCenter: frame.horizontalCenter
            anchors.top: frame.bottom
            anchors.topMargin: 1.4 * Theme.unit
            width: Math.min(frame.width, words.implicitWidth + 4 * Theme.unit)
            height: words.height + 2 * Theme.unit
            radius: 1 * Theme.unit
            color: Qt.alpha(Theme.night, 0.82)
            Column {
                id: words
                anchors.centerIn: parent
                width: Math.min(implicitWidth, frame.width - 3 * Theme.unit)
                spacing: 0.6 * Theme.unit
                TitleText {
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: Math.min(implicitWidth, frame.width - 3 * Theme.unit)
                    horizontalAlignment: Text.AlignHCenter
                    text: mural.sentence
                    font.pixelSize: 3 * Theme.unit
                    wrapMode: Theme.tiny ? Text.WordWrap : Text.NoWrap
                    elide: Theme.tiny ? Text.ElideNone : Text.ElideRight
                }
                BodyText {
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: Math.min(implicitWidth, frame.width - 3 * Theme.unit)
                    horizontalAlignment: Text.AlignHCenter
                    text: mural.texts["ui.label"]
                    font.pixelSize: (Theme.tiny ? 2.6 : 2.2) * Theme.unit
                    wrapMode: Theme.tiny ? Text.WordWrap : Text.NoWrap
                    fontSizeMode: Text.HorizontalFit
                }
            }
        }
    }
}
