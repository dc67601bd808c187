"""Rules of the protocol, each broken on purpose. Whether breaking it should do harm was written down before the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mutant:
    """`where` is client or server; `harmful` is the prediction; `faults` are those that bring it out."""

    name: str
    where: str
    what: str
    faults: tuple[str, ...]
    harmful: bool = True


MUTANTS = (
    Mutant("delete_before_send", "client", "forgets events before the clinic answered", ("portal", "rst", "err500")),
    Mutant("trust_200", "client", "any 200 counts for the whole batch", ("portal", "empty200", "other_json")),
    Mutant("trust_json", "client", "any JSON counts for the whole batch", ("other_json",)),
    Mutant("whole_batch", "client", "one accepted event counts for the whole batch", ("poison",)),
    Mutant("seq_split", "client", "takes the number in a transaction of its own", ("die:after_seq",)),
    Mutant("ack_before_commit", "client", "says saved before it is on disk", ("die:before_commit",)),
    Mutant("clear_on_401", "client", "an ended session empties the queue", ("err401",)),
    Mutant("new_id_each_time", "client", "makes a new id for each delivery", ("ack_lost", "slow")),
    Mutant("no_timeout", "client", "waits for ever", ("hang",)),
    Mutant("no_retry", "client", "does not try again after a failure", ("err500",)),
    Mutant("refused_gone", "client", "forgets what the clinic refused", ("poison",)),
    Mutant("poison_blocks", "client", "keeps refused events at the head of the queue", ("poison",)),
    Mutant("keep_number", "client", "keeps a number that is taken", ("clone",)),
    Mutant("no_restore", "client", "does not send again after the clinic was restored", ("restore",)),
    Mutant("keep_mark", "client", "keeps the mark of its first answer for ever", ("restore",)),
    Mutant("no_lock", "client", "two tabs send at once", ("two_tabs", "slow"), harmful=False),
    Mutant("no_idem", "server", "stores every delivery anew", ("ack_lost", "double")),
    Mutant("overwrite", "server", "the same id with other content overwrites", ("altered",)),
    Mutant("weak_digest", "server", "the digest covers the id only", ("altered",)),
    Mutant("early_answer", "server", "answers before the commit", ("kill_server", "db_lock")),
    Mutant("old_clock", "server", "refuses events of a wrong clock", ("clock",)),
    Mutant("drop_last", "server", "loses the last event of a batch and says ok", ("double",)),
    Mutant("say_ok", "server", "says ok to what it refused", ("poison",)),
    Mutant("swallow", "server", "says ok when the database failed", ("db_lock",)),
    Mutant("ignore_number", "server", "does not look whether a number is taken", ("clone",)),
    Mutant("any_mark", "server", "believes every mark", ("restore",)),
    Mutant("no_receipts", "server", "keeps no receipt, so numbers prove nothing", ("double",)),
)


def plant(name: str) -> None:
    """Break one rule in this server's process."""
    {
        "no_idem": _no_idem, "overwrite": _overwrite, "weak_digest": _weak_digest, "early_answer": _early_answer,
        "old_clock": _old_clock, "drop_last": _drop_last, "say_ok": _say_ok, "swallow": _swallow,
        "ignore_number": _ignore_number, "no_receipts": _no_receipts,
        "any_mark": _any_mark,
    }[name]()  # fmt: skip


def _receive(change: Callable[..., Any]) -> None:
    from maypole.capture import actions

    kept = actions.receive
    setattr(actions, "receive", lambda **given: change(kept, **given))  # noqa: B010 (a patch is no assignment to types)


def _no_idem() -> None:
    from dataclasses import replace
    from uuid import uuid4

    from maypole.capture.ledger import Told
    from maypole.capture.wire import Event

    def anew(kept: Callable[..., Any], *, batch: Any, **rest: Any) -> Any:
        fresh, before = [], []
        for event in batch.events:
            if isinstance(event, Event):
                before.append(str(event.id))
                device, raw = uuid4(), dict(event.raw)
                fresh.append(replace(event, id=uuid4(), device=device, raw=raw))
        answer = kept(batch=replace(batch, events=tuple(fresh)), **rest)
        told = [Told(key, each.status, each.reason) for key, each in zip(before, answer.told, strict=True)]
        return answer._replace(told=told)

    _receive(anew)


