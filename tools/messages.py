"""Turn the catalogues (.po) into what gettext reads (.mo); the .mo are made, never kept in git."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def catalogues() -> Iterator[Path]:
    """Every catalogue of the product."""
    return (ROOT / "wenming").rglob("locale/*/LC_MESSAGES/*.po")


def compile_stale() -> list[Path]:
    """Compile each catalogue newer than what was made from it; no reader ever sees half a file."""
    made = []
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        half = target.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(source)).save_as_mofile(str(half))
        half.replace(target)
        made.append(target)
    return made


if __name__ == "__main__":
    compile_stale()
    sys.exit(0)
