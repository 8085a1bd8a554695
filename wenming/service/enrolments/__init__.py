"""Who comes to a course: enrolled without an account or with one, waiting in order, there or not."""
