pragma ComponentBehavior: Bound
import QtQuick

// The staff's screen: a bar that always leads back, and the page that was chosen below it.
Item {
    id: page

    required property var session
    readonly property var staff: session.staff
    readonly property var t: staff.texts
    // "" is the menu; the museum's own pages are components that may not be installed.
    property string shown: ""
    readonly property var pages: ({
        "review": "StaffReview.qml", "gallery": "StaffGallery.qml", "statistics": "StaffStatistics.qml",
        "hours": "StaffHours.qml", "bundles": "StaffBundles.qml", "selftest": "StaffSelfTest.qml",
        "log": "StaffLog.qml"
    })
    readonly property bool stored: ["review", "gallery", "statistics"].includes(shown)

    function show(name: string): void {
        page.shown = name;
        if (name === "")
            body.setSource(Qt.resolvedUrl("StaffMenu.qml"), { "staff": page.staff });
        else if (!page.stored)
            body.setSource(Qt.resolvedUrl(page.pages[name]), { "staff": page.staff });
        else if (page.session.gallery && page.staff.has(page.pages[name]))
            body.setSource(Qt.resolvedUrl(page.pages[name]), { "gallery": page.session.gallery, "texts": Qt.binding(() => page.session.texts) });
        else
            body.source = "";
    }

    Component.onCompleted: page.show("")

    Rectangle {
        anchors.fill: parent
        color: Theme.night
        opacity: 0.72
    }
    Item {
        id: bar
        x: Theme.margin
        y: Theme.margin * 0.5
        width: page.width - 2 * Theme.margin
        height: Theme.target
        PressButton {
            id: way
            anchors.left: parent.left
            width: Math.min(implicitWidth, parent.width * 0.32)
            text: page.shown === "" ? page.t["staff.leave"] : page.t["staff.menu.back"]
            onClicked: page.shown === "" ? page.staff.leave() : page.show("")
        }
        TitleText {
            anchors.left: way.right
            anchors.leftMargin: 3 * Theme.unit
            anchors.right: languages.left
            anchors.verticalCenter: parent.verticalCenter
            text: page.shown === "" ? page.t["staff.menu.title_" + (page.staff.role || "gallery")] : page.t["staff.menu." + page.shown]
            font.pixelSize: 4.2 * Theme.unit
            wrapMode: Text.NoWrap
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 2.4 * Theme.unit
        }
        LanguageSwitch {
            id: languages
            anchors.right: parent.right
            session: page.session
        }
    }
    BodyText {
        id: fault
        x: Theme.margin
        width: bar.width
        anchors.top: bar.bottom
        anchors.topMargin: 1.5 * Theme.unit
        visible: text !== ""
        text: page.staff.fault
        color: Theme.ember
        font.pixelSize: Theme.small
    }
    Loader {
        id: body
        x: Theme.margin
        width: bar.width
        anchors.top: fault.visible ? fault.bottom : bar.bottom
        anchors.topMargin: 2.4 * Theme.unit
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.margin * 0.5
        Connections {
            target: body.item
            ignoreUnknownSignals: true
            function onChosen(name: string): void {
                page.show(name);
            }
        }
    }
    Loader {
        // Lists bring their own.
        anchors.fill: body
        anchors.rightMargin: -2 * Theme.unit
        active: body.item instanceof Flickable
        sourceComponent: Item {
            ScrollMark {
                view: body.item as Flickable
            }
        }
    }
    BodyText {
        anchors.centerIn: body
        width: Math.min(body.width, 90 * Theme.unit)
        horizontalAlignment: Text.AlignHCenter
        visible: page.stored && !body.item
        text: page.t["staff.menu.absent"]
        color: Theme.wool
    }
}
