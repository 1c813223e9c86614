import QtQuick

// For what cannot be taken back: the first touch asks, the second does it.
PressButton {
    id: sure

    required property string what
    required property string again
    signal confirmed

    text: patience.running ? sure.again : sure.what
    onClicked: {
        if (patience.running) {
            patience.stop();
            sure.confirmed();
        } else {
            patience.start();
        }
    }
    Timer {
        id: patience
        interval: 4000
    }
}
