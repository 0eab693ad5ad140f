"""``ETag`` of documents, and the conditions ``If-Match`` and ``If-None-Match`` that requests make of it.

A tag is ``"version-content"``. The version follows ``modified``, as Frappe's own check of stale updates does, and is
what a change is held against: a like or a tag does not stand in its way. The content is all that was answered, and is
what a reader who has it already is spared.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from comptoir.access import policy
from comptoir.documents import Document
from comptoir.errors import PreconditionFailedError
from comptoir.sentences import Label, _
from comptoir.web.envelope import NO_STORE, Answer, dumps
from comptoir.web.requests import Call

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def tagged(value: Mapping[str, Any]) -> Answer:
    """The answer that shows a document, under its tag. Whoever changes the value withdraws what is ``written``."""
    written = dumps(value)
    return Answer(value, "data", headers={"ETag": f'"{_version(value)}-{_hash(written)}"'}, written=written)


def unless_known(call: Call, answer: Answer) -> Answer | Response:
    """``answer`` to a reader, or 304 where they have it. Raises ``PreconditionFailedError``."""
    tag = answer.headers["ETag"].strip('"')
    wanted, known = tags_in(call, "if-match"), tags_in(call, "if-none-match")
    if wanted is not None and not wanted & {"*", tag}:
        raise _failed(answer.value)
    if known is not None and known & {"*", tag}:
        return Response(status_code=304, headers={"Cache-Control": NO_STORE} | answer.headers)
    return answer


def tags_in(call: Call, header: str) -> set[str] | None:
    """The tags in a header, None without one. What is no tag matches nothing."""
    text = call.headers.get(header)
    if text is None:
        return None
    return {"*"} if text.strip() == "*" else set(_TAG.findall(text))


def is_conditional(call: Call) -> bool:
    """Whether the request makes a condition."""
    return "if-match" in call.headers or "if-none-match" in call.headers


def check(call: Call, doc: Document) -> None:
    """Raise ``PreconditionFailedError`` unless the stored ``doc`` is the one the change was made for.

    A condition is answered only to who may read the document, since it tells whether that has changed.
    """
    if not is_conditional(call):
        return
    policy.require(doc._ctx, "read", doc.meta, doc)
    values = {"doctype": doc.doctype, "name": doc.name, "modified": doc.get("modified")}
    version = _version(values)
    wanted, unwanted = tags_in(call, "if-match"), tags_in(call, "if-none-match")
    if wanted is not None and not _versions(wanted) & {"*", version}:
        raise _failed(values)
    if unwanted is not None and _versions(unwanted) & {"*", version}:
        raise _failed(values)


def _failed(value: Mapping[str, Any]) -> PreconditionFailedError:
    return PreconditionFailedError(
        _(
            "{doctype} {name} is not as it was when you read it. Read it again, then make your change again.",
            doctype=Label(value["doctype"]),
            name=value["name"],
        )
    )


def _versions(tags: set[str]) -> set[str]:
    return {tag.partition("-")[0] for tag in tags}


def _version(value: Mapping[str, Any]) -> str:
    return _hash(dumps([value["doctype"], str(value["name"]), str(value.get("modified") or "")]))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
