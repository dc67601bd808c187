"""What every test of the repository gets; loaded for src and tests alike."""

pytest_plugins = ["tests.mission_plugin"]
