"""Teams of volunteers: what they can do, from where, when, and how they come and go."""
