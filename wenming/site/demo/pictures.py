"""Photographs of the demo city: drawn shapes with the words 示例照片, so that nobody is in them."""

import io
from datetime import datetime
from hashlib import sha256
from random import Random

from PIL import Image, ImageDraw

from wenming.org.models import User
from wenming.records.actions import keep_file
from wenming.site.demo.chance import stream

SIZE = WIDTH, HEIGHT = 640, 480
PICTURES = 24
EARTH = ("#8a7f70", "#77806f", "#7d7a80", "#8c8474", "#6f7a80")
SKY = ("#d6e2ea", "#e4e0d4", "#dbe6dd", "#e6dcd8")
THINGS = ("#b5533c", "#3f6d8f", "#5f7f4b", "#c39a3d", "#5d5d66", "#8f5f7d")

Line = tuple[tuple[int, int], ...]
# The four characters as strokes on a grid of twelve: no font need be there.
GLYPHS: tuple[tuple[Line, ...], ...] = (
    (  # 示
        ((3, 1), (9, 1)),
        ((1, 4), (11, 4)),
        ((6, 4), (6, 11), (5, 10)),
        ((4, 6), (2, 10)),
        ((8, 6), (10, 10)),
    ),
    (  # 例
        ((3, 0), (1, 4)),
        ((2, 3), (2, 11)),
        ((4, 1), (8, 1)),
        ((6, 1), (4, 6)),
        ((5, 4), (8, 4), (7, 7), (4, 11)),
        ((5, 6), (6, 8)),
        ((9, 2), (9, 8)),
        ((11, 0), (11, 11), (10, 10)),
    ),
    (  # 照
        ((1, 1), (4, 1), (4, 7), (1, 7), (1, 1)),
        ((1, 4), (4, 4)),
        ((6, 1), (11, 1), (11, 3), (10, 3)),
        ((8, 1), (6, 4)),
        ((6, 5), (11, 5), (11, 8), (6, 8), (6, 5)),
        ((2, 10), (1, 11)),
        ((4, 10), (5, 11)),
        ((7, 10), (8, 11)),
        ((10, 10), (11, 11)),
    ),
    (  # 片
        ((3, 0), (3, 6), (1, 11)),
        ((3, 4), (10, 4)),
        ((7, 0), (7, 4)),
        ((3, 7), (9, 7), (9, 11)),
    ),
)


class Album:
    """The pictures kept, by their SHA-256: some as found, some as mended."""

    def __init__(self, *, by: User, at: datetime) -> None:
        self.found = [keep(f"found-{n}", by=by, at=at) for n in range(PICTURES)]
        self.mended = [keep(f"mended-{n}", by=by, at=at) for n in range(PICTURES // 2)]

    def pick(self, chance: Random) -> str:
        """One of a problem."""
        return chance.choice(self.found)

    def pick_mended(self, chance: Random) -> str:
        """One of a place put in order."""
        return chance.choice(self.mended)


def keep(name: str, *, by: User, at: datetime) -> str:
    """Draw a picture and keep it; its SHA-256."""
    content = drawn(name)
    keep_file(content, name=f"{name}.png", by=by, at=at)
    return sha256(content).hexdigest()


def drawn(name: str) -> bytes:
    """A street of plain shapes: tidy when mended, with things strewn about when not."""
    chance = stream("picture", name)
    picture = Image.new("P", SIZE)
    brush = ImageDraw.Draw(picture)
    ground = chance.randrange(260, 330)
    brush.rectangle((0, 0, WIDTH, ground), chance.choice(SKY))
    brush.rectangle((0, ground, WIDTH, HEIGHT), chance.choice(EARTH))
    left = 0
    while left < WIDTH:
        wide = chance.randrange(70, 150)
        top = chance.randrange(60, ground - 60)
        brush.rectangle((left, top, left + wide - 8, ground), chance.choice(THINGS))
        for row in range(top + 14, ground - 20, 34):
            for column in range(left + 12, left + wide - 26, 30):
                brush.rectangle((column, row, column + 14, row + 18), "#f2efe6")
        left += wide
    if name.startswith("found"):
        strew(brush, chance, ground)
    caption(brush)
    content = io.BytesIO()
    picture.save(content, "PNG", optimize=False)
    return content.getvalue()


def strew(brush: ImageDraw.ImageDraw, chance: Random, ground: int) -> None:
    """Things where they should not be, with a ring around them."""
    x, y = chance.randrange(120, WIDTH - 160), chance.randrange(ground + 30, HEIGHT - 70)
    for _ in range(chance.randrange(4, 10)):
        dx, dy, size = chance.randrange(0, 90), chance.randrange(0, 34), chance.randrange(8, 24)
        box = (x + dx, y + dy, x + dx + size, y + dy + size)
        (brush.ellipse if chance.random() < 0.4 else brush.rectangle)(box, chance.choice(THINGS))
    brush.ellipse((x - 30, y - 26, x + 140, y + 80), outline="#c0392b", width=4)


def caption(brush: ImageDraw.ImageDraw, scale: int = 3) -> None:
    """The words 示例照片 in the corner, on a band of white."""
    left, top = 14, HEIGHT - 14 * scale - 8
    brush.rectangle((0, top - 8, 4 * 14 * scale + 24, HEIGHT), "#ffffff")
    for n, glyph in enumerate(GLYPHS):
        for line in glyph:
            points = [(left + (14 * n + x) * scale, top + y * scale) for x, y in line]
            brush.line(points, fill="#333333", width=3)
