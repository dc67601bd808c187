"""Whether a text names somebody it must not name. It would rather ask once too often: see find.py."""
