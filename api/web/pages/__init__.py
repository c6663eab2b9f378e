"""The pages, one module a family: each fills a template with the context that its JSON address gives."""
