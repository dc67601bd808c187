from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "maypole.groups"
    label = "groups"

    def ready(self) -> None:
        """Notes ask who else was there, families' pages what waits for a yes; both lie below and cannot ask by name."""
        from maypole.plan import asked as families  # noqa: PLC0415 (models are not there before)
        from maypole.visits.together import tell  # noqa: PLC0415

        from .asked import question_for  # noqa: PLC0415
        from .together import InGroups  # noqa: PLC0415

        tell(InGroups())
        families.tell(question_for)
