"""The commands, one module a family; api.cli puts them together."""
