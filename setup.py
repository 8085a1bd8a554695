"""Everything is said in pyproject.toml; this only compiles the catalogues into what is built."""

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).resolve().parent))  # setuptools builds without it

from tools.messages import compile_stale


class BuildWithWords(build_py):
    """A package is built with its words compiled."""

    def run(self) -> None:
        """Compile the catalogues, then build as always."""
        compile_stale()
        super().run()


setup(cmdclass={"build_py": BuildWithWords})
