"""The measures of GB/T 9704-2012, in the units it gives them, and the faces of type it names."""

from wenming.kit.papers.shapes import Paper

# millimetres (5.2.1): the sheet, its margins, and the text block they leave, 156 x 225
SHEET = (210, 297)
TOP, LEFT, RIGHT, BOTTOM = 37, 28, 26, 35
BLOCK = (156, 225)
# 22 lines of 28 characters (5.2.3) of size 3; points
LINES, CHARACTERS = 22, 28
BODY, TITLE, SMALL, NOTE = 16, 22, 14, 12  # sizes 3, 2, 4 and small 4
PITCH, TITLE_PITCH, NOTE_PITCH = 29, 36, 20
ISSUER, ISSUER_TOP = (
    48,
    35,
)  # points at most (7.2.4 leaves it open); millimetres below the block's top
RED = "FF0000"
FOLIO = 7  # millimetres from the text block's foot to the page number's rules (7.5)

# The faces, as offices have them: what a Word file names, and what Word takes where one is missing.
SONG, HEI, KAI, FANG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
FOLIO_FACE = "宋体"
STAND_INS = {SONG: "宋体", HEI: "SimHei", KAI: "楷体", FANG: "仿宋", FOLIO_FACE: "SimSun"}
HEADS = {1: HEI, 2: KAI, 3: FANG, 4: FANG}


def width(words: str) -> float:
    """How many characters wide some words are: letters and digits of the Latin kind are half a one."""
    return sum(0.5 if ord(one) < 0x2000 else 1 for one in words)


def told_day(paper: Paper) -> str:
    """The signed day as papers write it: 2026年3月9日."""
    day = paper.day
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def ends(paper: Paper) -> tuple[float, float]:
    """How many characters from the right signature and day end: the day four, the signature centred on it.

    A signature wider than that ends at least two characters from the edge (7.3.5.1).
    """
    day, signature = width(told_day(paper)), width(paper.signature)
    return max(2.0, 4 + (day - signature) / 2) if day else 2.0, 4.0


def issuer_points(paper: Paper) -> int:
    """How large the red mark is: as large as may be on one line."""
    fits = int(BLOCK[0] / 25.4 * 72 / max(1.0, width(paper.issuer)))
    return max(BODY, min(ISSUER, fits))
