"""Running a clinic: serving it, looking after it, keeping copies of it."""
