"""What sets the repository up and holds it: nothing here is part of the product."""
