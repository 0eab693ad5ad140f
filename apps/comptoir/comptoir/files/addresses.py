"""The addresses of files: where a content lies stands in them, and nothing a user typed."""

from __future__ import annotations

from collections.abc import Mapping

from comptoir.files.storage import Place

ADDRESSES: Mapping[Place, str] = {"public": "/files/", "private": "/private/files/"}


def content_of(url: str) -> tuple[Place, str] | None:
    """The place and key that ``url`` names; None for an address of no file of this site."""
    for place, beginning in ADDRESSES.items():
        if url.startswith(beginning):
            return place, url.removeprefix(beginning)
    return None


def address_of(place: Place, key: str) -> str:
    """The address of a content."""
    return f"{ADDRESSES[place]}{key}"
