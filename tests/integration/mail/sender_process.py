"""Sends what waits in the outbox of a site in a process of its own: ``sender_process.py ROOT SITES SITE``."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from comptoir.jobs import mailing
from comptoir.sites import Bench

if __name__ == "__main__":
    root, sites, site = sys.argv[1:]
    with closing(Bench(Path(root), Path(sites))) as bench, bench.site(site).context():
        mailing.send_letters()
