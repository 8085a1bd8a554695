"""Workbooks: reading what offices really hand over, and writing what they can open.

`open_book` brings a file into memory, or says in one sentence why not; `read_forms` finds the heads
and gives rows; the readers of `cells`, `dates` and `limits` turn values into meanings or faults.
`marks` and `writing` are imported by name where they are needed: they bring large libraries along.
"""

from wenming.kit.sheets.book import open_book
from wenming.kit.sheets.columns import Column, Form
from wenming.kit.sheets.faults import Fault, LeftOut, Unread, Unreadable, message
from wenming.kit.sheets.rows import Row, Table
from wenming.kit.sheets.shapes import Book, Ceiling, Sheet, Value
from wenming.kit.sheets.tables import Reading, read_forms

__all__ = [
    "Book",
    "Ceiling",
    "Column",
    "Fault",
    "Form",
    "LeftOut",
    "Reading",
    "Row",
    "Sheet",
    "Table",
    "Unread",
    "Unreadable",
    "Value",
    "message",
    "open_book",
    "read_forms",
]
