"""Who, by what power, and the calendar they work by."""
