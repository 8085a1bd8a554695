"""Where: kinds of sites and the sites."""
