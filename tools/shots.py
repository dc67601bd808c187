"""Pictures of every page: desk, phone, dark, and Spanish where families read. Writes shots/ and shots/index.html.

    python -m tools.shots [--data DIR] [--only PATTERN] [--axe] [--out shots]

Serves the demo clinic on a free port and signs in as its personas. Ends with 1 when a page could not be found,
scrolled sideways or complained in the browser's console.
"""

from __future__ import annotations

import argparse
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from html import escape, unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, StorageState, sync_playwright

from tests.browser import DESK, FLAGS, PHONE, SMALL, chromium, sideways, small_targets, violations
from tools.shot_pages import SHOTS, Shot


@dataclass(frozen=True)
class Look:
    name: str
    size: tuple[int, int]
    dark: bool = False
    language: str = "en"


LOOKS = (Look("desk", DESK), Look("desk-dark", DESK, dark=True), Look("phone", PHONE), Look("phone-dark", PHONE, True))
SPANISH = Look("phone-es", PHONE, language="es")


def main() -> int:
    options = arguments()
    wanted = [shot for shot in SHOTS if re.search(options.only, shot.name)]
    options.out.mkdir(parents=True, exist_ok=True)
    for old in options.out.glob("*.png"):
        if re.search(options.only, old.name.split(".")[0]):
            old.unlink()
    subprocess.run([sys.executable, "-m", "maypole", "demo", "--data", options.data], check=True)
    with served(options.data) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        troubles = [trouble for shot in wanted for trouble in take(browser, base, shot, options)]
        browser.close()
    write_index(options.out)
    print(f"\n{len(list(options.out.glob('*.png')))} pictures in {options.out}/index.html")
    print("\n".join(troubles) or "No trouble.")
    return 1 if troubles else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Take pictures of every page.")
    parser.add_argument("--data", default=".data", help="folder of the demo clinic")
    parser.add_argument("--only", default="", help="only pages whose name matches this pattern")
    parser.add_argument("--axe", action="store_true", help="also report what axe, the 48 px rule and 320 px find wrong")
    parser.add_argument("--out", type=Path, default=Path("shots"))
    return parser.parse_args()


@contextmanager
def served(data: str) -> Iterator[str]:
    """The clinic on a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "maypole", "serve", "--data", data, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{base}/health")
        yield base
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"The clinic did not answer at {url} within 30 s.")


def take(browser: Browser, base: str, shot: Shot, options: argparse.Namespace) -> list[str]:
    """All pictures of one page; what was wrong with it."""
    path = found(browser, base, shot)
    if path is None:
        return [f"{shot.name}: not found from {shot.start} as {shot.persona or 'a visitor'}"]
    troubles = []
    for look in (*LOOKS, *([SPANISH] if shot.spanish else [])):
        context, page = opened(browser, base, shot.persona, look)
        complaints: list[str] = []
        page.on("console", partial(heard, complaints))
        page.goto(path)
        page.locator("main[aria-busy]").wait_for(state="detached")  # the app draws itself
        page.wait_for_timeout(150)
        if (wide := sideways(page)) > 0:
            troubles.append(f"{shot.name} {look.name}: scrolls {wide} px sideways")
        troubles += [f"{shot.name} {look.name}: {text}" for text in complaints if shot.name != "not-found"]
        if options.axe:
            troubles += [f"{shot.name} {look.name}: {fault}" for fault in violations(page) + small_targets(page)]
        # A window as high as the page: a full-page picture would leave the bottom bar in the middle.
        height: int = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": look.size[0], "height": min(max(height, look.size[1]), 8000)})
        page.screenshot(path=options.out / f"{shot.name}.{look.name}.png")
        context.close()
    if options.axe and (wide := sideways_at_320(browser, base, shot, path)) > 0:
        troubles.append(f"{shot.name}: scrolls {wide} px sideways at 320 px")
    print(f"{shot.name}: {path}")
    return troubles


def sideways_at_320(browser: Browser, base: str, shot: Shot, path: str) -> int:
    context, page = opened(browser, base, shot.persona, Look("small", SMALL))
    page.goto(path)
    wide = sideways(page)
    context.close()
    return wide


def heard(complaints: list[str], message: ConsoleMessage) -> None:
    if message.type == "error":
        complaints.append(message.text)


def found(browser: Browser, base: str, shot: Shot) -> str | None:
    """The path of the page, after following its links; None when one of them is missing."""
    path = shot.start
    for pattern in shot.follow:
        links = links_of(browser, base, shot.persona, path)
        following = next((link for link in links if re.fullmatch(pattern, link)), None)
        if following is None:
            return None
        path = following
    if not shot.press:
        answer = reader(browser, base, shot.persona).request.get(path)
        return answer.url.removeprefix(base) if answer.ok or shot.name == "not-found" else None
    context, page = opened(browser, base, shot.persona, LOOKS[0])
    page.goto(path)
    words = re.compile(shot.press)
    page.get_by_role("button", name=words).or_(page.get_by_role("link", name=words)).first.click()
    page.wait_for_load_state()
    url = page.url
    context.close()
    return url.removeprefix(base)


@cache
def links_of(browser: Browser, base: str, persona: str, path: str) -> list[str]:
    """Where a page leads to, in the order of the page; read without drawing it."""
    html = reader(browser, base, persona).request.get(path).text()
    return [urlsplit(urljoin(path, unescape(link))).path for link in re.findall(r'<a\s[^>]*?href="([^"]+)"', html)]


@cache
def reader(browser: Browser, base: str, persona: str) -> BrowserContext:
    """Asks for pages as the persona and draws none of them."""
    return browser.new_context(base_url=base, storage_state=signed_in(browser, base, persona) if persona else None)


def opened(browser: Browser, base: str, persona: str, look: Look) -> tuple[BrowserContext, Page]:
    context = browser.new_context(
        base_url=base,
        viewport={"width": look.size[0], "height": look.size[1]},
        color_scheme="dark" if look.dark else "light",
        reduced_motion="reduce",
        storage_state=signed_in(browser, base, persona) if persona else None,
    )
    context.add_cookies([{"name": "language", "value": look.language, "url": base}])
    return context, context.new_page()


@cache
def signed_in(browser: Browser, base: str, persona: str) -> StorageState:
    """The persona's session, asked for once."""
    context = browser.new_context(base_url=base)
    page = context.new_page()
    page.goto("/demo")
    page.locator(f'form:has(input[value="{persona}"]) button[type=submit]').click()
    page.wait_for_load_state()
    state = context.storage_state()
    context.close()
    return state


def write_index(out: Path) -> None:
    """One page with every picture, to be looked at before a change is called done."""
    pictures = sorted(out.glob("*.png"))
    figure = '<figure><figcaption>{0}</figcaption><a href="{1}"><img src="{1}" width="320"></a></figure>'
    figures = "\n".join(figure.format(escape(p.stem), p.name) for p in pictures)
    (out / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>Shots</title>\n"
        f"<style>body{{display:flex;flex-wrap:wrap;gap:1rem;font:14px sans-serif}}</style>\n{figures}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
