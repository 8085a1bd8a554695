"""The front end's kept files are those on the list, byte for byte, and no others."""

from pathlib import Path

import pytest

from tools.vendor import LIST, ROOT, Kept, clean, digest, kept

FILES = list(kept())
FOLDERS = ("wenming/web/static/web/vendor", "tests/e2e/vendor")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.path.relative_to(ROOT)))
def test_a_kept_file_has_its_hash(file: Kept) -> None:
    assert digest(file.path.read_bytes()) == file.sha256


def test_every_kept_file_is_on_the_list() -> None:
    there = {p for folder in FOLDERS for p in (ROOT / folder).rglob("*") if p.is_file()}
    assert there == {file.path for file in FILES}


def test_every_package_bears_its_licence() -> None:
    packages = {file.package for file in FILES}
    assert {f.package for f in FILES if f.path.suffix == ".LICENSE"} == packages
    assert LIST.read_text().count("licence = ") == len(packages)


def test_a_kept_file_points_to_no_source_map() -> None:
    assert clean("a.js", b"x\r\ny\n//# sourceMappingURL=a.js.map") == b"x\ny\n"
    assert not any(b"sourceMappingURL" in f.path.read_bytes()[-200:] for f in FILES)


def test_no_kept_stylesheet_asks_another_machine() -> None:
    css = Path(ROOT / "wenming/web/static/web/vendor/leaflet.css").read_text()
    assert "url(http" not in css.replace(" ", "")
