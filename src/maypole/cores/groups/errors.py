"""The one error of this core: an input that can't be used, with every flaw named by its path in the document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with an input: where (``children[3].available.mon[0]``), what, and on which line if known."""

    path: str
    text: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.path}: {self.text}" if self.path else self.text


class GroupsError(ValueError):
    """The input can't be used. ``flaws`` holds all that was found, in document order."""

    def __init__(self, flaws: list[Flaw] | tuple[Flaw, ...]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(str(flaw) for flaw in self.flaws))
