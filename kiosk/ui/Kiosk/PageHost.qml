import QtQuick

// Shows the page of the session's state, each arriving softly.
Item {
    id: host

    required property var session
    readonly property var pages: ({
        "attract": "AttractPage.qml",
        "choose": "ChoosePage.qml",
        "listening": "SpeakPage.qml",
        "confirm": "ConfirmPage.qml",
        "painting": "PaintingPage.qml",
        "showing": "ScenePage.qml",
        "trouble": "TroublePage.qml",
        "degraded": "DegradedPage.qml",
        "closed": "ClosedPage.qml",
        "staff": "StaffPage.qml"
    })
    readonly property string page: session.page
    readonly property bool writing: (loader.item as ChoosePage)?.editing ?? false

    function show(): void {
        loader.setSource(Qt.resolvedUrl(host.pages[host.page]), { "session": host.session });
        arrive.restart();
    }

    onPageChanged: host.show()
    Component.onCompleted: host.show()

    Accessible.role: Accessible.Pane
    Accessible.name: host.session.texts["ui.window"]

    Connections {
        target: host.session.access
        function onAnnounced(text: string): void {
            host.Accessible.announce(text, Accessible.Assertive);
        }
    }
    Loader {
        id: loader
        anchors.fill: parent
    }
    NumberAnimation {
        id: arrive
        target: loader
        property: "opacity"
        from: Theme.reducedMotion ? 1 : 0
        to: 1
        duration: Theme.gentle
        easing.type: Easing.OutQuad
    }
}
