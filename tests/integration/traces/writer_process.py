"""Writes entries to the trail of a site in a process of its own: ``writer_process.py ROOT SITES SITE NAME COUNT``."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from comptoir.sites import Bench
from comptoir.traces import operations, record

if __name__ == "__main__":
    root, sites, site, name, count = sys.argv[1:]
    with closing(Bench(Path(root), Path(sites))) as bench:
        for number in range(int(count)):
            with bench.site(site).context() as ctx:
                record(ctx, operations.VIEWED, user=name, doctype="Client", name=number)
