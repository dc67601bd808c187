"""Changes of company, each with its actor and its trace."""
