"""An action on many documents in a process of its own, to be killed: ``bulk_leg.py BENCH SITES SITE BULK``."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from comptoir.desk import bulk
from comptoir.sites import Bench


def main(root: str, sites: str, site: str, name: str) -> None:
    with closing(Bench(Path(root), Path(sites))) as bench, bench.site(site).context() as ctx:
        assert ctx.user
        bulk.run(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
