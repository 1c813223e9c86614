pragma ComponentBehavior: Bound
import QtQuick

// The kiosk's own PIN pad. The digits are in the model; here are only dots.
Rectangle {
    id: pad

    required property var door
    required property var texts
    // The keys reach its own controls and nothing below.
    readonly property bool modal: true
    readonly property real key: Math.max(Theme.target, (Theme.landscape ? 12 : 13) * Theme.unit)
    readonly property real gap: (Theme.landscape ? 1.4 : 2) * Theme.unit

    color: Theme.night
    Accessible.role: Accessible.Dialog
    Accessible.name: texts["staff.pad.title"]

    function spoken(seconds: int): string {
        const minutes = Math.floor(seconds / 60);
        const rest = seconds % 60;
        return minutes ? minutes + " min " + (rest < 10 ? "0" : "") + rest + " s" : rest + " s";
    }

    MouseArea {
        // Nothing below can be touched.
        anchors.fill: parent
    }
    component Key: PressArea {
        id: key
        property string text: ""
        property bool strong: false
        name: text
        width: pad.key
        height: pad.key
        Rectangle {
            anchors.fill: parent
            radius: 2 * Theme.unit
            color: key.strong ? (key.down ? Theme.ponchoPressed : Theme.poncho)
                              : Qt.alpha(Theme.wool, key.down ? 0.34 : 0.1)
        }
        Text {
            anchors.centerIn: parent
            width: parent.width - Theme.unit
            horizontalAlignment: Text.AlignHCenter
            text: key.text
            textFormat: Text.PlainText
            color: Theme.wool
            font.family: key.text.length > 1 ? Theme.sans : Theme.serif
            font.pixelSize: key.text.length > 1 ? 2.7 * Theme.unit : 5 * Theme.unit
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 1.6 * Theme.unit
            Accessible.ignored: true
        }
    }
    Grid {
        anchors.centerIn: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: 12 * Theme.unit
        rowSpacing: 6 * Theme.unit
        verticalItemAlignment: Grid.AlignVCenter
        horizontalItemAlignment: Grid.AlignHCenter

        Column {
            width: Theme.landscape ? Math.min(62 * Theme.unit, pad.width - keys.width - 12 * Theme.unit - 2 * Theme.margin) : pad.width - 2 * Theme.margin
            spacing: 3 * Theme.unit
            TitleText {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: pad.texts["staff.pad.title"]
            }
            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                height: 5 * Theme.unit
                spacing: 1.6 * Theme.unit
                Accessible.role: Accessible.StaticText
                Accessible.name: pad.texts["staff.pad.typed"].replace("{count}", pad.door.dots)
                Repeater {
                    model: Math.max(6, pad.door.dots)
                    Rectangle {
                        required property int index
                        anchors.verticalCenter: parent ? parent.verticalCenter : undefined
                        width: 2.6 * Theme.unit
                        height: width
                        radius: width / 2
                        color: index < pad.door.dots ? Theme.ember : "transparent"
                        border.width: Math.max(1, 0.26 * Theme.unit)
                        border.color: index < pad.door.dots ? Theme.ember : Qt.alpha(Theme.wool, 0.55)
                    }
                }
            }
            BodyText {
                width: parent.width
                height: 12 * Theme.unit
                horizontalAlignment: Text.AlignHCenter
                text: pad.door.wait > 0 ? pad.texts["staff.pad.wait"].replace("{time}", pad.spoken(pad.door.wait))
                    : pad.door.note !== "" ? pad.door.note : pad.texts["staff.pad.hint"]
                color: pad.door.wait > 0 || pad.door.note !== "" ? Theme.ember : Theme.woolDim
                fontSizeMode: Text.Fit
                minimumPixelSize: 2 * Theme.unit
            }
        }
        Column {
            id: keys
            spacing: pad.gap
            Grid {
                columns: 3
                spacing: pad.gap
                Repeater {
                    model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
                    Key {
                        required property string modelData
                        text: modelData
                        enabled: pad.door.ready
                        onClicked: pad.door.digit(modelData)
                    }
                }
                Key {
                    text: pad.texts["staff.pad.erase"]
                    enabled: pad.door.dots > 0
                    onClicked: pad.door.erase()
                }
                Key {
                    text: "0"
                    enabled: pad.door.ready
                    onClicked: pad.door.digit("0")
                }
                Key {
                    text: pad.texts["staff.pad.enter"]
                    strong: true
                    enabled: pad.door.ready && pad.door.enough
                    onClicked: pad.door.enter()
                }
            }
            PressButton {
                width: 3 * pad.key + 2 * pad.gap
                text: pad.texts["staff.pad.cancel"]
                onClicked: pad.door.cancel()
            }
        }
    }
}
