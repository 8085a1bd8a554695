"""Workbooks: reading what offices really hand over, and writing what they can open.

`open_book` brings a file into memory, or says in one sentence why not; `read_forms` finds the heads
and gives rows; the readers turn cells into values or faults. `marks` and `writing` are imported by
name where they are needed, because they bring large libraries with them.
"""
