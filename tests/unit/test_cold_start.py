"""What a web process imports before its first answer: libraries that few requests need come with those."""

from __future__ import annotations

import subprocess
import sys

LAZY = (
    "authlib", "babel.messages.pofile", "joserfc", "markdown", "openpyxl", "phonenumbers", "sqlglot", "comptoir.access.oidc",
    "argon2", "cryptography", "redis", "comptoir.meta.checks", "comptoir.schema.applying", "comptoir.schema.declared",
    "comptoir.web.openapi", "comptoir.web.v2",
)  # fmt: skip
SCRIPT = f"""
import gc, sys
from comptoir.web.app import create_app
create_app()
assert "comptoir.web.routes" in sys.modules and gc.isenabled()
print([name for name in {LAZY!r} if name in sys.modules])
from comptoir.schema import Applied, apply, apply_within
assert callable(apply)
"""


def test_a_web_process_starts_without_what_few_requests_need() -> None:
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False, timeout=60
    )
    assert ("[]\n", 0) == (run.stdout, run.returncode), run.stderr
