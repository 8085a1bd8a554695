"""What is asked, seen, mended and reckoned."""