def _overwrite() -> None:
    from maypole.capture.wire import Event
    from maypole.visits.models import Observation

    def over(kept: Callable[..., Any], *, batch: Any, **rest: Any) -> Any:
        answer = kept(batch=batch, **rest)
        for event in batch.events:
            if isinstance(event, Event) and event.kind == "observation":
                rows = Observation.objects.filter(pk=event.id)
                rows.update(material=str(event.body.get("material", "")))
        return answer

    _receive(over)


def _weak_digest() -> None:
    from maypole.capture import wire

    setattr(wire, "digest", lambda raw: str(raw["id"]))  # noqa: B010


def _early_answer() -> None:
    import threading
    import time

    from maypole.capture import actions
    from maypole.capture.actions import Received
    from maypole.capture.ledger import Told
    from maypole.capture.views import sync
    from maypole.capture.writer import written

    def early(do: Callable[[], Any]) -> Any:
        found: list[Any] = []

        def noting(**given: Any) -> Any:
            found.append(given)
            return Received([], [], "", False)

        kept = actions.receive
        setattr(actions, "receive", noting)  # noqa: B010
        try:
            do()
        finally:
            actions.receive = kept

        def late() -> None:
            time.sleep(0.3)
            written(lambda: kept(**found[0]))

        threading.Thread(target=late, daemon=True).start()
        return Received([Told(str(event.id), "ok") for event in found[0]["batch"].events], [], "", False)

    setattr(sync, "written", early)  # noqa: B010


def _old_clock() -> None:
    from maypole.capture import kinds
    from maypole.capture.wire import Refused

    kept = kinds.item_of

    def strict(event: Any, at: Any) -> Any:
        if abs((event.at - at).total_seconds()) > 600:
            raise Refused("at", "out_of_range")
        return kept(event, at)

    from maypole.capture import actions

    setattr(actions, "item_of", strict)  # noqa: B010


def _drop_last() -> None:
    from dataclasses import replace

    from maypole.capture.ledger import Told

    def short(kept: Callable[..., Any], *, batch: Any, **rest: Any) -> Any:
        answer = kept(batch=replace(batch, events=batch.events[:-1]), **rest)
        return answer._replace(told=[*answer.told, *(Told(str(event.id), "ok") for event in batch.events[-1:])])

    _receive(short)


def _say_ok() -> None:
    from dataclasses import replace

    def nice(kept: Callable[..., Any], **given: Any) -> Any:
        answer = kept(**given)
        return answer._replace(told=[replace(each, status="ok", reason="") for each in answer.told])

    _receive(nice)


def _swallow() -> None:
    from django.db import connection

    from maypole.capture.actions import Received
    from maypole.capture.ledger import Told
    from maypole.capture.views import sync

    def careless(do: Callable[[], Any]) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=50")
        batch = next(cell.cell_contents for cell in do.__closure__ or () if hasattr(cell.cell_contents, "events"))
        try:
            from django.db import transaction

            with transaction.atomic():
                return do()
        except Exception:
            return Received([Told(str(event.id), "ok") for event in batch.events], [], "", False)

    setattr(sync, "written", careless)  # noqa: B010


def _ignore_number() -> None:
    from maypole.capture.ledger import Ledger, Told

    kept = Ledger.known

    def blind(self: Any, event: Any) -> Any:
        told = kept(self, event)
        return Told(str(event.id), "ok") if told is not None and told.reason == "sequence_taken" else told

    Ledger.known = blind  # type: ignore[method-assign]


def _no_receipts() -> None:
    from maypole.capture.ledger import Ledger

    def none(self: Any) -> None:
        return None

    Ledger.close = none  # type: ignore[method-assign]


def _any_mark() -> None:
    from maypole.capture import ledger

    setattr(ledger, "holds", lambda mark: True)  # noqa: B010
