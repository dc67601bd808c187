"""Pages from the first worry to the next step."""
