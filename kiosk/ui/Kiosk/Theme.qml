pragma Singleton
import QtQuick

// Colours, type and sizes. The colours are those of the pampa by lamplight: night sky, raw wool,
// erva-mate, the red lining of a poncho, clay and embers; in high contrast the same on black.
// Sizes follow the screen, but nothing to be touched is ever smaller than 20 mm.
QtObject {
    property real screenWidth: 1080
    property real screenHeight: 1920
    property real pixelsPerMm: 3
    property bool reducedMotion: false
    property bool highContrast: false
    property bool largeText: false
    property bool controlsLow: false
    property real reachMm: 500
    // Where keys go that no control takes, and whether the ring that shows the focus is seen.
    property Item keys: null
    property bool ringed: false

    // A touch so soon after another, at the same place, is the second of a double one.
    property int doubleTouchMs: 0
    property double touchedAt: 0
    property point touchedPlace
    property string touchedName: ""

    readonly property color night: highContrast ? "#000000" : "#0c1620"
    readonly property color dusk: highContrast ? "#101010" : "#1b2f40"
    readonly property color wool: highContrast ? "#ffffff" : "#f4ebda"
    readonly property color woolDim: highContrast ? "#f2f2f2" : "#cfc4b0"
    readonly property color outline: highContrast ? "#ffffff" : "#8f8b84"
    readonly property color erva: highContrast ? "#c9f58a" : "#b3cb78"
    readonly property color ervaDeep: highContrast ? "#153a06" : "#3d5c2c"
    readonly property color poncho: highContrast ? "#8a0f06" : "#a5352a"
    readonly property color ponchoPressed: highContrast ? "#5e0600" : "#84271f"
    readonly property color clay: highContrast ? "#ff9d6e" : "#c9714a"
    readonly property color ember: highContrast ? "#ffd45c" : "#efb45a"
    readonly property color husk: highContrast ? "#5e5e5e" : "#3a4450"
    readonly property color ink: highContrast ? "#000000" : "#1d1b17"
    readonly property color ring: highContrast ? "#ffe14d" : "#ffd873"

    // Every colour of letters and marks with the ground it is used on, and the least contrast:
    // 4.5 for reading, 3 for large letters, outlines and marks. A test holds both palettes to it.
    readonly property var pairs: [
        ["wool", "night", 4.5], ["wool", "dusk", 4.5], ["wool", "poncho", 4.5],
        ["wool", "ponchoPressed", 4.5], ["wool", "ervaDeep", 4.5], ["woolDim", "night", 4.5],
        ["woolDim", "dusk", 4.5], ["ember", "night", 4.5], ["ember", "dusk", 4.5],
        ["erva", "night", 4.5], ["erva", "dusk", 4.5], ["ink", "wool", 4.5],
        ["erva", "ervaDeep", 3], ["outline", "night", 3], ["outline", "dusk", 3],
        ["clay", "night", 3], ["poncho", "wool", 3], ["night", "clay", 3],
        ["ring", "night", 3], ["ring", "dusk", 3], ["night", "erva", 3]
    ]

    readonly property string serif: "Vollkorn Medium"
    readonly property string sans: "Cabin"

    readonly property bool landscape: screenWidth > screenHeight
    readonly property real shortSide: Math.min(screenWidth, screenHeight)
    readonly property real unit: shortSide / 100
    // The unit of everything that is read.
    readonly property real letter: unit * (largeText ? 1.3 : 1)
    readonly property real margin: 5 * unit
    readonly property real gap: 2.4 * unit
    readonly property real target: Math.max(20 * pixelsPerMm, 8.4 * unit)
    // On a screen so small that 20 mm are much of it, no control is larger than that.
    readonly property real bigTarget: Math.max(target, Math.min(1.25 * target, 13 * unit), 11 * unit)
    readonly property bool tiny: target > 12 * unit

    readonly property real display: (landscape ? 9.4 : largeText ? 10.2 : 9) * unit
    readonly property real title: 6.4 * letter
    readonly property real body: 3.3 * letter
    readonly property real chip: (landscape ? 3.1 : 3.5) * letter
    readonly property real micBottom: (tiny ? 2 : 4) * unit
    readonly property real mic: 1.3 * bigTarget
    readonly property real small: 2.5 * letter
    readonly property real stroke: Math.max(1, (highContrast ? 0.4 : 0.22) * unit)

    // The accessibility button stands in the lower left corner of every page: what stands beside
    // it begins at `corner`, and what stands in one row with it has the middle `cornerMiddle` above
    // the lower edge.
    readonly property real corner: margin + target + gap
    readonly property real cornerMiddle: micBottom + mic / 2
    // Above this line nothing is to be touched. In portrait that is at least the upper half; a
    // screen hung too high keeps the space that the controls need.
    readonly property real reachTop: controlsLow
        ? screenHeight - Math.max(Math.min(reachMm * pixelsPerMm, landscape ? screenHeight : screenHeight / 2),
                                  (landscape ? 0.75 : 0.45) * screenHeight)
        : 0

    // Notes a touch on `name` at `place` of the window; whether it is the second touch of a double one
    // and hits what came under the finger meanwhile.
    function strays(name: string, place: point): bool {
        const soon = Date.now() - touchedAt < doubleTouchMs;
        const away = Math.hypot(place.x - touchedPlace.x, place.y - touchedPlace.y);
        const stray = soon && name !== touchedName && away < 10 * pixelsPerMm;
        touchedAt = Date.now();
        if (!stray) {
            touchedPlace = place;
            touchedName = name;
        }
        return stray;
    }

    // The size in pixels of a sentence that may be long, so that it takes much the same room.
    function fitted(units: real, text: string): real {
        return units * letter * Math.min(1, Math.sqrt(56 / Math.max(1, text.length)));
    }

    readonly property int quick: reducedMotion ? 0 : 140
    readonly property int gentle: reducedMotion ? 0 : 450
}
