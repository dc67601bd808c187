"""A tablet for tests: a browser profile on disk that can be cut off, killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import FLAGS, PHONE, STYLESHEET, chromium, stylesheet


class Tablet:
    def __init__(self, browser: Browser, profile: Path, url: str) -> None:
        self.browser, self.profile, self.url = browser, profile, url
        self.context: BrowserContext | None = None
        self.errors: list[str] = []

    def start(self) -> Page:
        """Switch it on; what the profile holds is there again."""
        for lock in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.profile / lock).unlink(missing_ok=True)
        self.context = self.browser.browser_type.launch_persistent_context(
            str(self.profile), executable_path=chromium(), args=FLAGS, base_url=self.url,
            viewport={"width": PHONE[0], "height": PHONE[1]},
        )  # fmt: skip
        self.context.set_default_timeout(10_000)
        self.context.route(f"**/{STYLESHEET}", lambda route: route.fulfill(body=stylesheet(), content_type="text/css"))
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def sign_in(self, client: Client) -> None:
        """As whoever the client is; with nobody, signed out."""
        assert self.context is not None
        self.context.clear_cookies()
        for cookie in client.cookies.values():
            self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url}])

    def session(self) -> str:
        """Key of the session whose cookie lies in the browser, if one does."""
        assert self.context is not None
        return next((cookie["value"] for cookie in self.context.cookies() if cookie["name"] == "sessionid"), "")

    def offline(self, off: bool = True) -> None:
        assert self.context is not None
        self.context.set_offline(off)

    def kill(self) -> None:
        """SIGKILL of the whole browser: nothing is written any more."""
        listed = subprocess.run(["pgrep", "-f", str(self.profile)], capture_output=True, text=True, check=False)
        for pid in map(int, listed.stdout.split()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        if self.context is not None:
            with suppress(Exception):  # it may be dead already
                self.context.close()
            self.context = None


READY = "navigator.serviceWorker.ready.then(() => new Promise((done) => setTimeout(done, 300)))"
"""The worker has everything it needs to start without a connection."""

STORED = """() => new Promise((resolve) => {
  const request = indexedDB.open("maypole-capture");
  request.onsuccess = () => {
    const names = [...request.result.objectStoreNames];
    const tx = request.result.transaction(names);
    const found = {};
    for (const name of names) {
      tx.objectStore(name).getAll().onsuccess = ({ target }) => { found[name] = target.result; };
    }
    tx.oncomplete = () => { request.result.close(); resolve(found); };
  };
})"""
"""Everything the device keeps, as it lies there."""
