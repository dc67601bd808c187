"""The clinic's own settings, with one more page that takes its time."""

from maypole.site.settings import *  # noqa: F403

ROOT_URLCONF = "tests.system.slow_urls"
