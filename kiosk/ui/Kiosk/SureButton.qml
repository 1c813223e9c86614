import QtQuick

// For what cannot be taken back: the first touch asks, the second does it, to the same `subject`.
PressButton {
    id: sure

    required property string subject
    required property string what
    required property string again
    signal confirmed

    onSubjectChanged: patience.stop()
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
