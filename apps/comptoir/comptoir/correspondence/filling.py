"""The text of an Email Template with the fields of a document: those its reader may read, and no others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from comptoir.context import Context
from comptoir.documents import read_document
from comptoir.templates import render

TEMPLATE = "Email Template"
Helpers = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True, slots=True)
class Filled:
    """What an e-mail says."""

    subject: str
    message: str


def fill(ctx: Context, template: str, values: Mapping[str, Any], helpers: Helpers) -> Filled:
    """The template, which the acting user may read, with ``values``."""
    stored = read_document(ctx, TEMPLATE, template)
    text = stored.response_html if stored.use_html else stored.response
    return Filled(
        one_line(render(ctx, str(stored.subject or ""), values, helpers)),
        render(ctx, str(text or ""), values, helpers),
    )


def fill_about(ctx: Context, template: str, doctype: str, name: Any, helpers: Helpers) -> Filled:
    """The template with what the acting user may read of a document."""
    doc = read_document(ctx, doctype, name).as_dict()
    return fill(ctx, template, {**doc, "doc": doc}, helpers)


def one_line(text: str) -> str:
    """A rendered text as the plain line a subject is."""
    return " ".join(unescape(text).split())
