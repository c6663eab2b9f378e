"""Everything that the outside sees: HTTP routes, pages and the `entrelacs` command."""
