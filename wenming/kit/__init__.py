"""The ground: pure Python, no Django."""
