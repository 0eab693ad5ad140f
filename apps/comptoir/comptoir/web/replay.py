"""``Idempotency-Key``: a request sent twice is done once and answered twice alike."""

from __future__ import annotations

import hashlib
import re

import orjson
from starlette.responses import Response

from comptoir.access.idempotency import Claim, StoredAnswer
from comptoir.access.principals import Principal
from comptoir.context import GUEST
from comptoir.errors import AuthenticationError, BadRequestError
from comptoir.files.contents import digest_of
from comptoir.sentences import _
from comptoir.web.envelope import NO_STORE, Answer
from comptoir.web.requests import Call

HEADER = "idempotency-key"
REPLAYED = "Idempotency-Replayed"
UNSAID = frozenset({"csrf_token", "_"})
"""Parameters that may differ between two sendings of one request."""
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def claim_of(call: Call, principal: Principal) -> Claim | None:
    """The claim of a request that changes something and carries a key.

    Who views as somebody changes nothing, so there is nothing of theirs to repeat, and the answers that the user they
    view as was given (a new secret, say) are not theirs to be told.
    """
    key = call.headers.get(HEADER)
    if key is None or call.is_safe or principal.viewer:
        return None
    if not _KEY.fullmatch(key):
        raise BadRequestError(_("An Idempotency-Key has 1 to 255 visible ASCII characters."))
    if principal.user == GUEST:
        raise AuthenticationError(_("Sign in to use an Idempotency-Key: guests share one user."))
    by = "" if principal.key is None else principal.key.name
    return Claim(principal.user, key, fingerprint(call, by))


def fingerprint(call: Call, by: str = "") -> str:
    """What tells a request from others: method, address, values and files, and the narrowing key it came by."""
    said = [
        *([by] if by else []),
        call.method,
        call.segments,
        *({k: v for k, v in part.items() if k not in UNSAID} for part in (call.query, call.body)),
        {name: [file.filename, digest_of(file.content)] for name, file in call.uploads.items()},
    ]
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def stored(answer: Answer, response: Response) -> StoredAnswer:
    """A successful answer as it is kept: cookies are not, they belong to the first asking."""
    return StoredAnswer(response.status_code, dict(answer.headers), bytes(response.body).decode())


def replayed(answer: StoredAnswer) -> Response:
    """The answer once more."""
    headers = {"Cache-Control": NO_STORE, REPLAYED: "true"} | answer.headers
    return Response(answer.body, answer.status, headers, "application/json")
