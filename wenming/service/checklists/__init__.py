"""What a station must have: lists the city defines, what each station shows for every point, who confirmed it."""
