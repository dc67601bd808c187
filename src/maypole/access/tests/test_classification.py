"""Every stored field says what it is: identifying, clinical or operational, and says it once."""

from __future__ import annotations

from collections import Counter

import pytest
from django.apps import apps
from django.db.models import Model

from maypole.access.classification import EVERYWHERE, THIRD_PARTY, Classified, DataClass
from maypole.access.records import Happening, Owned, Record

MODELS = [model for model in apps.get_models() if not model._meta.proxy]


BASES = (Record, Owned, Happening)


def named(classified: Classified) -> list[str]:
    return [name for data_class in DataClass for name in getattr(classified, data_class.value).split()]


def classification_of(model: type[Model]) -> list[Classified]:
    """The model's own list, or that of its library; then what its bases in records.py bring along."""
    own = getattr(model, "classified", None) or THIRD_PARTY.get(model._meta.label)
    inherited = {field.name for base in BASES if issubclass(model, base) for field in base._meta.local_fields}
    shared = Classified(operational=" ".join(name for name in named(EVERYWHERE) if name in inherited))
    return [own, shared] if own is not None else []


def stored(model: type[Model]) -> list[str]:
    return [field.name for field in (*model._meta.local_concrete_fields, *model._meta.local_many_to_many)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_classified_exactly_once(model: type[Model]) -> None:
    times = Counter(name for part in classification_of(model) for name in named(part))

    assert {name: times[name] for name in stored(model) if times[name] != 1} == {}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_class_names_a_field_that_is_gone(model: type[Model]) -> None:
    own = classification_of(model)[:1]

    assert own, f"{model._meta.label} has no classification"
    assert set(named(own[0])) - set(stored(model)) == set()


def test_no_library_model_is_listed_that_is_not_stored() -> None:
    assert set(THIRD_PARTY) - {model._meta.label for model in MODELS} == set()


def test_a_class_is_found_by_name() -> None:
    classified = Classified(identifying="name", clinical="concern", operational="at")

    assert classified.of("concern") is DataClass.CLINICAL
    assert classified.of("colour") is None
