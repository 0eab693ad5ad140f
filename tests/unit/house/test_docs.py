"""The documentation: links lead somewhere, every page is reachable, every change has a line of news."""

from __future__ import annotations

import re
from pathlib import Path

from .tree import ROOT, files, texts

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
PICTURES_TO_COME: frozenset[str] = frozenset()


def pages() -> dict[Path, str]:
    return dict(texts(".md"))


def anchors(text: str) -> set[str]:
    """The anchors a forge makes of the headings."""
    return {
        re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in HEADING.findall(text)
    }


def local_links(page: Path, text: str) -> list[tuple[str, str]]:
    """(file, anchor) of every link into the repository."""
    links = []
    for target in LINK.findall(text):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            links.append((str((ROOT / page.parent / path).resolve()) if path else str(ROOT / page), anchor))
    return links


class TestLinks:
    def test_every_link_leads_to_a_file(self) -> None:
        broken = [
            f"{page}: {Path(target).relative_to(ROOT)}"
            for page, text in pages().items()
            for target, _ in local_links(page, text)
            if not Path(target).exists() and str(Path(target).relative_to(ROOT)) not in PICTURES_TO_COME
        ]
        assert [] == broken

    def test_every_anchor_is_a_heading(self) -> None:
        broken = [
            f"{page}: {Path(target).name}#{anchor}"
            for page, text in pages().items()
            for target, anchor in local_links(page, text)
            if anchor and Path(target).suffix == ".md" and anchor not in anchors(Path(target).read_text())
        ]
        assert [] == broken

    def test_every_page_of_the_docs_is_reached_from_their_index(self) -> None:
        reached: set[str] = set()
        waiting = [ROOT / "docs/index.md"]
        while waiting:
            page = waiting.pop()
            if str(page) not in reached and page.exists() and page.suffix == ".md":
                reached.add(str(page))
                links = local_links(page.relative_to(ROOT), page.read_text())
                waiting += [Path(target) for target, _ in links]
        lost = [str(path) for path in files() if path.suffix == ".md" and str(path).startswith("docs/")]
        assert [] == [path for path in lost if str(ROOT / path) not in reached]


class TestNews:
    def test_every_fragment_is_one_line(self) -> None:
        fragments = [
            path for path in files() if path.parent == Path("changelog.d") and path.name != "README.md"
        ]
        wrong = [str(path) for path in fragments if len((ROOT / path).read_text().strip().splitlines()) != 1]
        assert [] == wrong

    def test_every_fragment_is_a_sentence(self) -> None:
        fragments = [
            path for path in files() if path.parent == Path("changelog.d") and path.name != "README.md"
        ]
        wrong = [str(path) for path in fragments if not (ROOT / path).read_text().strip().endswith(".")]
        assert [] == wrong


class TestDecisions:
    def test_each_has_a_number_of_its_own_and_a_status(self) -> None:
        records = [
            path for path in files() if path.parent == Path("docs/decisions") and path.name != "README.md"
        ]
        numbers = [path.name[:3] for path in records]
        assert sorted(set(numbers)) == sorted(numbers)
        assert [] == [str(path) for path in records if "**Status**" not in (ROOT / path).read_text()]


class TestReadme:
    def test_fits_on_one_screen(self) -> None:
        assert len((ROOT / "README.md").read_text().splitlines()) <= 60
