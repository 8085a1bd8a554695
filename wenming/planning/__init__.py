"""The best arrangement: each planner is a frozen problem of whole numbers, a plan, and its faults.

`solve(problem, *, effort, seed, seconds, tell)` proposes; `faults(problem, plan)` knows nothing of how
plans are made and judges any plan, one changed by hand too; a person accepts. No Django, no clock of
the city, no database: what turns rows into problems is an app's `plans.py`.
"""
