"""Other people's data -> our rows: one module a format."""
