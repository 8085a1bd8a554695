"""Who can stand at a post: members of teams, their qualifications, limits and wishes."""
