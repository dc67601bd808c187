"""Find in a text the names of people who must not be in it: whole words, in any case and with any accents.

Looked for are given names, family names, what somebody is called, their Spanish diminutives, possessives, initials
(“B. O.”, “BO”, a single “B.”), and a name with an initial (“Ben O.”). A name that is also the text's own child's does
not count by itself. A word that is a name and something else (“May”, “rosa”, “Will”) is found too: whether it means
the person is for a reader to say. Full names are `sure`: those are no such word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .fold import Word, folded, words

_PARTICLES = "al bin da das de del den der di do dos du e el i la las le los san santa ter van von y zu"
_TITLES = (
    "mr mrs ms miss mx dr dra prof sr sra srta don dona senor senora mum mom mummy mommy dad daddy mother father"
    " parent guardian grandma grandpa granny aunt uncle mama papa madre padre abuela abuelo tia tio of the"
)
PARTICLES = frozenset(_PARTICLES.split())
TITLES = frozenset(_TITLES.split())
SMALL_WORDS = frozenset("AEIOUY")
"""Single letters that are words in English or Spanish: without a point after them they are not taken for initials."""
POSSESSIVE_FROM = 3
"""A possessive without an apostrophe (“Bens turn”) is looked for from this many letters on."""


@dataclass(frozen=True)
class Person:
    """Somebody by name. `family` may hold several names; `called` is what they like to hear."""

    given: str
    family: str = ""
    called: str = ""

    @cached_property
    def first(self) -> tuple[str, ...]:
        """Folded given and called names."""
        return _names(f"{self.given} {self.called}")

    @cached_property
    def last(self) -> tuple[str, ...]:
        return _names(self.family)

    @cached_property
    def all(self) -> frozenset[str]:
        return frozenset(self.first) | frozenset(self.last)

    @cached_property
    def diminutives(self) -> frozenset[str]:
        return frozenset(form for name in self.first for form in _diminutives(name))

    @cached_property
    def initials(self) -> frozenset[str]:
        """Two letters or more: “bo” and “bor” for Ben Ortiz Ruiz."""
        first = {name[0] for name in self.first}
        rest = "".join(name[0] for name in self.last)
        return frozenset(letter + rest[:n] for letter in first for n in range(1, len(rest) + 1))

    @classmethod
    def named(cls, name: str) -> Person:
        """From one line, as carers have it: the first word is the given name unless it is a title."""
        parts = [part for part in name.split() if folded(part).strip(".") not in TITLES]
        titled = len(parts) < len(name.split())
        if titled and len(parts) == 1:
            return cls("", parts[0])
        return cls(parts[0] if parts else "", " ".join(parts[1:]))


@dataclass(frozen=True)
class Hit:
    """A name in the text from `start` to `end`; `who` is the index of the person. `sure`: it can mean nothing else."""

    start: int
    end: int
    written: str
    who: int
    sure: bool = False


@dataclass
class _Text:
    text: str
    words: Sequence[Word]
    own: set[int] = field(default_factory=set)

    def after(self, index: int) -> str:
        """What stands between a word and the next."""
        end = self.words[index + 1].start if index + 1 < len(self.words) else len(self.text)
        return self.text[self.words[index].end : end]


def find(text: str, others: Sequence[Person], child: Person, known: Sequence[Person] = ()) -> list[Hit]:
    """Every place where one of `others` is named, in order, without overlaps.

    `child` is whose text it is, `known` are people who may be named in full (their own carers, the staff).
    O(words x people).
    """
    seen = _Text(text, words(text))
    full = [hit for who, person in enumerate(others) for hit in _full(seen, person, who) if not _own(hit, seen, child)]
    for person in (child, *known):
        for start, end in _runs(seen, person):
            seen.own |= set(range(start, end))
    plain = [hit for who, person in enumerate(others) for hit in _plain(seen, person, who, child)]
    short = [hit for who, person in enumerate(others) for hit in _initials(seen, person, who, child)]
    return _apart([*full, *plain, *short])


def _names(text: str) -> tuple[str, ...]:
    skipped = PARTICLES | TITLES
    return tuple(dict.fromkeys(word.text for word in words(text) if len(word.text) > 1 and word.text not in skipped))


def _diminutives(name: str) -> Iterable[str]:
    """Rosa: rosita; Juan: juanito; Carmen: carmencita; Carlos: carlitos. Only the regular ones."""
    if len(name) < 3 or not name.isascii():
        return
    stem = name.rstrip("aeiou") if name[-1] in "aeiou" else name
    yield from (stem + end for end in ("ito", "ita", "cito", "cita", "ecito", "ecita", "illo", "illa"))
    if name.endswith(("os", "as")):
        yield from (name[:-2] + "itos", name[:-2] + "itas")


def _runs(seen: _Text, person: Person) -> list[tuple[int, int]]:
    """Where a given name is followed by a family name or its initial: indices of words, the end not included."""
    found = []
    for index, word in enumerate(seen.words):
        if word.text not in person.first or not word.is_capital:
            continue
        end = index + 1
        while (
            end < len(seen.words)
            and (seen.words[end].text in PARTICLES or seen.words[end].text in person.first)
            and seen.after(end - 1).strip(" -") == ""
        ):
            end += 1
        if end < len(seen.words) and seen.after(end - 1).strip(" -") == "" and _is_family(seen.words[end], person):
            found.append((index, end + 1))
    return found


def _is_family(word: Word, person: Person) -> bool:
    if not word.is_capital:
        return False
    return word.text in person.last or (len(word.text) == 1 and any(name[0] == word.text for name in person.last))


def _full(seen: _Text, person: Person, who: int) -> list[Hit]:
    return [_hit(seen, start, end, who, sure=True) for start, end in _runs(seen, person)]


def _own(hit: Hit, seen: _Text, child: Person) -> bool:
    """Whether a full name is the child's own as well: two children with one name cannot be told apart."""
    return any((seen.words[a].start, seen.words[b - 1].end) == (hit.start, hit.end) for a, b in _runs(seen, child))


