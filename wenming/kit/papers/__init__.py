"""Official papers: what one says, once, and the same paper as a Word file and as a PDF.

`shapes` is what is said; `layout` the measures of GB/T 9704-2012; `word` and `pdf` lay it out, which
bring large libraries along: `files` loads the one that is asked for.
"""

from wenming.kit.papers.shapes import (
    Block,
    Head,
    Paper,
    Para,
    Picture,
    Pictures,
    Source,
    Span,
    Table,
    numbered,
    spans,
)

__all__ = [
    "Block",
    "Head",
    "Paper",
    "Para",
    "Picture",
    "Pictures",
    "Source",
    "Span",
    "Table",
    "numbered",
    "spans",
]
