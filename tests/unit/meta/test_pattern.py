"""Regular expressions: the common subset, agreement with Python's engine, and no way to hang."""

from __future__ import annotations

import re
import time

import pytest
from comptoir.meta import pattern
from hypothesis import given
from hypothesis import strategies as st

SAFE = [
    "[A-Z]{2}[0-9]{6}",
    "[a-z]+(-[a-z]+)*",
    "(?:[0-9]{1,3}[.]){3}[0-9]{1,3}",
    "^[^@ ]+@[^@ ]+$",
    r"\d{4}-\d{2}",
    "(a|b)+",
    "(ab)*",
    "(red|green|blue)",
    r"\+?[0-9 ()-]{5,20}",
    "a?b*c+",
    "[]]?".replace("[]]", r"[\]]"),
    r"[\w.-]+",
    "",
]

REFUSED = {
    "(a+)+": "a repetition inside a repetition",
    "(a*)*": "a repetition inside a repetition",
    "(a|aa)+": "a repetition inside a repetition",
    "(a|a)*": "a repetition inside a repetition",
    "(-[-a]+)*": "a repetition inside a repetition",
    "((ab)*)*": "a repetition inside a repetition",
    "(a?b?)*": "a repetition inside a repetition",
    "(.*)+x": "a repetition inside a repetition",
    "a**": "a quantifier follows",
    "a+?": "a quantifier follows",
    "(?=a)": "look-around",
    "(?P<n>a)": "look-around",
    "(?i)a": "look-around",
    r"(a)\1": "is not supported",
    r"\bword": "is not supported",
    r"\p{L}": "is not supported",
    "(a": "not closed",
    "a)": "closes nothing",
    "[a": "ends too early",
    "[]": "empty",
    "[z-a]": "smaller to a larger",
    "*a": "nothing to refer to",
    "a{3,2}": "smaller to a larger",
    "a{1001}": "at most 1000",
    "a{x}": "must start a repetition",
    "a^b": "start or end",
    "a{1000}{2}": "a quantifier follows",
    "(((((a{100}){100})))){100}": "too large",
    "(" * 25 + "a" + ")" * 25: "deep",
    "a" * 501: "at most 500",
}


class TestASafePattern:
    @pytest.mark.parametrize("source", SAFE)
    def test_passes_the_check(self, source: str) -> None:
        assert pattern.check(source) is None


class TestAPatternOutsideTheSubset:
    @pytest.mark.parametrize(("source", "reason"), REFUSED.items(), ids=[s[:30] for s in REFUSED])
    def test_is_refused_with_the_reason(self, source: str, reason: str) -> None:
        with pytest.raises(pattern.PatternSyntaxError, match=reason):
            pattern.check(source)


class TestAMatch:
    @pytest.mark.parametrize(
        ("source", "value", "expected"),
        [
            ("a{2,3}", "a", False),
            ("a{2,3}", "aa", True),
            ("a{2,3}", "aaaa", False),
            ("a{2,}", "aaaaaa", True),
            (r"\d+", "١٢", False),
            (r"\w+", "é", False),
            (r"\s", "\u00a0", True),
            (r"\D", "x", True),
            ("[^a]", "\n", True),
            (".", "\n", False),
            (".", "😀", True),
            ("[а-я]+", "привет", True),
            ("a|b|", "", True),
            (r"a\.b", "axb", False),
            ("^a$", "a", True),
            ("[a-]", "-", True),
            (r"[\d-]", "-", True),
        ],
    )
    def test_covers_the_whole_value(self, source: str, value: str, expected: bool) -> None:
        assert expected is pattern.compile(source).matches(value)

    @pytest.mark.parametrize("source", ["(a+)+b", "(a|aa)+b", "(.*.*.*.*.*)*x", "(a?){200}a{200}"])
    def test_takes_no_time_even_where_others_run_away(self, source: str) -> None:
        started = time.thread_time()
        pattern.compile(source).matches("a" * 140 + "!")
        assert time.thread_time() - started < 5

    @given(
        st.sampled_from([s for s in SAFE if s]),
        st.text(alphabet="abAB01-.@+ ()]xyredgn", max_size=24),
    )
    def test_agrees_with_pythons_engine(self, source: str, value: str) -> None:
        assert bool(re.fullmatch(source, value, re.ASCII)) is pattern.compile(source).matches(value)

    @given(st.sampled_from([s for s in SAFE if s]), st.data())
    def test_takes_whatever_is_made_from_the_pattern(self, source: str, data: st.DataObject) -> None:
        value = data.draw(st.from_regex(re.compile(source, re.ASCII), fullmatch=True))
        assert pattern.compile(source).matches(value.removesuffix("\n"))
