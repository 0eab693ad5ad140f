"""Pictures of other servers in a received e-mail, for whoever wants to see them.

The site fetches them, so their server learns that somebody looked and nothing of who and where. Only what stands in an
e-mail that the user may read is fetched, and only a picture is handed on.
"""

from __future__ import annotations

from urllib.parse import urljoin

from comptoir import outgoing
from comptoir.access import rates
from comptoir.context import Context
from comptoir.correspondence.markup import pictures_in
from comptoir.documents import read_document
from comptoir.errors import DoesNotExistError, ServiceUnavailableError
from comptoir.hooks import whitelist
from comptoir.outgoing import Answer, Question
from comptoir.sentences import _

KINDS = ((b"\x89PNG\r\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"RIFF", "webp"))
"""How pictures that a browser may show begin."""
AN_HOUR, MOST = 3600, 1000
"""How many pictures a user may have fetched in an hour."""
MOST_TURNS = 3
MOVED = (301, 302, 303, 307, 308)


@whitelist(methods=["GET"])
def picture(ctx: Context, communication: str, number: int) -> None:
    """The picture with this number, from 0, among those of other servers in an e-mail."""
    addresses = pictures_in(str(read_document(ctx, "Communication", communication).content or ""))
    if not 0 <= number < len(addresses):
        raise DoesNotExistError(_("The e-mail {name} has no such picture.", name=communication))
    rates.spend(ctx, "pictures", MOST, AN_HOUR)
    content = _fetched(addresses[number]).body
    kind = next((kind for beginning, kind in KINDS if content.startswith(beginning)), None)
    if kind is None:
        raise ServiceUnavailableError(_("The server of this picture sent something else."))
    ctx.response.update(
        {
            "type": "download",
            "filename": f"picture.{kind}",
            "content_type": f"image/{kind}",
            "filecontent": content,
            "display_content_as": "inline",
        }
    )


def _fetched(address: str) -> Answer:
    """What the server of ``address`` answers; each address it leads to is judged like the first."""
    for _turn in range(MOST_TURNS):
        answer = outgoing.ask(Question("GET", address, {"Accept": "image/*"}))
        onwards = next((value for name, value in answer.headers.items() if name.lower() == "location"), "")
        if answer.status not in MOVED or not onwards:
            return answer
        address = urljoin(address, onwards)
    return answer
