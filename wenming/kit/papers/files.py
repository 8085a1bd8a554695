"""A paper as a file of the kind that is asked for; the library for it is loaded only then."""

import importlib

from wenming.kit.flow import Refused
from wenming.kit.papers.shapes import Paper

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
MAKERS = {"docx": "wenming.kit.papers.word", "pdf": "wenming.kit.papers.pdf"}


def laid_out(paper: Paper, kind: str) -> bytes:
    """The paper as "docx" or "pdf"; Refused("paper_kind") for anything else."""
    if kind not in MAKERS:
        raise Refused("paper_kind", kind)
    made: bytes = getattr(importlib.import_module(MAKERS[kind]), kind)(paper)
    return made
