"""A process of its own that submits warehouse entries, in four threads; run as a program, it prints how each ended.

python clerk.py ROOT SITES SITE NAME...
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import frappe
from comptoir.context import ADMINISTRATOR, use
from comptoir.sites import Bench, Site


def submit(site: Site, name: str) -> str:
    with use(site.open(ADMINISTRATOR)) as mine:
        try:
            frappe.get_doc("Warehouse Entry", name).submit()
            mine.db.commit()
        except frappe.ValidationError as error:
            mine.db.rollback()
            return type(error).__name__
        finally:
            mine.db.close()
    return "done"


def main(root: str, sites: str, name: str, entries: list[str]) -> None:
    bench = Bench(Path(root), Path(sites))
    site = bench.site(name)
    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(4) as pool:
        for outcome in pool.map(lambda entry: submit(site, entry), entries):
            print(outcome, flush=True)
    bench.close()


if __name__ == "__main__":
    main(*sys.argv[1:4], sys.argv[4:])
