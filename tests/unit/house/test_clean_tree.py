"""What must not stand in the tree: addresses of registries, paths of a machine, work put off, over-large files."""

from __future__ import annotations

import re
from pathlib import Path

from .tree import ROOT, files, texts

REGISTRIES = re.compile(
    r"(pypi\.org|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg|npmmirror\.com|deb\.debian\.org|archive\.ubuntu\.com)"
)
"""Where packages come from is a matter of the machine's own settings, never of the repository."""

MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|farm|home|Users|root)/[a-z]")
PUT_OFF = re.compile(
    r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b|NotImplemented" r"Error|pytest\.mark\.(skip|x" r"fail)"
)
NARROWED = re.compile(r"\b(it|test|describe)\.(only|skip)\(")
BARE = re.compile(r"except\s*:|except (Base)?Exception\s*:|# type: ignore(?!\[)")
BOUNDARIES = {}
"""Files where one broad except is the point, with the reason."""

EXECUTED = re.compile(r"(?<![\w.])(eval|exec)\(|new Function\(")
LARGEST = 1_500_000


def found(pattern: re.Pattern[str], *suffixes: str, under: str = "") -> list[str]:
    here = Path(__file__).relative_to(ROOT)
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts(*suffixes, under=under)
        if path != here
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


class TestTree:
    def test_names_no_registry(self) -> None:
        assert [] == found(REGISTRIES)

    def test_names_no_path_of_a_machine(self) -> None:
        assert [] == found(MACHINE_PATHS)

    def test_puts_no_work_off(self) -> None:
        assert [] == found(PUT_OFF, ".py", ".ts", ".vue", ".md")

    def test_runs_every_test_of_the_screens(self) -> None:
        assert [] == found(NARROWED, ".ts")

    def test_catches_no_error_it_does_not_know(self) -> None:
        reraised = re.compile(r"except BaseException:")
        lines = [line for line in found(BARE, ".py") if not reraised.search(line)]
        assert sorted(BOUNDARIES) == sorted(line.split(":")[0] for line in lines)

    def test_executes_no_text(self) -> None:
        assert [] == found(EXECUTED, ".py", ".ts", ".vue", under="apps/")

    def test_holds_no_large_file(self) -> None:
        assert [] == [str(path) for path in files() if (ROOT / path).stat().st_size > LARGEST]


class TestPatterns:
    """The checks above can fail."""

    def test_a_registry_is_seen(self) -> None:
        assert REGISTRIES.search("--index-url https://" + "pypi" + ".org/simple")

    def test_a_path_of_a_machine_is_seen(self) -> None:
        assert MACHINE_PATHS.search("see /" + "home/anna/notes")

    def test_a_broad_except_is_seen(self) -> None:
        assert BARE.search("    except Exception:")

    def test_an_eval_is_seen_and_a_method_of_that_name_is_not(self) -> None:
        assert (True, False) == (
            bool(EXECUTED.search("eval(text)")),
            bool(EXECUTED.search("redis.eval(script)")),
        )
