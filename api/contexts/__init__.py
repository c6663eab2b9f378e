"""What each answer holds: one function a question, state in, plain values out; a page and its JSON show the same context."""
