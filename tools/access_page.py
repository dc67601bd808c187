"""Write docs/access.md from the tables that decide: roles, permissions, and the rights of carers.

usage: python -m tools.access_page
"""

import os
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parent.parent / "docs" / "access.md"

HEAD = """# Who may do what

Made from the source by `python -m tools.access_page`; a test keeps it current.

Two things decide: the **role** someone holds in the organisation, and how they **relate to this child**: on the care
team, a carer with recorded rights, an outside party with the family's consent, the young person, or nobody. A child one
has no relation to does not exist (404); what one may see but not do is refused (403). Every reading of a record is
audited.
"""


def page() -> str:
    """The text of docs/access.md. Imported late: Django must be set up first."""
    from maypole.access.permissions import RIGHT_GIVES, Permission
    from maypole.access.roles import OUTSIDE_PERMISSIONS, ROLES, SELF_PERMISSIONS, Role

    staff = [definition for definition in ROLES.values() if definition.all]
    roles = [f"- **{definition.name}.** {definition.description}" for definition in ROLES.values()]
    table = [
        "| | " + " | ".join(str(definition.name) for definition in staff) + " |",
        "|---|" + "---|" * len(staff),
    ]
    for permission in Permission:
        cells = [
            "every child" if permission in definition.everywhere else "own" if permission in definition.on_team else ""
            for definition in staff
        ]
        table.append(f"| `{permission}` | " + " | ".join(cells) + " |")
    rights = [f"| `{right}` | {_listed(given)} |" for right, given in RIGHT_GIVES.items()]
    others = [
        f"- **{ROLES[Role.OUTSIDE].name}**, at most, while the consent lasts: {_listed(OUTSIDE_PERMISSIONS)}",
        f"- **{ROLES[Role.YOUNG_PERSON].name}**, for their own record: {_listed(SELF_PERMISSIONS)}",
    ]
    sections = [
        HEAD,
        "## Roles\n\n" + "\n".join(roles),
        "## Staff\n\n“own” means children on whose care team the person is, today.\n\n" + "\n".join(table),
        "## Carers\n\nRecorded for each child and each carer, because a court may limit them. A carer always sees the\n"
        "child's name and precautions.\n\n| right | gives |\n|---|---|\n" + "\n".join(rights),
        "## Others\n\n" + "\n".join(others),
    ]
    return "\n\n".join(section.strip() for section in sections) + "\n"


def _listed(permissions: frozenset[str]) -> str:
    return ", ".join(f"`{permission}`" for permission in sorted(permissions)) or "nothing on a page yet"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maypole.site.settings")
    django.setup()
    PAGE.write_text(page())
