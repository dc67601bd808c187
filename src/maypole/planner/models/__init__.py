"""Preparing a visit with the family, changes of approach with their reason, and feelings in the child's own words."""

from .approach import ApproachChange, ChangeLook
from .feelings import Feeling, FeelingScale
from .preparation import PersonStory, PlaceStory, Preparation, PreparationSent

__all__ = [
    "ApproachChange",
    "ChangeLook",
    "Feeling",
    "FeelingScale",
    "PersonStory",
    "PlaceStory",
    "Preparation",
    "PreparationSent",
]
