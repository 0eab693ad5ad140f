"""Rules of declarations that Frappe does not know, kept with Frappe's own means.

A controller that inherits ``Guard`` normalises values when a document arrives, and refuses those that break a rule
when it is about to be stored. ``guarded_rules`` is ``{doctype: {fieldname: rule}}``; the rules of child rows are kept with
their document. This module is part of every exported app, so it imports only what a Frappe bench has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, ClassVar

import frappe
import phonenumbers
from frappe import _
from frappe.utils import flt

_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST_AND_PORT = re.compile(r"[^/:]+\.[^/:]+:[0-9]+(?:/|$)")

Rules = dict[str, dict[str, dict[str, Any]]]


class Guard:
    """Mix into a controller, before its own class."""

    guarded_rules: ClassVar[Rules] = {}

    def before_insert(self) -> None:
        normalise(self, type(self).guarded_rules)
        self._call_own("before_insert")

    def before_validate(self) -> None:
        normalise(self, type(self).guarded_rules)
        self._call_own("before_validate")

    def before_save(self) -> None:
        self._call_own("before_save")
        enforce(self, type(self).guarded_rules)

    def before_submit(self) -> None:
        self._call_own("before_submit")
        enforce(self, type(self).guarded_rules)

    def before_update_after_submit(self) -> None:
        self._call_own("before_update_after_submit")
        enforce(self, type(self).guarded_rules)

    def _call_own(self, method: str) -> None:
        """The controller's own method, which this class stands before."""
        own = getattr(super(), method, None)
        if own is not None:
            own()


def normalise(doc: Any, rules: Rules) -> None:
    """Bring the texts of ``doc`` and its rows to their normal form."""
    for part in (doc, *doc.get_all_children()):
        for fieldname, rule in rules.get(part.doctype, {}).items():
            value = part.get(fieldname)
            if isinstance(value, str) and rule.get("normalise"):
                part.set(fieldname, normal_form(value, rule["normalise"]) or None)


def normal_form(text: str, names: str) -> str:
    """``text`` after the normalisers named, in their order."""
    for name in names.split():
        text = _NORMALISERS[name](text)
    return text.strip()


def enforce(doc: Any, rules: Rules) -> None:
    """Refuse ``doc`` where a value, of its own or of a row, breaks a rule. A value that did not change may stay."""
    normalise(doc, rules)
    before = doc.get_doc_before_save()
    for part in (doc, *doc.get_all_children()):
        for fieldname, rule in rules.get(part.doctype, {}).items():
            value = part.get(fieldname)
            if part is doc and before is not None and before.get(fieldname) == value:
                continue
            sentence = complaint(rule, value)
            if sentence:
                row = "" if part is doc else f"Row #{part.idx}: "
                frappe.throw(row + sentence, frappe.ValidationError)


def complaint(rule: dict[str, Any], value: Any) -> str | None:
    """What is wrong with ``value``, or None."""
    label = _(rule["label"])
    if "minimum" in rule and flt(value) < rule["minimum"]:
        return _("{label} must be at least {minimum}.").format(label=label, minimum=f"{rule['minimum']:g}")
    if "maximum" in rule and flt(value) > rule["maximum"]:
        return _("{label} must be at most {maximum}.").format(label=label, maximum=f"{rule['maximum']:g}")
    if not value or not isinstance(value, str):
        return None
    misfit = "mask" in rule and not re.fullmatch(rule["mask_pattern"], value)
    mismatch = "pattern" in rule and not re.fullmatch(rule["pattern"], value, re.ASCII)
    if mismatch and rule.get("pattern_message"):
        return str(_(rule["pattern_message"]))
    if misfit:
        sentence = _("{label} must have the form {mask} (9 stands for a digit, A for a letter).")
        return sentence.format(label=label, mask=rule["mask"])
    if mismatch:
        sentence = _("{label} does not have the form that is asked for ({pattern}).")
        return sentence.format(label=label, pattern=rule["pattern"])
    return None


def _collapse(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _title(text: str) -> str:
    return _LETTERS.sub(lambda word: _each(word[0][:1], "upper") + _each(word[0][1:], "lower"), text)


def _each(text: str, change: str) -> str:
    """``text`` letter by letter; a letter that would become two stays as it is."""
    return "".join(new if len(new := getattr(char, change)()) == 1 else char for char in text)


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())


def _code(text: str) -> str:
    return "".join(char for char in text if char.isalnum()).upper()


def _email(text: str) -> str:
    local, at, host = text.strip().rpartition("@")
    return f"{local}{at}{host.lower()}"


def _phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text, _region())
    except phonenumbers.NumberParseException:
        return _collapse(text)
    if not phonenumbers.is_possible_number(number):
        return _collapse(text)
    extension = f" ext. {number.extension}" if number.extension else ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) + extension


def _region() -> str | None:
    """The two letters of the site's country, for numbers written without the international prefix."""
    country = frappe.db.get_single_value("System Settings", "country")
    code = frappe.db.get_value("Country", country, "code") if country else None
    return str(code).upper() if code else None


def _url(text: str) -> str:
    text = text.strip()
    if not text or text.startswith("/"):
        return text
    if not _SCHEME.match(text) or _HOST_AND_PORT.match(text):
        text = "https://" + text
    scheme, separator, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{separator}{host.lower()}{slash}{path}" if separator else text


_NORMALISERS: dict[str, Callable[[str], str]] = {
    "trim": str.strip,
    "collapse": _collapse,
    "upper": str.upper,
    "lower": str.lower,
    "title": _title,
    "digits": _digits,
    "phone": _phone,
    "email": _email,
    "tax_id": _code,
    "iban": _code,
    "url": _url,
}
