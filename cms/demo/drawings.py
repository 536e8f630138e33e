"""Draws the demo's smaller pictures: a branch of cherries, and what is in the morning set."""

from __future__ import annotations

import math

from PIL import Image as Canvas
from PIL import ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]
FINE = 2  # drawn so much larger, for smooth edges
WIDE, SQUARE = (1440, 560), (640, 640)

DUSK: tuple[Colour, Colour] = ((222, 230, 214), (178, 196, 168))
BARK: Colour = (92, 66, 48)
LEAVES: tuple[Colour, ...] = ((52, 88, 62), (66, 106, 72), (86, 128, 84))
VEIN: Colour = (118, 154, 108)
CHERRIES: tuple[Colour, ...] = ((176, 40, 44), (196, 58, 48), (150, 28, 40), (206, 112, 52))
TABLE: Colour = (238, 226, 208)


def draw_cherries() -> Canvas.Image:
    """Draw a branch across the picture, with leaves in pairs and cherries where they begin."""
    canvas = _shaded(WIDE, *DUSK)
    draw = ImageDraw.Draw(canvas)
    branch = [_branch(step / 60) for step in range(61)]
    knots = [0.08, 0.27, 0.46, 0.65, 0.84]
    for number, at in enumerate(knots):
        for side in (-1, 1):
            _leaf(draw, _branch(at), side * (58 + 9 * (number % 3)), LEAVES[(number + side) % 3])
    draw.line(_scaled(branch), fill=BARK, width=15 * FINE, joint="curve")
    for number, at in enumerate(knots):
        _cluster(draw, _branch(at), number)
    return canvas.resize(WIDE, Canvas.Resampling.LANCZOS)


def draw_set() -> Canvas.Image:
    """Draw a grinder, a dripper on its jug and a bag, side by side."""
    width, height = SQUARE
    canvas = Canvas.new("RGB", (width * FINE, height * FINE), TABLE)
    draw = ImageDraw.Draw(canvas)
    draw.rectangle(_box(0, 470, width, height), fill=(226, 210, 186))
    _grinder(draw)
    _bag(draw)
    _dripper(draw)
    return canvas.resize(SQUARE, Canvas.Resampling.LANCZOS)


def _branch(at: float) -> Point:
    """A point of the branch; 0 is its left end, 1 its right."""
    return WIDE[0] * (at * 1.1 - 0.05), 330 - 120 * at + 46 * math.sin(at * 5.2)


def _leaf(draw: ImageDraw.ImageDraw, root: Point, degrees: float, colour: Colour) -> None:
    angle, length = math.radians(degrees - 16), 235
    along = (math.cos(angle), math.sin(angle))
    rib = [(root[0] + along[0] * length * t, root[1] + along[1] * length * t) for t in (0.06, 0.94)]
    edge = []
    for side in (1, -1):
        steps = range(25) if side == 1 else range(24, -1, -1)
        for step in steps:
            t = step / 24
            wide = side * 52 * math.sin(math.pi * t**0.8) * (1 - 0.25 * t)
            x, y = along[0] * length * t - along[1] * wide, along[1] * length * t + along[0] * wide
            edge.append((root[0] + x, root[1] + y))
    draw.polygon(_scaled(edge), fill=colour)
    draw.line(_scaled(rib), fill=VEIN, width=3 * FINE)


def _cluster(draw: ImageDraw.ImageDraw, root: Point, number: int) -> None:
    places = ((-44, 14), (40, 20), (-8, 46), (-36, -24), (34, -22), (2, 4))
    for one, (x, y) in enumerate(places):
        colour = CHERRIES[(one + number) % len(CHERRIES)]
        radius = 31 - (one * 5 + number * 3) % 6
        at = (root[0] + x, root[1] + y + 8)
        _disc(draw, at, radius, colour)
        shine = tuple(min(255, part + 58) for part in colour)
        _disc(draw, (at[0] - radius * 0.32, at[1] - radius * 0.36), radius * 0.2, shine)


def _grinder(draw: ImageDraw.ImageDraw) -> None:
    draw.line(_scaled([(138, 196), (222, 178)]), fill=(141, 138, 134), width=11 * FINE)
    _disc(draw, (226, 172), 19, (107, 70, 48))
    draw.rectangle(_box(128, 190, 148, 232), fill=(141, 138, 134))
    draw.rounded_rectangle(_box(86, 226, 190, 366), 12 * FINE, fill=(47, 52, 55))
    draw.rectangle(_box(80, 360, 196, 382), fill=(167, 163, 157))
    draw.rounded_rectangle(_box(88, 382, 188, 510), 10 * FINE, fill=(107, 70, 48))


def _bag(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon(_scaled([(236, 176), (394, 176), (408, 520), (222, 520)]), fill=(178, 84, 58))
    draw.polygon(_scaled([(236, 176), (394, 176), (392, 214), (238, 214)]), fill=(150, 66, 46))
    draw.rounded_rectangle(_box(262, 288, 368, 420), 8 * FINE, fill=(246, 238, 224))
    _disc(draw, (315, 344), 26, (107, 70, 48))
    curve = _box(303, 320, 327, 368)
    draw.arc(curve, 100, 260, fill=(246, 238, 224), width=4 * FINE)


def _dripper(draw: ImageDraw.ImageDraw) -> None:
    white, shade = (252, 251, 248), (214, 220, 218)
    draw.arc(_box(548, 286, 612, 350), 250, 110, fill=white, width=12 * FINE)
    draw.polygon(_scaled([(436, 276), (590, 276), (548, 372), (478, 372)]), fill=white)
    draw.rectangle(_box(432, 270, 594, 284), fill=shade)
    draw.rounded_rectangle(_box(452, 368, 574, 384), 7 * FINE, fill=shade)
    draw.polygon(_scaled([(468, 384), (558, 384), (588, 524), (438, 524)]), fill=(196, 214, 214))
    draw.polygon(_scaled([(454, 448), (572, 448), (588, 524), (438, 524)]), fill=(107, 63, 37))


def _shaded(size: tuple[int, int], top: Colour, low: Colour) -> Canvas.Image:
    width, height = size[0] * FINE, size[1] * FINE
    column = Canvas.new("RGB", (1, height))
    for y in range(height):
        share = y / height
        red, green, blue = (round(a + (b - a) * share) for a, b in zip(top, low, strict=True))
        column.putpixel((0, y), (red, green, blue))
    return column.resize((width, height))


def _disc(draw: ImageDraw.ImageDraw, at: Point, radius: float, colour: tuple[int, ...]) -> None:
    box = _box(at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius)
    draw.ellipse(box, fill=colour)


def _box(left: float, top: float, right: float, low: float) -> list[float]:
    return [left * FINE, top * FINE, right * FINE, low * FINE]


def _scaled(points: list[Point]) -> list[Point]:
    return [(x * FINE, y * FINE) for x, y in points]
