"""Collects every translatable string of the product into the catalogues: `make messages`.

Templates go through Django's own `templatize`, Python through Babel's extractor, so that no system tool is needed.
Nothing is guessed: a changed string becomes untranslated, never "fuzzy".
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "maypole"
LANGUAGES = ("es",)
KEYWORDS = {
    "_": None,
    "_lazy": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Found = tuple[str, int, str | tuple[str, ...], list[str], str | None]


def sources() -> Iterator[Path]:
    """Python and templates of the product, without tests and migrations."""
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]):
        if not {"tests", "migrations", "static"} & set(path.relative_to(PACKAGE).parts):
            yield path


def messages(path: Path) -> Iterator[Found]:
    """Every string of one file: file, line, message (singular and plural), comments, context."""
    text = path.read_text(encoding="utf-8")
    code = templatize(text, origin=str(path)) if path.suffix != ".py" else text
    name = path.relative_to(PACKAGE).as_posix()
    for line, message, comments, context in extract("python", BytesIO(code.encode()), KEYWORDS, ["Translators:"]):
        if message:
            yield name, line, message, comments, context


def template() -> Catalog:
    """The catalogue of everything there is to translate, each string with the files it stands in."""
    made = Catalog(project="Maypole", charset="utf-8")
    for path in sources():
        for name, _line, message, comments, context in messages(path):
            made.add(message, locations=[(name, None)], auto_comments=comments, context=context)  # type: ignore[list-item]
    return made


def catalogue(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    """The catalogue as it is kept; an empty one when there is none yet."""
    path = catalogue(language)
    if not path.exists():
        return Catalog(locale=language, project="Maypole", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """The kept catalogue with today's strings; what is no longer used is dropped."""
    kept = load(language)
    kept.update(template(), no_fuzzy_matching=True)
    kept.obsolete.clear()
    return kept


def save(made: Catalog, language: str) -> None:
    """Without dates and line numbers, so that the file changes only when a string does."""
    path = catalogue(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    write_po(buffer, made, width=120, omit_header=True, sort_output=True)
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {language}\\n"\n"Plural-Forms: {made.plural_forms}\\n"\n\n'
    )
    path.write_bytes(header.encode() + buffer.getvalue())


def missing(made: Catalog) -> list[str]:
    """Strings without a translation (or with half a plural)."""
    found = []
    for message in made:
        texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        if message.id and not all(texts):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def main() -> int:
    for language in LANGUAGES:
        made = updated(language)
        save(made, language)
        print(f"{language}: {len(made)} strings, {len(missing(made))} untranslated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
