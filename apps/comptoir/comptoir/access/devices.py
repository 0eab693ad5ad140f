"""What people call the device behind a ``User-Agent``: enough to recognise one's own among the sessions."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 255
BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/|\bOpera\b"),
    ("Yandex Browser", r"\bYaBrowser/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"\bChrome/|\bCriOS/|\bHeadlessChrome/"),
    ("Safari", r"\bSafari/"),
)
"""Tried in this order: each browser also claims to be those below it."""
SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMac OS X\b|\bMacintosh\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Linux", r"\bLinux\b|\bX11\b"),
)
_PROGRAM = re.compile(r"[A-Za-z][\w.+-]{0,40}", re.ASCII)


def device_of(user_agent: str) -> str:
    """``Firefox, Linux``; the name of a program that is no browser; empty where nothing is known."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser or system:
        return ", ".join(part for part in (browser, system) if part)
    program = _PROGRAM.match(user_agent)
    return program.group() if program else ""


def _first(known: Iterable[tuple[str, str]], user_agent: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, user_agent)), "")
