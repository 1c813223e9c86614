pragma Singleton
import QtQuick

// Colours, type and sizes. The colours are those of the pampa by lamplight: night sky, raw wool,
// erva-mate, the red lining of a poncho, clay and embers. Sizes follow the screen, but nothing to
// be touched is ever smaller than 20 mm.
QtObject {
    property real screenWidth: 1080
    property real screenHeight: 1920
    property real pixelsPerMm: 3
    property bool reducedMotion: false

    readonly property color night: "#0c1620"
    readonly property color dusk: "#1b2f40"
    readonly property color wool: "#f4ebda"
    readonly property color woolDim: "#cfc4b0"
    readonly property color erva: "#b3cb78"
    readonly property color ervaDeep: "#3d5c2c"
    readonly property color poncho: "#a5352a"
    readonly property color ponchoPressed: "#84271f"
    readonly property color clay: "#c9714a"
    readonly property color ember: "#efb45a"
    readonly property color ink: "#1d1b17"

    readonly property string serif: "Vollkorn Medium"
    readonly property string sans: "Cabin"

    readonly property bool landscape: screenWidth > screenHeight
    readonly property real shortSide: Math.min(screenWidth, screenHeight)
    readonly property real unit: shortSide / 100
    readonly property real margin: 5 * unit
    readonly property real gap: 2.4 * unit
    readonly property real target: Math.max(20 * pixelsPerMm, 8.4 * unit)
    readonly property real bigTarget: Math.max(1.25 * target, 11 * unit)

    readonly property real display: (landscape ? 9.4 : 9) * unit
    readonly property real title: 6.4 * unit
    readonly property real sentence: 5 * unit
    readonly property real body: 3.3 * unit
    readonly property real chip: (landscape ? 3.1 : 3.5) * unit
    readonly property real micBottom: 4 * unit
    readonly property real mic: 1.3 * bigTarget
    readonly property real small: 2.5 * unit

    readonly property int quick: reducedMotion ? 0 : 140
    readonly property int gentle: reducedMotion ? 0 : 450
}
