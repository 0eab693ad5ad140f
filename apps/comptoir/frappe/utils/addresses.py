"""Addresses: of the site and its documents, of people, of files."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from comptoir.context import current
from comptoir.errors import InvalidEmailAddressError, InvalidPhoneNumberError, ValidationError
from comptoir.meta.fieldtypes.text import is_email, is_phone
from comptoir.sites.settings import site_settings
from comptoir.text import slug

from frappe._db_reading import Reading
from frappe._messages import _
from frappe.utils.markup import escape_html


def get_url(uri: str | None = None, full_address: bool = False) -> str:
    """The address of the site (``host_name`` of its configuration, or the request's host), with ``uri`` behind it."""
    if uri and urlsplit(uri).scheme in ("http", "https"):
        return uri
    base = _base()
    return f"{base}/{uri.lstrip('/')}" if uri else base


def get_host_name() -> str:
    """The host of the site's address."""
    return urlsplit(_base()).netloc


def _base() -> str:
    ctx = current()
    host = ctx.site.config.raw.get("host_name") or ""
    if not host and ctx.request is not None:
        secure = ctx.request.headers.get("x-forwarded-proto") == "https" or getattr(
            ctx.request, "secure", False
        )
        host = ("https://" if secure else "http://") + ctx.request.headers.get("host", ctx.site.name)
    host = str(host or ctx.site.name)
    return (host if "://" in host else f"http://{host}").rstrip("/")


def get_link_to_form(doctype: str, name: Any = None, label: str | None = None) -> str:
    """A link to a document's form, as HTML."""
    return f'<a href="{get_url_to_form(doctype, name)}">{escape_html(str(label or name or doctype))}</a>'


def get_url_to_form(doctype: str, name: Any = None) -> str:
    """The address of a document's form."""
    return get_url(f"app/{slug(doctype)}/{quote(str(name or doctype), safe='')}")


def get_url_to_list(doctype: str) -> str:
    """The address of a doctype's list."""
    return get_url(f"app/{slug(doctype)}")


def get_url_to_report(name: str, report_type: str | None = None, doctype: str | None = None) -> str:
    """The address of a report."""
    if report_type == "Report Builder":
        return get_url(f"app/{slug(doctype or '')}/view/report/{quote(name, safe='')}")
    return get_url(f"app/query-report/{quote(name, safe='')}")


def get_url_to_report_with_filters(name: str, filters: dict[str, Any], report_type: str | None = None,
                                   doctype: str | None = None) -> str:  # fmt: skip
    """The address of a report with filters filled in."""
    return f"{get_url_to_report(name, report_type, doctype)}?{urlencode(filters)}"


def get_absolute_url(doctype: str, name: Any) -> str:
    """The path of a document's form."""
    return f"/app/{slug(doctype)}/{quote(str(name), safe='')}"


def get_fullname(user: str | None = None) -> str:
    """What a user is called."""
    name = user or current().user
    return str(Reading().get_value("User", name, "full_name", cache=True) or name)


def get_formatted_email(user: str, mail: str | None = None) -> str:
    """A user's name and address as an e-mail header has them."""
    address = mail or Reading().get_value("User", user, "email") or user
    return f"{get_fullname(user)} <{address}>"


def extract_email_id(email: str) -> str:
    """The bare address of ``Name <address>``."""
    return email[email.rfind("<") + 1 : -1].strip() if email.strip().endswith(">") else email.strip()


def validate_email_address(email_str: str, throw: bool = False) -> str:
    """The addresses in ``email_str`` (one, or several with commas); empty, or an error, where one is not valid."""
    found = []
    for part in split_emails(email_str):
        if not is_email(extract_email_id(part)):
            if throw:
                raise InvalidEmailAddressError(_("{0} is not a valid Email Address").format(part))
            return ""
        found.append(extract_email_id(part))
    if throw and not found:
        raise InvalidEmailAddressError(_("{0} is not a valid Email Address").format(email_str or ""))
    return ", ".join(found)


def split_emails(txt: str | None) -> list[str]:
    """The addresses of a text: separated by commas, semicolons or lines; commas in quotes separate nothing."""
    found, word, quoted = [], "", False
    for char in (txt or "") + ",":
        quoted ^= char == '"'
        if char in ",;\n" and not quoted:
            found.append(word.strip())
            word = ""
        else:
            word += char
    return [part for part in found if part]


def validate_phone_number(phone_number: str, throw: bool = False) -> bool:
    """Whether this is a phone number: international, or local to the site's country."""
    good = is_phone(str(phone_number or "").strip(), site_settings(current()).phone_region)
    if throw and not good:
        raise InvalidPhoneNumberError(_("{0} is not a valid Phone Number").format(phone_number))
    return good


def validate_url(txt: str, throw: bool = False, valid_schemes: Any = None) -> bool:
    """Whether this is an absolute address (of one of ``valid_schemes``)."""
    schemes = [valid_schemes] if isinstance(valid_schemes, str) else valid_schemes
    try:
        parts = urlsplit(str(txt or "").strip())
    except ValueError:
        parts = urlsplit("")
    good = bool(parts.scheme and parts.netloc) and (not schemes or parts.scheme in schemes)
    if throw and not good:
        raise ValidationError(_("{0} is not a valid URL").format(txt))
    return good


def get_site_path(*path: str) -> str:
    """The folder of the site, or a path inside it."""
    return str(current().site.path.joinpath(*path))


def get_files_path(*path: str, is_private: bool = False) -> str:
    """The folder of the site's files, or a path inside it."""
    site = current().site
    return str((site.private_files() if is_private else site.public_files()).joinpath(*path))


def get_bench_path() -> str:
    """The folder of the installation."""
    return str(current().site.root)
