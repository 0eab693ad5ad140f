"""The Chromium of the system, for whatever looks at pages."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def launch(playwright: Playwright, *flags: str) -> Browser | None:
    """A browser without a window, with ``flags`` of its own; None where the machine has none."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    return None if path is None else playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])
