from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "maypole.groups"
    label = "groups"

    def ready(self) -> None:
        """Notes ask who else was there; `visits` lies below and cannot ask us by name."""
        from maypole.visits.together import tell  # noqa: PLC0415 (models are not there before)

        from .together import InGroups  # noqa: PLC0415

        tell(InGroups())
