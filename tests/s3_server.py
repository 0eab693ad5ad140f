"""A server that speaks the part of S3 that storages use, over HTTP and with signed requests: ``s3_server.py PORT``.

Objects are kept in memory. Every request must carry the signature (version 4) of the one key there is, over its own
content; what is asked for and not spoken here is answered 501, so that nothing passes by accident.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import sys
import threading
import time
import uuid
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

ACCESS_KEY, SECRET_KEY, REGION = "test-access", "test-secret", "eu-test-1"
PAGE = 3
"""Objects of one page of a list: so few that lists have more than one."""
CREDENTIAL = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)"
)
Entry = tuple[bytes, float]


class Objects:
    """What the buckets hold."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.kept: dict[str, Entry] = {}
        self.parts: dict[str, dict[int, bytes]] = {}


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    objects = Objects()

    def do_GET(self) -> None:
        """An object, a part of one, or a list."""
        self._begin()
        if not self.is_signed:
            return None
        if "/" not in self.place.strip("/"):
            return self._list()
        entry = self.objects.kept.get(self.place)
        if entry is None:
            return self._fail(404, "NoSuchKey")
        content, when = entry
        headers = {"Last-Modified": formatdate(when, usegmt=True), "ETag": _etag(content)}
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if asked is None:
            return self._answer(200, content, headers)
        start = int(asked[1])
        part = content[start : int(asked[2]) + 1 if asked[2] else None]
        if not part:
            return self._fail(416, "InvalidRange")
        headers["Content-Range"] = f"bytes {start}-{start + len(part) - 1}/{len(content)}"
        return self._answer(206, part, headers)

    do_HEAD = do_GET  # noqa: N815  the name that http.server asks for

    def do_PUT(self) -> None:
        """An object, one part of an upload, or a copy."""
        self._begin()
        if not self.is_signed:
            return None
        upload, source = self.query.get("uploadId"), self.headers.get("x-amz-copy-source")
        with self.objects.lock:
            if upload is not None and upload not in self.objects.parts:
                return self._fail(404, "NoSuchUpload")
            if upload is not None:
                self.objects.parts[upload][int(self.query["partNumber"])] = self.content
            elif source is not None:
                found = self.objects.kept.get(unquote(source).lstrip("/"))
                if found is None:
                    return self._fail(404, "NoSuchKey")
                self.objects.kept[self.place] = (found[0], time.time())
                body = f"<CopyObjectResult><ETag>{escape(_etag(found[0]))}</ETag></CopyObjectResult>"
                return self._answer(200, body.encode())
            else:
                self.objects.kept[self.place] = (self.content, time.time())
        return self._answer(200, b"", {"ETag": _etag(self.content)})

    def do_POST(self) -> None:
        """The beginning or the end of an upload in parts, or the removal of several objects."""
        self._begin()
        if not self.is_signed:
            return None
        if "uploads" in self.query:
            upload = uuid.uuid4().hex
            self.objects.parts[upload] = {}
            body = f"<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
            return self._answer(200, body.encode())
        if "uploadId" in self.query:
            parts = self.objects.parts.pop(self.query["uploadId"])
            content = b"".join(parts[number] for number in sorted(parts))
            self.objects.kept[self.place] = (content, time.time())
            body = f"<CompleteMultipartUploadResult><Location>l</Location><Bucket>b</Bucket><Key>k</Key><ETag>{escape(_etag(content))}</ETag></CompleteMultipartUploadResult>"
            return self._answer(200, body.encode())
        if "delete" in self.query:
            keys = re.findall(r"<Key>(.*?)</Key>", self.content.decode())
            for key in keys:
                self.objects.kept.pop(f"{self.place.strip('/')}/{key}", None)
            gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
            return self._answer(200, f"<DeleteResult>{gone}</DeleteResult>".encode())
        return self._fail(501, "NotImplemented")

    def do_DELETE(self) -> None:
        """The removal of an object, or of an upload that was begun."""
        self._begin()
        if not self.is_signed:
            return
        if "uploadId" in self.query:
            self.objects.parts.pop(self.query["uploadId"], None)
        else:
            self.objects.kept.pop(self.place, None)
        self._answer(204, b"")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _list(self) -> None:
        bucket, prefix = self.place.strip("/"), self.query.get("prefix", "")
        after = self.query.get("continuation-token", "")
        found = sorted(
            (path.partition("/")[2], entry)
            for path, entry in self.objects.kept.items()
            if path.partition("/")[0] == bucket
        )
        rest = [(key, entry) for key, entry in found if key.startswith(prefix) and key > after]
        page = rest[:PAGE]
        more = (
            f"<IsTruncated>true</IsTruncated><NextContinuationToken>{escape(page[-1][0])}</NextContinuationToken>"
            if len(rest) > PAGE
            else "<IsTruncated>false</IsTruncated>"
        )
        contents = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(content)}</Size><ETag>{escape(_etag(content))}</ETag>"
            f"<LastModified>{time.strftime('%Y-%m-%dT%H:%M:%S.000Z', time.gmtime(when))}</LastModified></Contents>"
            for key, (content, when) in page
        )
        self._answer(200, f"<ListBucketResult>{more}{contents}</ListBucketResult>".encode())

    def _begin(self) -> None:
        address = urlsplit(self.path)
        self.raw_path, self.raw_query = address.path, address.query
        self.query = dict(parse_qsl(address.query, keep_blank_values=True))
        self.place = unquote(address.path).lstrip("/")
        self.content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.is_signed = self._check()

    def _check(self) -> bool:
        given = CREDENTIAL.fullmatch(self.headers.get("Authorization", ""))
        payload = self.headers.get("x-amz-content-sha256", "")
        if given is None or given[1] != ACCESS_KEY or given[3] != REGION:
            self._fail(403, "InvalidAccessKeyId")
            return False
        if payload != "UNSIGNED-PAYLOAD" and payload != hashlib.sha256(self.content).hexdigest():
            self._fail(400, "XAmzContentSHA256Mismatch")
            return False
        if not hmac.compare_digest(given[5], self._signature(given[2], given[4], payload)):
            self._fail(403, "SignatureDoesNotMatch")
            return False
        return True

    def _signature(self, day: str, signed: str, payload: str) -> str:
        names = signed.split(";")
        headers = "".join(f"{name}:{' '.join((self.headers.get(name) or '').split())}\n" for name in names)
        query = "&".join(
            f"{quote(key, safe='-_.~')}={quote(value, safe='-_.~')}"
            for key, value in sorted(self.query.items())
        )
        request = "\n".join((self.command, self.raw_path, query, headers, signed, payload))
        scope = f"{day}/{REGION}/s3/aws4_request"
        text = "\n".join(
            (
                "AWS4-HMAC-SHA256",
                self.headers.get("x-amz-date", ""),
                scope,
                hashlib.sha256(request.encode()).hexdigest(),
            )
        )
        key = f"AWS4{SECRET_KEY}".encode()
        for part in (*scope.split("/"), text):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return key.hex()

    def _fail(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())

    def _answer(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _etag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
