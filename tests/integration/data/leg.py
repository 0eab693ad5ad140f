"""One leg of an import in a process of its own, to be killed: ``leg.py BENCH SITES SITE IMPORT``."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from comptoir.data import running
from comptoir.sites import Bench


def main(root: str, sites: str, site: str, name: str) -> None:
    with closing(Bench(Path(root), Path(sites))) as bench, bench.site(site).context() as ctx:
        assert ctx.user
        running.run(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
