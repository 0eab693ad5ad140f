"""What axe finds wrong with a page for people who see it badly, hear it read, or use no mouse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "apps/comptoir/desk/node_modules/axe-core/axe.min.js"
TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
"""WCAG 2.2 AA, and what axe calls best practice: headings in order, landmarks told apart, everything inside one."""
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
EXCEPT = {"label-content-name-mismatch": "[role=treeitem]"}
"""Of a branch people say its title, with which its name begins; the name goes on with what stands beside it."""
SHORT = 160
STILL = "() => document.getAnimations().every(each => each.effect.getTiming().iterations === Infinity)"
RUN = """async ([within, only, except]) => {
    const options = {runOnly: only, resultTypes: ['violations'], iframes: false}
    const {violations} = await axe.run(within || document, options)
    return violations.flatMap(({id, help, nodes}) => nodes.map(node => ({
        rule: id, help, target: node.target.flat().join(' '), html: node.html,
        why: [...node.any, ...node.all, ...node.none].map(check => check.message).join(' '),
    }))).filter(({rule, target}) => !(except[rule] && document.querySelector(target)?.matches(except[rule])))
}"""


@dataclass(frozen=True, slots=True)
class Look:
    """How wide a page is shown, in which colours, and what is asked about it then."""

    width: int
    theme: Literal["light", "dark"]
    rules: dict[str, Any]
    height: int = 900

    def put_on(self, page: Page) -> None:
        """Show ``page`` like this, without motion; the Desk follows what the system prefers."""
        page.set_viewport_size({"width": self.width, "height": self.height})
        page.emulate_media(color_scheme=self.theme, reduced_motion="reduce")
        page.wait_for_function(STILL)

    def __str__(self) -> str:
        return f"{self.width} px {self.theme}"


DESKTOP = Look(1440, "light", TAGS)
LOOKS = (Look(1440, "dark", CONTRAST), Look(390, "dark", TAGS), DESKTOP)
"""The last is how a page is used on the way to the next. A phone in light has the colours of a desktop in light."""


def faults(page: Page, rules: dict[str, Any] = TAGS, within: str = "") -> list[str]:
    """What axe finds on ``page`` as it stands, or in the element ``within``, in readable lines."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_script())  # the page's policy lets no script tag in
    found: list[dict[str, Any]] = page.evaluate(RUN, [within, rules, EXCEPT])
    return [_line(each) for each in found]


def faults_of_looks(page: Page, name: str, looks: tuple[Look, ...] = LOOKS, within: str = "") -> list[str]:
    """What axe finds on ``page``, called ``name``, in every one of ``looks``."""
    found = []
    for look in looks:
        look.put_on(page)
        found += [f"{name}, {look}: {fault}" for fault in faults(page, look.rules, within)]
    return found


def _line(fault: dict[str, Any]) -> str:
    html = " ".join(fault["html"].split())
    return f"{fault['rule']}: {fault['help']}. {fault['why']}\n    {fault['target']}\n    {html[:SHORT]}"


@cache
def _script() -> str:
    return SCRIPT.read_text("utf-8")
