"""What each stored field is: who a person is, what was found about them, or how the work runs.

Exports, scrubbing and the canary walker read this list; a test fails on a field without a class.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DataClass(StrEnum):
    IDENTIFYING = "identifying"
    CLINICAL = "clinical"
    OPERATIONAL = "operational"


@dataclass(frozen=True)
class Classified:
    """Names of a model's fields by class, each a string of names separated by spaces."""

    identifying: str = ""
    clinical: str = ""
    operational: str = ""

    def of(self, name: str) -> DataClass | None:
        """The class of field `name`, or None when it is not classified."""
        for data_class in DataClass:
            if name in getattr(self, data_class.value).split():
                return data_class
        return None


EVERYWHERE = Classified(operational="id organisation at by why")
"""Fields of the abstract bases in `records.py`."""

THIRD_PARTY: dict[str, Classified] = {
    "account.EmailAddress": Classified(identifying="email user", operational="id verified primary"),
    "account.EmailConfirmation": Classified(identifying="email_address key", operational="id created sent"),
    "mfa.Authenticator": Classified(identifying="user data", operational="id type created_at last_used_at"),
    "sessions.Session": Classified(identifying="session_key session_data", operational="expire_date"),
    "auth.Permission": Classified(operational="id name content_type codename"),
    "auth.Group": Classified(operational="id name permissions"),
    "contenttypes.ContentType": Classified(operational="id app_label model"),
    "django_tasks_database.DBTaskResult": Classified(
        operational="id status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids queue_name "
        "backend_name run_after return_value exception_class_path traceback"
    ),
}
"""Models of the libraries we store with: the same promise holds for them."""
