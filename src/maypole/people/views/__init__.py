"""Pages about a child's profile, team, and emergencies."""
