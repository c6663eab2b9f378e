"""One file per family of addresses; routes do not know each other."""
