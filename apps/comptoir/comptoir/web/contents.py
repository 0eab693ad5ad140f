"""Contents on their way to a browser: in pieces, from where it asks, or not at all where it has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from starlette.responses import Response, StreamingResponse

from comptoir.files.contents import Content
from comptoir.web.etags import tags_in
from comptoir.web.requests import Call, every_line

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
"""One range. Several at once are not served: whoever asks for them gets the whole content, as HTTP permits."""


def handed_over(call: Call, content: Content, kind: str, headers: Mapping[str, str]) -> Response:
    """``content``, which is of the media type ``kind``, or the part of it that the request asks for."""
    etag = f'"{content.key}"'
    sent = {**headers, "ETag": etag, "Accept-Ranges": "bytes"}
    known = tags_in(call, "if-none-match")
    if known is not None and known & {"*", content.key}:
        return Response(None, 304, sent)
    start, end = 0, content.size
    asked = _range(call, etag)
    if asked is not None:
        start, end = _within(asked, content.size)
        if start >= end:
            return Response(None, 416, {**sent, "Content-Range": f"bytes */{content.size}"})
        sent["Content-Range"] = f"bytes {start}-{end - 1}/{content.size}"
    status = 200 if asked is None else 206
    sent["Content-Length"] = str(end - start)
    if call.method == "HEAD":
        return Response(None, status, sent, kind)
    return StreamingResponse(_begun(content.pieces(start, end)), status, sent, kind)


def _range(call: Call, etag: str) -> tuple[str, str] | None:
    """First and last byte as they are asked for; None where all is to be sent."""
    found = RANGE.fullmatch(every_line(call.headers, "range").strip().lower())
    if found is None or call.headers.get("if-range", etag) != etag:
        return None
    first, last = found.groups()
    return (first, last) if first or last else None


def _within(asked: tuple[str, str], size: int) -> tuple[int, int]:
    """Where the part begins and ends that is asked for; empty where the content has no such part."""
    first, last = asked
    if not first:
        return max(size - int(last), 0), size if int(last) else 0
    return int(first), min(int(last) + 1, size) if last else size


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, the first of which is read before anything is answered: a storage that is away is told in words."""
    first = next(pieces, b"")
    return chain((first,), pieces)
