"""How problems become cases: bad findings of a visit, and the feedback ledger of last year."""
