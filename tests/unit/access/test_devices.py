"""What a session's device is called."""

from __future__ import annotations

import pytest
from comptoir.access.devices import device_of

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (CHROME, "Chrome, Windows"),
        (CHROME + " Edg/126.0", "Edge, Windows"),
        (CHROME.replace("Chrome", "YaBrowser/24.6 Chrome"), "Yandex Browser, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
            "Safari, iPhone",
        ),
        ("python-requests/2.32", "python-requests"),
        ("", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_is_what_people_call_it(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device
