"""Install the parts of a Debian system that the tests need, where they are missing, and say so.

Standard library only: it runs before there is a venv.
"""

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FONTS = "usr/share/fonts/truetype"


@dataclass(frozen=True)
class Part:
    """One Debian package and the sign that it is there: a command, or a file (a pattern from /)."""

    package: str
    command: str = ""
    file: str = ""

    def stands(self) -> bool:
        """Whether the machine has this part, however it came there."""
        there = bool(self.command and shutil.which(self.command))
        return there or bool(self.file and any(Path("/").glob(self.file)))


class Missing(Exception):
    """A part is missing and cannot be installed from here; the words say what to do."""


SERVERS = "usr/lib/postgresql/*/bin/initdb"
PARTS: dict[str, Part] = {
    "browser": Part("chromium", command="chromium"),
    "sans": Part("fonts-wqy-microhei", file=f"{FONTS}/wqy/wqy-microhei.ttc"),
    "serif": Part("fonts-arphic-gbsn00lp", file=f"{FONTS}/arphic-gbsn00lp/gbsn00lp.ttf"),
    "postgresql": Part("postgresql", command="initdb", file=SERVERS),
    "words": Part("gettext", command="xgettext"),
    "venv": Part("python3-venv"),
}
TESTS = ("browser", "sans", "serif", "postgresql")


def servers() -> tuple[Path, ...]:
    """The initdb of every PostgreSQL that Debian's packages have put on this machine, newest first."""
    found = Path("/").glob(SERVERS)
    return tuple(sorted(found, key=lambda p: int(p.parts[-3]), reverse=True))


def missing(names: tuple[str, ...]) -> tuple[str, ...]:
    """The Debian packages that these parts still need."""
    return tuple(PARTS[n].package for n in names if not PARTS[n].stands())


def install(names: tuple[str, ...], *, why: str) -> None:
    """Install what is missing among these parts; silent and idle when nothing is."""
    packages = missing(names)
    if not packages:
        return
    wanted = " ".join(packages)
    if not shutil.which("apt-get"):
        raise Missing(f"{why}: install what Debian calls {wanted}, then run make again")
    print(f"system: installing {wanted} with apt-get ({why}) ...", flush=True)
    if not listed(packages):
        apt("update")
    apt("install", "--no-install-recommends", *packages)
    left = tuple(n for n in names if n != "venv" and not PARTS[n].stands())
    if left:
        raise Missing(f"apt-get installed {wanted}, yet still missing: {' '.join(left)}")


def listed(packages: tuple[str, ...]) -> bool:
    """Whether apt's lists on this machine know every package, so that no update is needed."""
    told = subprocess.run(
        ["apt-cache", "policy", *packages], capture_output=True, text=True, check=False
    )
    return told.stdout.count("Candidate:") - told.stdout.count("Candidate: (none)") == len(packages)


def apt(*words: str) -> None:
    """Run apt-get as root, asking nothing; what it printed is shown only when it fails."""
    quiet = ["apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=600", *words]
    command = [*rights(quiet), "env", "DEBIAN_FRONTEND=noninteractive", *quiet]
    done = subprocess.run(
        command,
        stdin=None if sys.stdin.isatty() else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Missing(f"{done.stdout}\nfailed: {' '.join(command)}")


def rights(command: list[str]) -> list[str]:
    """How this user comes to run a command as root."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        raise Missing(
            f"neither root nor sudo here; let somebody who is root run: {' '.join(command)}"
        )
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "--non-interactive"]


def main() -> int:
    """Install the named parts, or all that the tests need."""
    asked = argparse.ArgumentParser(description="install the parts of the system the tests need")
    asked.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}")
    parts = tuple(asked.parse_args().parts) or TESTS
    if unknown := set(parts) - PARTS.keys():
        asked.error(f"no such part: {', '.join(sorted(unknown))}")
    try:
        install(parts, why="the tests need them")
    except Missing as no:
        print(f"system: {no}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
