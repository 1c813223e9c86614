pragma ComponentBehavior: Bound
import QtQuick

// The one window. `session` is the model behind it; nothing here decides anything.
Window {
    id: window

    required property var session
    property bool reducedMotion: false
    property real pixelsPerMm: Screen.pixelDensity
    property int cornerHold: 4000
    property int doubleTouch: 350
    property bool ending: false
    // Below the PIN pad nothing can be touched, and a finger that opened it presses nothing there.
    readonly property bool padOpen: session.staff.door.asking
    readonly property real evening: ({ "attract": 1, "degraded": 1, "choose": 0.16, "trouble": 0.3,
                                       "listening": 0.42, "confirm": 0.3 })[session.page] ?? 0

    title: session.texts["ui.window"]
    color: Theme.night
    // Only the process itself closes its window; see docs/kiosk-lockdown.md.
    onClosing: close => close.accepted = window.ending

    Binding { target: Theme; property: "screenWidth"; value: window.width }
    Binding { target: Theme; property: "screenHeight"; value: window.height }
    Binding { target: Theme; property: "pixelsPerMm"; value: window.pixelsPerMm }
    Binding { target: Theme; property: "doubleTouchMs"; value: window.doubleTouch }
    Binding { target: Theme; property: "reducedMotion"; value: window.reducedMotion || window.session.access.reducedMotion }
    Binding { target: Theme; property: "highContrast"; value: window.session.access.highContrast }
    Binding { target: Theme; property: "largeText"; value: window.session.access.largeText }
    Binding { target: Theme; property: "controlsLow"; value: window.session.access.controlsLow }
    Binding { target: Theme; property: "reachMm"; value: window.session.access.reachMm }

    PampaBackdrop {
        anchors.fill: parent
        glow: window.evening
    }
    PageHost {
        id: host
        anchors.fill: parent
        enabled: !window.padOpen
        session: window.session
    }
    MicButton {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.micBottom
        session: window.session
        enabled: !window.padOpen
        visible: (session.page === "choose" && session.voiceReady && !host.writing)
                 || (session.page === "listening" && !session.ending)
        onSpeak: session.pressToSpeak()
        onLetGo: session.letGo()
        onFinish: session.endSpeech()
    }
    AccessLayer {
        anchors.fill: parent
        session: window.session
        stage: window.contentItem
        layout: [host.page, host.writing]
    }
    InviteOverlay {
        anchors.fill: parent
        session: window.session
        enabled: !window.padOpen
        visible: session.inviting
    }
    Loader {
        anchors.fill: parent
        active: window.padOpen
        sourceComponent: PinPad {
            door: window.session.staff.door
            texts: window.session.staff.texts
        }
    }
    StaffCorner {
        anchors.top: parent.top
        anchors.right: parent.right
        hold: window.cornerHold
        enabled: window.session.page !== "staff" && !window.padOpen
        onHeld: window.session.staff.door.ask()
    }
    PointHandler {
        // Any touch is a sign of life, also one that hits nothing. The invitation answers for itself.
        onActiveChanged: if (active && !window.session.inviting) window.session.signOfLife()
    }
}
