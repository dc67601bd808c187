"""Pages of a visit: planning it, capturing in it, and its note."""
