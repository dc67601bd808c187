from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "maypole.web"
    label = "web"

    def ready(self) -> None:
        """An empty choice is a dash everywhere; Django's own is a row of hyphens, which a screen reader spells."""
        from django.db.models.fields import BLANK_CHOICE_DASH  # noqa: PLC0415 (models are not there before)

        BLANK_CHOICE_DASH[:] = [("", "–")]
