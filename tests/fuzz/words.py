"""What hostile, hasty and unlucky people put into forms."""

from __future__ import annotations

from random import Random

NASTY = (
    "",
    " ",
    "\t\n",
    "\0",
    "a\0b",
    "x" * 300,
    "x" * 6000,
    "😀" * 80,
    "\u202eevil",
    "e\u0301" * 50,
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% load static %}",
    "'; DROP TABLE people_child; --",
    "../../etc/passwd",
    "%s%n%x",
    "-1",
    "0",
    "99999999999999999999",
    "1e309",
    "NaN",
    "inf",
    "1,5",
    "½",
    "٣",
    "0x10",
    "1_000",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "31/12/2026",
    "2026-13-01T25:61",
    "tomorrow",
    "true",
    "null",
    "[]",
    "{}",
    "01900000-0000-7000-8000-000000000000",
    "not-a-uuid",
    "I",
    "trials",
    "keep",
    "http://127.0.0.1/",
    "a@b",
    "@",
    "\ufeffx",
)
LIKELY = ("2026-12-01", "12:30", "5", "8", "45", "10", "Some words.", "a@b.example", "play", "self_care", "OT")


def word(rng: Random) -> str:
    """Mostly something nasty, sometimes something that fits, so that later checks are reached too."""
    return rng.choice(NASTY) if rng.random() < 0.6 else rng.choice(LIKELY)


def events_json(rng: Random, organisation: str) -> str:
    """Something like a batch that a device sends."""
    values = (
        "null", "true", "-1", '"x"', "1e999", "[]", '{"a":1}', '"\\ud800"', '"01900000-0000-7000-8000-000000000000"',
        '"2026-01-01T10:00:00+01:00"', '"observation"', '"remark"', "7", '{"words":"\\u0000"}', '{"goal":"x"}',
    )  # fmt: skip
    fields = ("id", "device", "seq", "kind", "at", "skew", "child", "visit", "body", "no")
    events = [
        "{" + ",".join(f'"{name}":{rng.choice(values)}' for name in rng.sample(fields, rng.randint(0, 10))) + "}"
        for _ in range(rng.randint(0, 4))
    ]
    device = '"01900000-0000-7000-8000-000000000001"'
    whole = f'{{"device":{device},"organisation":"{organisation}","events":[{",".join(events)}]}}'
    return rng.choice([whole, whole, whole, whole[: len(whole) // 2], "", "[]", "\0", '{"events":{}}', "[" * 3000])


def table(rng: Random) -> bytes:
    """Something like a CSV of series."""
    rows = [b"dataset,case,measure,pair,session,phase,outcome,scale,improvement"]
    for number in range(rng.randint(0, 12)):
        cells = ["D", "Ana", "w", "1", str(number), rng.choice("AB"), str(rng.randint(0, 9)), "count", "increase"]
        if rng.random() < 0.3:
            cells[rng.randrange(len(cells))] = word(rng)
        rows.append(",".join(cells).encode("utf-8", "replace"))
    content = b"\n".join(rows)
    return rng.choice([content, content, content[rng.randint(0, 40) :], b"\xff\xfe" + content, b"", b"\0" * 50])
