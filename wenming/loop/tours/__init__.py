"""Tours: which inspector goes to which stops of a round, on which day and in what order."""
