"""Wild mammals of the pampa from the side, facing right, 100 units tall, feet on y=0."""

import numpy as np

from training.scenes.canvas import Pen
from training.scenes.limbs import eye, fore, gaits, hairs, hind, hoof, limb, paw, whole
from training.scenes.palette import INK, RGB, WHITE, mix, shade
from training.scenes.traits import Traits


def capivara(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """A reddish-brown barrel without a tail: short legs, high blunt muzzle, small ears, webs."""
    rgb: RGB = ((150, 98, 56), (136, 86, 50), (164, 112, 66), (124, 82, 52))[t.pose]
    step = (0, 4, 7, 2)[t.pose]
    for x, swing in ((-40, -step), (12, step)):
        far = limb([(x, 34), (x + 0.6 * swing, 16), (x + swing, 4)], (24, 12, 9))
        pen.blob(far, shade(rgb, -0.32))
        _webbed(pen, x + swing, shade(rgb, -0.5))
    near = [
        limb([(-54, 38), (-57 + step, 20), (-55 + step, 5)], (32, 15, 10)),
        limb([(23, 40), (24 - step, 18), (25 - step, 4)], (24, 13, 9)),
    ]
    trunk = [(-71, 36), (-72, 52), (-64, 70), (-46, 81), (-18, 86), (6, 86), (20, 91), (32, 96),
             (44, 96), (58, 91), (68, 86), (73, 80), (74, 68), (72, 58), (66, 53), (54, 51),
             (42, 47), (33, 36), (20, 24), (-6, 18), (-36, 18), (-58, 23)]  # fmt: skip
    whole(pen, [trunk, *near], rgb)
    for x in (-55 + step, 25 - step):
        _webbed(pen, x, shade(rgb, -0.38))
    pen.blob([(-46, 24), (-20, 24), (8, 25), (14, 25), (6, 21), (-20, 18.6), (-40, 19)],
             shade(rgb, -0.4), edge=0, soft=0, alpha=0.4)  # fmt: skip
    pen.glow(-34, 60, 24, pen.lit(shade(rgb, 0.4)), 0.35)
    hairs(pen, (-54, 34, 8, 74), 26, (-6, -2.5), 1, shade(rgb, -0.3), rng)
    hairs(pen, (-50, 46, 12, 76), 12, (-6, -2.5), 1, shade(rgb, 0.3), rng)
    pen.curve([(18, 82), (25, 68), (30, 52)], 1.6, shade(rgb, -0.35), 0.5)
    pen.blob([(62, 88), (68, 85.5), (73, 79), (73.5, 68), (71.5, 59), (66, 54.5), (62, 57),
              (64, 70)], shade(rgb, -0.42), edge=0, alpha=0.75)  # fmt: skip
    pen.curve([(72.5, 61), (64, 58), (56, 60)], 1.4, INK, 0.8)
    pen.oval(70, 79, 1.6, 2.4, INK, edge=0, soft=0)
    pen.strokes([((66, y), (60, y - 1)) for y in (64, 67.5, 71)], 0.6, shade(rgb, -0.6))
    pen.blob([(20, 92), (22, 100), (29, 100.5), (31, 94), (26, 90)], shade(rgb, -0.25))
    pen.blob([(23, 93), (24, 97.5), (28, 97.5), (28, 93.5)], shade(rgb, -0.55), edge=0)
    eye(pen, 45, 87, 2.5)
    pen.curve([(42, 90), (45, 91), (48, 89.6)], 1.1, shade(rgb, -0.45))


def _webbed(pen: Pen, x: float, rgb: RGB) -> None:
    """A broad foot of a few hoof-like toes joined by webs."""
    pen.blob([(x - 6, 6), (x + 4, 7), (x + 12, 2.6), (x + 12, 0.4), (x - 5, 0.4)], rgb, edge=0.6)
    pen.strokes([((x + d, 3), (x + d + 2, 0.8)) for d in (2, 6)], 0.8, shade(rgb, -0.5))


def veado_campeiro(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Pampas deer: slender, pale red-brown, white eye ring, belly and tail; bucks three points."""
    rgb: RGB = ((190, 136, 88), (200, 148, 98), (182, 126, 80), (194, 146, 102))[t.pose]
    buck = t.pose % 2 == 0
    pen.canvas.save()
    pen.canvas.scale(*((0.92, 0.92) if buck else (1.08, 1.08)))
    gait = gaits(t.pose, 0.75)
    thin = (10, 6.4, 4.2, 3, 3.2)
    for outline, end in (fore(16, 46, gait[1], thin, 4), hind(-21, 46, gait[3], thin, 4, 6)):
        pen.blob(outline, shade(rgb, -0.28))
        hoof(pen, end, 3.2, (48, 40, 38), cloven=True)
    pen.blob([(-32, 58), (-37, 57), (-40, 50), (-39, 43), (-35, 47)], rgb)
    near = [fore(11, 46, gait[0], (14, 7.4, 4.6, 3.2, 3.4), 4),
            hind(-26, 49, gait[2], (21, 11, 5, 3.2, 3.4), 4, 6)]  # fmt: skip
    trunk = [(-36, 52), (-33, 59), (-24, 62), (-8, 60), (6, 61), (12, 64.5), (16, 71), (20, 79),
             (25, 84.5), (30, 86), (34, 84.6), (40, 79.6), (45, 76), (46, 73), (43, 70.8),
             (36, 71.6), (31, 72.6), (28, 67), (25, 57), (22, 47), (15, 41.5), (0, 39.5),
             (-14, 41.5), (-24, 44), (-32, 46)]  # fmt: skip
    whole(pen, [trunk, near[0][0], near[1][0]], rgb)
    for _, end in near:
        hoof(pen, end, 3.4, (58, 48, 44), cloven=True)
    pen.blob([(-16, 44.5), (-6, 43.4), (4, 43), (8, 43), (4, 40.4), (-6, 40), (-14, 41.8)],
             WHITE, edge=0, soft=0)  # fmt: skip
    pen.blob([(-36, 55), (-38.6, 50), (-38.4, 44.4), (-35.6, 47.6), (-33.6, 51)], WHITE, edge=0)
    pen.curve([(-30, 60.6), (-10, 59), (6, 60)], 2.2, shade(rgb, -0.25), 0.45)
    pen.glow(-22, 54, 13, pen.lit(shade(rgb, 0.45)), 0.4)
    hairs(pen, (-18, 47, 12, 58), 12, (-4, -1.2), 0.7, shade(rgb, -0.3), rng, 0.45)
    _deer_head(pen, rgb, antlers=buck)
    pen.canvas.restore()


def _deer_head(pen: Pen, rgb: RGB, *, antlers: bool) -> None:
    """Long pale-lined ears, white ring around the dark eye, white throat and lips."""
    pen.blob([(37, 71.8), (43, 71), (45, 73), (40, 74), (34, 75), (31, 73)], WHITE, edge=0)
    pen.blob([(29, 70), (31.4, 72), (28, 66), (26, 60), (25.4, 63)], WHITE, edge=0, alpha=0.85)
    if antlers:  # brow tine in front, the main beam forked at its end: three points each
        for shift, tone in ((2.4, -0.3), (0, 0.0)):
            bone = shade((176, 150, 112), tone)
            x = 27.6 + shift
            pen.curve([(x, 85), (x - 3, 92), (x - 3.4, 99), (x + 0.6, 107.6)], 2.2, bone)
            pen.curve([(x - 1.4, 88), (x + 3.4, 91.4), (x + 5.2, 97)], 1.7, bone)
            pen.curve([(x - 3.4, 99), (x - 7, 103), (x - 7.8, 107)], 1.7, bone)
    for shift, tone in ((3, -0.25), (0, 0.0)):
        x = 24 + shift
        pen.blob([(x + 1, 84), (x - 5.5, 86.6), (x - 8.6, 91.4), (x - 2.4, 90.4), (x + 2.6, 86)],
                 shade(rgb, tone))  # fmt: skip
    pen.blob([(23, 85.4), (18.8, 87.4), (16.8, 90.2), (21.4, 89), (24.6, 86.6)], WHITE, edge=0)
    pen.oval(33, 80.6, 3.5, 3.1, WHITE, edge=0)
    eye(pen, 33.3, 80.6, 2)
    pen.blob([(43, 77), (46, 75.6), (46.4, 73.4), (44, 73.6)], INK, edge=0)
    pen.curve([(45, 72.6), (41, 72.6), (38.6, 73.4)], 0.8, shade(rgb, -0.6))


def graxaim(pen: Pen, t: Traits, rng: np.random.Generator) -> None:
    """Pampas fox: grizzled grey back, reddish head and legs, pointed snout, dark-tipped brush."""
    grey: RGB = ((146, 138, 126), (158, 148, 130), (136, 130, 124), (150, 140, 120))[t.pose]
    red: RGB = ((190, 128, 76), (198, 138, 82), (180, 118, 70), (194, 132, 84))[t.pose]
    pale: RGB = (236, 224, 202)
    gait = gaits(t.pose, 0.8)
    for leg in (fore(17, 42, gait[1], (13, 8.6, 6, 5, 5.4), 4.6),
                hind(-28, 42, gait[3], (16, 10, 6.4, 5, 5.4), 4.6)):  # fmt: skip
        pen.blob(leg[0], shade(red, -0.3))
        paw(pen, leg[1], 5.6, shade(red, -0.36))
    low = 4 * (t.pose % 2)
    tail = [(-36, 58), (-47, 54), (-56, 42 - low), (-60, 27 - low), (-59, 14 - low / 2)]
    pen.blob(limb(tail, (8, 14, 18, 17, 4)), mix(grey, red, 0.25))
    pen.blob([(-67.5, 28 - low), (-60, 25 - low), (-52, 24 - low), (-55, 15), (-59, 9 - low / 2),
              (-65, 17 - low / 2)], (58, 50, 46), edge=0)  # fmt: skip
    pen.oval(-48, 56, 3.2, 2, (70, 60, 54), edge=0, alpha=0.8)
    near = [fore(10, 44, gait[0], (18, 11, 7, 5.6, 6), 4.6),
            hind(-34, 46, gait[2], (25, 14, 7.4, 5.6, 6), 4.6)]  # fmt: skip
    trunk = [(-45, 52), (-42, 62), (-30, 66), (-10, 63.5), (6, 65), (16, 71), (24, 78), (36, 70),
             (33, 58), (26, 47), (14, 40), (-6, 38.4), (-24, 41), (-38, 42)]  # fmt: skip
    whole(pen, [trunk, near[0][0], near[1][0]], red)
    for _, end in near:
        paw(pen, end, 6, shade(red, -0.1))
    pen.blob([(-44.4, 53), (-41.6, 61.6), (-30, 65.5), (-10, 63), (6, 64.6), (16, 70.4), (22, 74),
              (20, 62), (10, 52), (6, 42), (-6, 39), (-22, 42), (-26, 50), (-36, 50)],
             mix(grey, red, 0.1), edge=0)  # fmt: skip
    pen.blob([(24, 66), (33, 66), (32, 56), (25, 47), (19, 44), (21, 54)], pale, edge=0)
    pen.blob([(-20, 42.6), (-6, 42), (8, 43), (6, 40), (-6, 39), (-18, 40.6)], pale, edge=0)
    pen.blob([(-40, 61.5), (-30, 65), (-10, 62.6), (6, 64), (16, 69), (10, 59), (-8, 57),
              (-30, 58)], shade(grey, -0.35), edge=0, alpha=0.6)  # fmt: skip
    hairs(pen, (-36, 48, 12, 64), 34, (-4, -1.6), 0.8, (78, 72, 68), rng)
    hairs(pen, (-36, 46, 14, 62), 22, (-4, -1.6), 0.8, (218, 210, 196), rng, 0.7)
    _fox_head(pen, red, pale)


def _fox_head(pen: Pen, red: RGB, pale: RGB) -> None:
    pen.blob([(30, 88), (33, 97), (36, 100), (39, 94), (40, 87)], shade(red, -0.25))
    pen.blob([(18, 76), (21, 84), (27, 90), (36, 90.5), (43, 86), (50, 79.5), (59, 75.4),
              (60.5, 72.6), (57, 70), (48, 69), (40, 66), (32, 63), (24, 66)], red)  # fmt: skip
    pen.blob([(22, 71), (29, 74), (38, 75), (46, 74.6), (57, 72.6), (57, 70.4), (48, 69.4),
              (40, 66.6), (32, 64), (25, 66.6)], pale, edge=0)  # fmt: skip
    pen.blob([(21, 85), (19.6, 94), (21.6, 100.5), (28, 96), (32, 89), (27, 85.6)], red)
    pen.blob([(23, 88), (21.8, 94), (22.8, 97.6), (27, 93.6), (28.6, 89.6)], pale, edge=0)
    pen.curve([(20.6, 97.6), (21.6, 100), (24, 98.6)], 1.4, (70, 56, 50))
    pen.curve([(46, 81.6), (52, 78), (57, 76)], 2.2, shade(red, -0.45), 0.5)
    pen.oval(59.6, 74, 2.2, 1.9, INK, edge=0)
    pen.curve([(59, 71.6), (52, 71.8), (47, 73)], 0.9, INK, 0.8)
    pen.curve([(38.6, 82), (41, 83.6), (43.8, 82.4)], 0.9, shade(red, -0.5))
    pen.oval(41.2, 81, 2.3, 2, (206, 162, 70), edge=0.5)
    eye(pen, 41.6, 81, 1.4)
