"""The vocabulary of the territory: terms, concepts, shapes and names; it imports nothing of our other rooms."""
