"""What to mend first: the open cases of a round, what each is worth, and the plan that was accepted."""
