"""Pages of the plan: read and answer it, write it, set goals, say wishes."""
