"""`python -m tools.city [--out DIR] [--dated DATE]` writes the workbooks and the map of the demo."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from tools.city import map as city_map
from tools.city.book_feedback import feedback_book
from tools.city.books_places import charges_book, sites_book
from tools.city.books_rules import areas_book, city_book, minors_book, units_book

EXAMPLES = Path(__file__).parents[2] / "examples"
DATED = date(2026, 10, 12)  # the day the committed feedback counts from


def main() -> None:
    """Write everything; say what was written."""
    parser = ArgumentParser(prog="python -m tools.city", description=__doc__)
    parser.add_argument("--out", type=Path, default=EXAMPLES)
    parser.add_argument("--dated", type=date.fromisoformat, default=DATED)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    books = {
        "1-区划.xlsx": areas_book(),
        "2-责任单位通讯录.xlsx": units_book(),
        "3-测评任务分解表-地级以上.xlsx": city_book(),
        "4-测评任务分解表-未成年人.xlsx": minors_book(),
        "5-点位台账.xlsx": sites_book(),
        "6-包街一览表.xlsx": charges_book(),
        "7-反馈问题整改台账.xlsx": feedback_book(asked.dated),
    }
    for name, book in books.items():
        book.save(asked.out / name)
    city_map.save(asked.out / "地图.geojson")
    for path in sorted(asked.out.glob("[0-9地]*")):
        print(f"{path.stat().st_size / 1024:7.1f} KB  {path.name}")


if __name__ == "__main__":
    main()
