"""Orders from the menu: asked for, sent to a team, taken, done, rated."""
