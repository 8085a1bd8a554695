"""Office workbooks in and out."""
