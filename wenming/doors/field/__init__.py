"""The door of the street: drafts of visits in."""
