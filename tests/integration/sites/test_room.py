"""A process with room for fewer sites than it serves keeps no more of them than it has room for."""

from __future__ import annotations

import gc
import weakref
from contextlib import closing

import pytest
from comptoir.sites import Bench, Site
from comptoir.sites.bench import COLLECTED


@pytest.mark.only_on("sqlite")
def test_sites_that_were_closed_are_gone(bench: Bench, site: Site, neighbour: Site) -> None:
    gc.collect()
    gc.disable()
    try:
        with closing(Bench(bench.root, bench.sites_path)) as small:
            small._most_sites = 1
            opened = []
            for _ in range(COLLECTED):
                for name in (site.name, neighbour.name):
                    with small.site(name).context() as ctx:
                        opened.append(weakref.ref(ctx.site))
            assert 2 * COLLECTED == len(opened)
            assert sum(seen() is not None for seen in opened) <= COLLECTED + 2
    finally:
        gc.enable()
