"""The clinic's own games, and the photos that go with games, places and people."""

from .activity import ActivityPhoto, ActivityState, OwnActivity, OwnActivityQuerySet
from .photo import Photo

__all__ = ["ActivityPhoto", "ActivityState", "OwnActivity", "OwnActivityQuerySet", "Photo"]
