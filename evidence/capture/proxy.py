"""A proxy that spoils connections on purpose: cut in the head, in the body, in the answer; doubled, delayed, replaced.

Each request has a connection of its own. Only batches of events are spoiled, except by `blackhole`, which hits all.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Awaitable, Callable

EVENTS = b"/capture/events"
HTML = b"<!doctype html><title>Hotel</title><p>Welcome to our network"
SILENCE_S = 3.0


def answer(status: str, body: bytes, kind: str = "text/html", more: str = "") -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n{more}\r\n"
    )
    return head.encode() + body


INSTEAD: dict[str, bytes] = {
    "err500": answer("500 Internal Server Error", b"<h1>Error</h1>"),
    "err502": answer("502 Bad Gateway", HTML),
    "err503": answer("503 Service Unavailable", b"", more="retry-after: 1\r\n"),
    "err429": answer("429 Too Many Requests", b"", more="retry-after: 1\r\n"),
    "err413": answer("413 Content Too Large", b""),
    "portal": answer("200 OK", HTML),
    "redirect": answer("302 Found", b"", more="location: http://127.0.0.1:9/login\r\n"),
    "other_json": answer("200 OK", b'{"status": "ok"}', "application/json"),
    "no_items": answer("200 OK", b'{"items": []}', "application/json"),
    "empty200": answer("200 OK", b""),
    "err401": answer("401 Unauthorized", b'{"error": "signed_out"}', "application/json"),
    "err403": answer("403 Forbidden", HTML),
}
"""Answers that come from the network and not from the clinic."""
FORWARDED = (
    "rst", "cut_request_head", "cut_request_body", "ack_lost", "cut_answer_head", "cut_answer_body", "slow",
    "blackhole", "double", "late_double", "reversed", "half_items",
)  # fmt: skip
MODES = (*INSTEAD, *FORWARDED)


class Proxy:
    """Set `mode` for what happens to the next requests; `hits` counts what really happened."""

    def __init__(self, port: int, upstream: int, slow_s: float = 1.9) -> None:
        self.port, self.upstream, self.slow_s = port, upstream, slow_s
        self.mode = "pass"
        self.silence_s = SILENCE_S
        self.hits: Counter[str] = Counter()
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.later: set[asyncio.Task[bytes]] = set()

    def start(self) -> None:
        self.thread.start()
        self.ready.wait(10)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", self.port))
        self.ready.set()
        self.loop.run_forever()
        server.close()
        while tasks := asyncio.all_tasks(self.loop):
            for task in tasks:
                task.cancel()
            self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self.loop.run_until_complete(asyncio.sleep(0.05))  # closed connections say goodbye
        self.loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SILENCE_S)
            length = next(
                (
                    int(line.split(b":")[1])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length")
                ),
                0,
            )
            body = await reader.readexactly(length)
            mode = self.mode if EVENTS in head.split(b"\r\n")[0] or self.mode == "blackhole" else "pass"
            self.hits[mode] += 1
            await self._spoil(mode, head, body, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _spoil(self, mode: str, head: bytes, body: bytes, writer: asyncio.StreamWriter) -> None:
        if mode in INSTEAD:
            writer.write(INSTEAD[mode])
            return await writer.drain()
        special: dict[str, Callable[[bytes, bytes, asyncio.StreamWriter], Awaitable[None]]] = {
            "rst": self._reset, "cut_request_head": self._cut_head, "cut_request_body": self._cut_body,
            "blackhole": self._silence,
        }  # fmt: skip
        if mode in special:
            return await special[mode](head, body, writer)
        if mode == "reversed":
            head, body = _reversed(head, body)
        if mode == "double":
            await self._ask(head, body)
        if mode == "late_double":
            self._again_later(head, body)
        told = await self._ask(head, body)
        if mode == "slow":
            await asyncio.sleep(self.slow_s)
        if mode == "half_items":
            told = _half(told)
        cut = {"ack_lost": 0, "cut_answer_head": 20, "cut_answer_body": len(told) * 2 // 3}
        writer.write(told[: cut.get(mode, len(told))])
        await writer.drain()

    async def _reset(self, _head: bytes, _body: bytes, writer: asyncio.StreamWriter) -> None:
        transport = writer.transport
        transport.abort()

    async def _cut_head(self, head: bytes, _body: bytes, writer: asyncio.StreamWriter) -> None:
        await self._send(head[: len(head) // 2])
        writer.transport.abort()

    async def _cut_body(self, head: bytes, body: bytes, writer: asyncio.StreamWriter) -> None:
        await self._send(head + body[: len(body) // 2])
        writer.transport.abort()

    async def _silence(self, _head: bytes, _body: bytes, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(self.silence_s)

    def _again_later(self, head: bytes, body: bytes) -> None:
        async def again() -> bytes:
            await asyncio.sleep(1.5)
            return await self._ask(head, body)

        task = self.loop.create_task(again())
        self.later.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[bytes]) -> None:
        self.later.discard(task)
        if not task.cancelled():
            task.exception()  # the clinic may be away just then

    async def _send(self, data: bytes) -> None:
        _reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        try:
            writer.write(data)
            await writer.drain()
            await asyncio.sleep(0.02)
        finally:
            writer.transport.abort()

    async def _ask(self, head: bytes, body: bytes) -> bytes:
        """The clinic's whole answer; nothing when it is not there."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"connection:", b"keep-alive:"))]
        try:
            writer.write(b"\r\n".join([lines[0], b"connection: close", *lines[1:]]) + body)
            await writer.drain()
            return await reader.read(-1)
        finally:
            writer.close()


def _reversed(head: bytes, body: bytes) -> tuple[bytes, bytes]:
    """The same batch with its events the other way round."""
    batch = json.loads(body)
    batch["events"].reverse()
    new = json.dumps(batch).encode()
    return head.replace(f"{len(body)}".encode(), f"{len(new)}".encode()), new


def _half(told: bytes) -> bytes:
    """The clinic's answer with only the first half of the items in it."""
    _head, _, body = told.partition(b"\r\n\r\n")
    try:
        parsed = json.loads(body)
        parsed["items"] = parsed["items"][: len(parsed["items"]) // 2]
    except (ValueError, KeyError):
        return told
    return answer("200 OK", json.dumps(parsed).encode(), "application/json")
