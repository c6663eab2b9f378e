"""The kinds of comparison: two networks (dates, documents), two actors, two territories, two schemes."""
