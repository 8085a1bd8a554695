"""Who serves: people and their posts, work groups, and the days the city works."""
