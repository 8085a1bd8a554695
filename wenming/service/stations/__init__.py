"""Practice stations: the tree of them, their venues and bookings, the menu of what can be ordered."""
