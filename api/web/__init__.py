"""Pages: templates, static files and what fills them."""
