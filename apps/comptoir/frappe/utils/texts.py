"""Texts and lists of them."""

from __future__ import annotations

import re
import secrets
import string
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from frappe._messages import _


def cstr(s: Any, encoding: str = "utf-8") -> str:
    """Text; empty for None."""
    return s.decode(encoding) if isinstance(s, bytes) else "" if s is None else str(s)


def strip(val: str, chars: str | None = None) -> str:
    """``val`` without blanks and zero-width characters around it."""
    return (val or "").replace("\ufeff", "").replace("\u200b", "").strip(chars)


def comma_sep(some_list: Any, pattern: str, add_quotes: bool = True) -> Any:
    """A list in one sentence; ``pattern`` joins the last two, as in ``{0} and {1}``."""
    if not isinstance(some_list, (list, tuple)):
        return some_list
    words = [f"'{item}'" if add_quotes else str(item) for item in some_list]
    if len(words) < 2:
        return words[0] if words else ""
    return pattern.format(", ".join(words[:-1]), words[-1])


def comma_and(some_list: Any, add_quotes: bool = True) -> Any:
    """``a, b and c`` in the user's language."""
    return comma_sep(some_list, _("{0} and {1}"), add_quotes)


def comma_or(some_list: Any, add_quotes: bool = True) -> Any:
    """``a, b or c`` in the user's language."""
    return comma_sep(some_list, _("{0} or {1}"), add_quotes)


def new_line_sep(some_list: Any) -> Any:
    """A list, one item on a line."""
    return "\n".join(f"- {item}" for item in some_list) if isinstance(some_list, (list, tuple)) else some_list


def unique(seq: Iterable[Any]) -> list[Any]:
    """The items of ``seq``, each once, in their order."""
    return list(dict.fromkeys(seq))


def has_common(l1: Iterable[Any], l2: Iterable[Any]) -> set[Any]:
    """The items both lists have."""
    return set(l1) & set(l2)


def is_subset(list_a: Iterable[Any], list_b: Iterable[Any]) -> bool:
    """Whether ``list_b`` has every item of ``list_a``."""
    return set(list_a) <= set(list_b)


def random_string(length: int) -> str:
    """Random letters and digits, unguessable."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _number in range(length))


def generate_hash(txt: str | None = None, length: int = 56) -> str:
    """Random hexadecimal digits, unguessable; ``txt`` has no effect."""
    return secrets.token_hex(length // 2 + 1)[:length]


def get_abbr(txt: str, max_len: int = 2) -> str:
    """The first letters of the words."""
    return "".join(word[0] for word in txt.split() if word)[:max_len].upper() or "?"


def parse_val(v: Any) -> Any:
    """A value as plain text and numbers: dates as ISO text, booleans as 0 and 1."""
    if isinstance(v, bool):
        return int(v)
    return str(v) if hasattr(v, "isoformat") or hasattr(v, "total_seconds") else v


def get_string_between(start: str, text: str, end: str) -> str:
    """The text between two others; empty where they are not there."""
    match = re.search(re.escape(start) + "(.*?)" + re.escape(end), text, re.DOTALL)
    return match.group(1).strip() if match else ""


def make_esc(esc_chars: str) -> Any:
    """A function that puts a backslash before these characters."""
    return lambda text: "".join("\\" + char if char in esc_chars else char for char in text)


def esc(s: str, esc_chars: str) -> str:
    """``s`` with a backslash before these characters."""
    return str(make_esc(esc_chars)(s))


def safe_encode(param: Any, encoding: str = "utf-8") -> bytes:
    """``param`` as bytes."""
    return param if isinstance(param, bytes) else str(param).encode(encoding)


def safe_decode(param: Any, encoding: str = "utf-8", fallback_map: Mapping[str, str] | None = None) -> Any:
    """``param`` as text; what cannot be decoded stays bytes."""
    try:
        return param.decode(encoding) if isinstance(param, bytes) else param
    except UnicodeDecodeError:
        return param


def remove_accents(text: str) -> str:
    """``text`` without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
