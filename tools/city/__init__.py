"""Makes the demo city of Yunchuan (云川): the workbooks and the map in examples/, the same every time.

The city is invented: its codes, streets, people and telephone numbers exist nowhere. The words and
figures lie in data/*.csv, the ground plan in plan.py; `python -m tools.city` writes everything.
"""
