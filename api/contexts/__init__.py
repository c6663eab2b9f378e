"""What each answer holds: one function a question, state in, plain values out; the same for a page and its JSON."""
