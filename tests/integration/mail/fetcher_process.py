"""Fetches e-mails in a process that dies when it has kept one: ``fetcher_process.py ROOT SITES SITE ACCOUNT``."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from comptoir.correspondence import fetching, incoming
from comptoir.sites import Bench

keep = incoming.keep


def keep_and_die(*given: Any) -> Any:
    keep(*given)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    root, sites, site, account = sys.argv[1:]
    incoming.keep = keep_and_die
    with closing(Bench(Path(root), Path(sites))) as bench, bench.site(site).context() as ctx:
        fetching.fetch(ctx, account)
