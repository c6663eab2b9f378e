"""The graph in other people's formats: store or network -> file or payload."""
