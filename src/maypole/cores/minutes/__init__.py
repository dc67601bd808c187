"""Minutes of a visit: sharing them out, and the units that timed services come to."""
