"""Which game to propose first, by reasons that are told. There is no score: see rank.py."""
