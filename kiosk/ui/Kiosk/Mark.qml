import QtQuick

// The mark of what is chosen: a seed of light in a dark ring, to be seen on any picture.
Rectangle {
    width: 2 * Theme.unit
    height: width
    radius: width / 2
    color: Theme.erva
    border.width: Math.max(1, 0.3 * Theme.unit)
    border.color: Theme.night
}