def _plain(seen: _Text, person: Person, who: int, child: Person) -> list[Hit]:
    """Single names, diminutives and possessives."""
    mine = child.all | child.diminutives
    wanted = (person.all | person.diminutives) - mine
    unspaced = [name for name in wanted if _is_unspaced(name)]
    found = []
    for index, word in enumerate(seen.words):
        if index in seen.own:
            continue
        bare = word.text[:-1] if word.is_capital and word.text.endswith("s") else ""
        named = word.text in wanted or (len(bare) >= POSSESSIVE_FROM and bare in wanted and word.text not in mine)
        if named or any(name in word.text for name in unspaced):
            found.append(_hit(seen, index, index + 1, who))
    return found


def _is_unspaced(name: str) -> bool:
    """Chinese, Japanese and Thai put no space between words: there a name is looked for inside a run of letters."""
    return any("\u0e00" <= letter <= "\u0e7f" or "\u3040" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff"
               for letter in name)  # fmt: skip


def _initials(seen: _Text, person: Person, who: int, child: Person) -> list[Hit]:
    """Capital letters that stand for the person: spaced, with points, or as one word."""
    mine = child.initials | {name[0] for name in child.first}
    single = {name[0] for name in person.first} - mine
    wanted = person.initials - mine
    found, index = [], 0
    while index < len(seen.words):
        end = _letters_end(seen, index)
        run = "".join(word.text for word in seen.words[index:end])
        word = seen.words[index]
        if index in seen.own:
            end = index + 1
        elif end - index > 1 and run in wanted:
            found.append(_hit(seen, index, end, who))
        elif end - index > 1:
            end = index + 1
        elif word.written.isupper() and 2 <= len(word.text) <= 4 and word.text in wanted:
            found.append(_hit(seen, index, end, who))
        if end == index + 1 and len(word.text) == 1 and word.is_capital and word.text in single:
            point = seen.after(index).startswith(".")
            if point or word.written not in SMALL_WORDS:
                found.append(_hit(seen, index, index + 1, who))
        index = end
    return found


def _letters_end(seen: _Text, index: int) -> int:
    """The end of a run of single capital letters with at most a point and a space between them."""
    end = index
    while end < len(seen.words) and len(seen.words[end].text) == 1 and seen.words[end].is_capital:
        end += 1
        if seen.after(end - 1).strip(" .-") or "\n" in seen.after(end - 1):
            break
    return max(end, index + 1)


def _hit(seen: _Text, start: int, end: int, who: int, *, sure: bool = False) -> Hit:
    first, last = seen.words[start].start, seen.words[end - 1].end
    return Hit(first, last, seen.text[first:last], who, sure)


def _apart(hits: Sequence[Hit]) -> list[Hit]:
    """In the order of the text; of hits that overlap the sure one, then the longest stays."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda each: (not each.sure, each.start - each.end, each.start, each.who)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda each: each.start)
