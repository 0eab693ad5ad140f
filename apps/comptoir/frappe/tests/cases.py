"""Test cases for applications. Each test works on a site as Administrator, and what it wrote is rolled back.

A test uses the context that is active; where there is none it opens the site named by ``COMPTOIR_SITE``, or the only one
of the installation.
"""

from __future__ import annotations

import os
import unittest
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time
from typing import Any

from comptoir.clock import FixedClock
from comptoir.context import ADMINISTRATOR, current, has_current
from comptoir.context import use as use_context
from comptoir.errors import ConfigurationError
from comptoir.sites.here import here

from frappe._document_verbs import get_doc
from frappe.utils.dates import get_datetime

SITE_VARIABLE = "COMPTOIR_SITE"


class UnitTestCase(unittest.TestCase):
    """Assertions that tests of applications use."""

    def assertSequenceSubset(self, larger: Any, smaller: Any, msg: str | None = None) -> None:  # noqa: N802
        """Every item of ``smaller`` is in ``larger``."""
        self.assertEqual([], [item for item in smaller if item not in larger], msg)

    def assertDocumentEqual(self, expected: Any, actual: Any) -> None:  # noqa: N802
        """Every value of ``expected`` (a dictionary or document, rows included) is in ``actual``."""
        values = expected if isinstance(expected, Mapping) else expected.as_dict()
        for key, value in values.items():
            found = actual.get(key)
            if isinstance(value, list):
                self.assertEqual(len(value), len(found or []), key)
                for row, stored in zip(value, found or [], strict=True):
                    self.assertDocumentEqual(row, stored)
            elif isinstance(value, float):
                self.assertAlmostEqual(value, found, 9, key)
            elif isinstance(value, (date, time)) or isinstance(found, (date, time)):
                self.assertEqual(str(value), str(found), key)
            else:
                self.assertEqual(value, found, key)


class IntegrationTestCase(UnitTestCase):
    """Tests that read and write. What a test writes (and does not commit) is gone after it."""

    def run(self, result: unittest.TestResult | None = None) -> unittest.TestResult | None:
        """Run the test on a site."""
        with ExitStack() as stack:
            stack.enter_context(_site())
            ctx = current()
            user, kept = ctx.user, dict(ctx.flags)
            ctx.set_user(ADMINISTRATOR)
            ctx.flags["in_test"] = True
            try:
                return super().run(result)
            finally:
                ctx.db.rollback()
                ctx.flags.clear()
                ctx.flags.update(kept)
                ctx.messages.clear()
                ctx.set_user(user)

    @contextmanager
    def set_user(self, user: str) -> Iterator[None]:
        """Act as ``user`` for the length of a block."""
        with set_user(user):
            yield

    @contextmanager
    def change_settings(
        self, doctype: str, settings: Mapping[str, Any] | None = None, **values: Any
    ) -> Iterator[None]:
        """Give a Single other values for the length of a block."""
        with change_settings(doctype, settings, **values):
            yield

    @contextmanager
    def freeze_time(self, time_to_freeze: Any, **_ignored: Any) -> Iterator[None]:
        """Stop the clock of the context at a moment."""
        ctx = current()
        clock, moment = ctx.clock, get_datetime(time_to_freeze)
        assert isinstance(moment, datetime)
        ctx.clock = FixedClock(moment)
        try:
            yield
        finally:
            ctx.clock = clock

    @contextmanager
    def assertQueryCount(self, count: int) -> Iterator[None]:  # noqa: N802
        """The block sends at most ``count`` statements to the database."""
        before = current().db.statements
        yield
        self.assertLessEqual(current().db.statements - before, count)


FrappeTestCase = IntegrationTestCase


@contextmanager
def set_user(user: str) -> Iterator[None]:
    """Act as ``user`` for the length of a block."""
    ctx = current()
    before = ctx.user
    ctx.set_user(user)
    try:
        yield
    finally:
        ctx.set_user(before)


@contextmanager
def change_settings(
    doctype: str, settings: Mapping[str, Any] | None = None, /, **values: Any
) -> Iterator[None]:
    """Give a Single other values for the length of a block or of the function decorated."""
    doc = get_doc(doctype)
    wanted = dict(settings or {}) | {key: value for key, value in values.items() if key != "commit"}
    before = {key: doc.get(key) for key in wanted}
    _store(doctype, wanted)
    try:
        yield
    finally:
        _store(doctype, before)


def _store(doctype: str, values: Mapping[str, Any]) -> None:
    doc = get_doc(doctype)
    doc.update(values)
    doc.flags.ignore_mandatory = True
    doc.save(ignore_permissions=True)


@contextmanager
def _site() -> Iterator[None]:
    if has_current():
        yield
        return
    bench = here()
    try:
        names = bench.site_names()
        name = os.environ.get(SITE_VARIABLE) or (names[0] if len(names) == 1 else "")
        if not name:
            raise ConfigurationError(f"Name the site these tests may use in {SITE_VARIABLE}.")
        ctx = bench.site(name).open(ADMINISTRATOR)
        try:
            with use_context(ctx):
                yield
        finally:
            ctx.db.close()
    finally:
        bench.close()
