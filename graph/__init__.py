"""From rows to answers: the data tables, the store, the networks and what is read from them; knows nothing of HTTP."""
