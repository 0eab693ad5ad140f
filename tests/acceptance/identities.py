"""A provider of identities that runs as a server of its own, and a site that knows it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from comptoir.documents import new_document
from comptoir.sites import Site


@contextmanager
def running_provider() -> Iterator[str]:
    """The address of a provider in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    code = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "import oidc_provider_mock as o\n"
        f"from werkzeug.serving import make_server\nmake_server('127.0.0.1', {port}, o.app(require_nonce=True)).serve_forever()"
    )
    environment = os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"}
    process = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _attempt in range(200):
            try:
                httpx.get(f"{address}/.well-known/openid-configuration", trust_env=False)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def introduce(site: Site, provider: str) -> None:
    """Make the provider at ``provider`` known to ``site`` as Company."""
    issuer = httpx.get(f"{provider}/.well-known/openid-configuration", trust_env=False).json()["issuer"]
    with site.context() as ctx:
        values = {
            "doctype": "Social Login Key", "provider_name": "Company", "base_url": issuer, "client_id": "crm",
            "client_secret": "very secret", "enable_social_login": 1, "roles": [{"role": "Sales User"}],
        }  # fmt: skip
        new_document(ctx, values).insert()


def claims(provider: str, sub: str, **values: Any) -> None:
    """Let the provider say this of ``sub``."""
    answer = httpx.put(f"{provider}/users/{sub}", json=values, trust_env=False)
    assert answer.status_code < 300, answer.text
