"""Fetch the front end's kept files by tools/vendor.toml, each held to its hash.

npm is asked for the package (it checks the tarball itself); nothing is built. Two things are taken
off: the pointer to a source map that is not kept, and carriage returns, so that git changes nothing.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tools" / "vendor.toml"
SOURCE_MAP = re.compile(rb"\s*(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*\Z")


@dataclass(frozen=True)
class Kept:
    """One file we keep: its package, its name in it, its place here and its hash."""

    package: str
    name: str
    path: Path
    sha256: str


def kept() -> Iterator[Kept]:
    """Every file on the list."""
    for package in tomllib.loads(LIST.read_text())["package"]:
        for name, facts in package["files"].items():
            spec = f"{package['name']}@{package['version']}"
            yield Kept(spec, name, ROOT / facts["to"], facts["sha256"])


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def clean(name: str, content: bytes) -> bytes:
    """The file as we keep it."""
    if name.endswith(".png"):
        return content
    return SOURCE_MAP.sub(b"", content.replace(b"\r\n", b"\n")).rstrip(b"\n") + b"\n"


def fetched(spec: str, folder: Path) -> tarfile.TarFile:
    """The package as the registry gives it."""
    done = subprocess.run(
        ["npm", "pack", "--silent", spec], cwd=folder, check=True, capture_output=True, text=True
    )
    return tarfile.open(folder / done.stdout.split()[-1])


def main(arguments: list[str]) -> int:
    """Fetch all; 1 when a file is not what the list says, unless told to accept it."""
    accept, wrong = "--accept" in arguments, 0
    text = LIST.read_text()
    files = list(kept())
    with tempfile.TemporaryDirectory() as folder:
        packages = {spec: fetched(spec, Path(folder)) for spec in {f.package for f in files}}
        for file in files:
            member = packages[file.package].extractfile(f"package/{file.name}")
            content = clean(file.name, member.read() if member else b"")
            same = digest(content) == file.sha256
            if not same and not accept:
                print(f"differs  {file.package} {file.name}: {digest(content)}", file=sys.stderr)
                wrong = 1
                continue
            file.path.parent.mkdir(parents=True, exist_ok=True)
            file.path.write_bytes(content)
            place = file.path.relative_to(ROOT).as_posix()
            line = re.compile(rf'(to = "{re.escape(place)}", sha256 = ")[0-9a-f]*')
            text = line.sub(rf"\g<1>{digest(content)}", text)
            print(f"{'same   ' if same else 'kept   '} {place}")
    if accept:
        LIST.write_text(text)
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
