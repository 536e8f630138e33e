"""Draws the demo's large picture, hills at sunrise, and keeps all that are drawn by code."""

from __future__ import annotations

import io
import math
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image as Canvas
from PIL import ImageDraw, ImageFilter
from wagtail.images import get_image_model

from access_rules.presets import ACTIVE
from cms.demo.drawings import draw_cherries, draw_set
from portals.models import Shop

WIDTH, HEIGHT, FINE = 1440, 560, 2
SKY = ((250, 226, 196), (236, 176, 138))
HILLS = ((205, 142, 108), (168, 104, 78), (122, 72, 56), (78, 48, 42), (44, 30, 30))


def hero_picture() -> int:
    """Keep the hills in Wagtail's library and return their key."""
    focus = {"focal_point_x": 1010, "focal_point_y": 190}
    size = {"focal_point_width": 200, "focal_point_height": 200}
    return _kept(_draw(), "Morning over the hills", "morning-hills", **focus, **size)


def cherries_picture(shop: Shop) -> int:
    """Keep the branch of cherries, which Active customers alone may see."""
    gate = {"shop": shop, "visibility": dict(ACTIVE)}
    return _kept(draw_cherries(), "Cherries at La Piragua", "cherries", **gate)


def set_picture(shop: Shop) -> int:
    """Keep the picture of the morning set."""
    return _kept(draw_set(), "Morning set", "morning-set", shop=shop)


def _kept(drawn: Canvas.Image, title: str, name: str, **more: Any) -> int:
    data = io.BytesIO()
    drawn.save(data, "PNG", optimize=True)
    file = ImageFile(io.BytesIO(data.getvalue()), name=f"{name}.png")
    width, height = drawn.size
    image = get_image_model()(title=title, file=file, width=width, height=height, **more)
    image.save()
    return int(image.pk)


def _draw() -> Canvas.Image:
    width, height = WIDTH * FINE, HEIGHT * FINE
    canvas = _sky(width, height)
    sun = Canvas.new("RGBA", (width, height), (255, 240, 214, 0))  # its glow blends from this
    at, size = (1010 * FINE, 190 * FINE), 78 * FINE
    box = (at[0] - size, at[1] - size, at[0] + size, at[1] + size)
    ImageDraw.Draw(sun).ellipse(box, fill=(255, 240, 214, 255))
    glow = sun.filter(ImageFilter.GaussianBlur(60 * FINE))
    canvas = Canvas.alpha_composite(Canvas.alpha_composite(canvas, glow), sun)
    draw = ImageDraw.Draw(canvas)
    for depth, colour in enumerate(HILLS):
        draw.polygon(_ridge(depth, width, height), fill=colour)
    return canvas.convert("RGB").resize((WIDTH, HEIGHT), Canvas.Resampling.LANCZOS)


def _sky(width: int, height: int) -> Canvas.Image:
    column = Canvas.new("RGBA", (1, height))
    top, low = SKY
    for y in range(height):
        share = y / height
        red, green, blue = (round(a + (b - a) * share) for a, b in zip(top, low, strict=True))
        column.putpixel((0, y), (red, green, blue, 255))
    return column.resize((width, height))


def _ridge(depth: int, width: int, height: int) -> list[tuple[float, float]]:
    """One line of hills; the nearer, the lower and the rougher."""
    base = height * (0.46 + 0.12 * depth)
    tall = height * (0.10 - 0.010 * depth)
    points = [
        (
            float(x),
            base
            + tall * math.sin(x / width * (4.1 + depth * 1.3) + depth * 1.9)
            + tall * 0.35 * math.sin(x / width * (11 + depth * 4) + depth),
        )
        for x in range(0, width + 8, 8)
    ]
    return [(0.0, float(height)), *points, (float(width), float(height))]
