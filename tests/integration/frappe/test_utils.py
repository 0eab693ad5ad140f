"""``frappe.utils`` as application code uses it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import frappe
import pytest
from comptoir.clock import FixedClock
from comptoir.context import Context
from frappe import utils
from frappe.utils import data

pytestmark = pytest.mark.usefixtures("ctx")


@pytest.fixture
def noon(ctx: Context) -> datetime:
    moment = datetime(2026, 5, 14, 12, 0)
    ctx.clock = FixedClock(moment)
    return moment


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [("1,234.5", 1234.5), (None, 0), ("x", 0), ("", 0), ("nan", 0), (True, 1), ("1e3", 1000)],
    )
    def test_flt(self, value: Any, expected: float) -> None:
        assert expected == utils.flt(value)

    def test_flt_rounds_as_the_site_does(self) -> None:
        assert (0.12, 2.68) == (utils.flt(0.125, 2), utils.flt(2.675, 2))
        frappe.db.set_single_value("System Settings", "rounding_method", "Commercial Rounding")
        assert 0.13 == utils.flt(0.125, 2) == utils.rounded(0.125, 2)
        assert 0.12 == utils.rounded(0.125, 2, rounding_method="Banker's Rounding")

    def test_cint(self) -> None:
        assert [3, 0, 7, 1] == [utils.cint("3.9"), utils.cint("x"), utils.cint(None, 7), utils.cint(True)]

    def test_ceil_floor_and_words(self) -> None:
        assert (3, 2, True, "x") == (utils.ceil("2.1"), utils.floor(2.9), utils.sbool("1"), utils.sbool("x"))


class TestDates:
    def test_reading(self, noon: datetime) -> None:
        assert (
            date(2026, 1, 31) == utils.getdate("2026-01-31 10:00:00") == utils.getdate(datetime(2026, 1, 31))
        )
        assert noon.date() == utils.getdate()
        assert date(2026, 1, 31) == utils.getdate("31-01-2026", parse_day_first=True)
        assert (
            datetime(2026, 1, 31) == utils.get_datetime("2026-01-31") == utils.get_datetime(date(2026, 1, 31))
        )
        assert time(9, 30) == utils.get_time("9:30:00") == utils.get_time(timedelta(hours=9, minutes=30))
        with pytest.raises(frappe.ValidationError):
            utils.getdate("soon")

    def test_now(self, noon: datetime) -> None:
        assert ("2026-05-14", "2026-05-14", noon) == (utils.nowdate(), utils.today(), utils.now_datetime())

    def test_moving_keeps_the_type(self) -> None:
        assert "2026-03-03" == utils.add_days("2026-02-28", 3)
        assert date(2026, 2, 28) == utils.add_months(date(2026, 1, 31), 1)
        assert datetime(2026, 1, 1, 2) == utils.add_to_date(datetime(2026, 1, 1), hours=2)
        assert "2028-02-29 00:00:00" == str(
            utils.add_to_date("2026-02-28", years=2, days=1, as_datetime=True)
        )

    def test_measuring(self) -> None:
        assert (3, 2, 1.5, 5400) == (
            utils.date_diff("2026-03-03", "2026-02-28"),
            utils.month_diff("2026-03-01", "2026-02-28"),
            utils.time_diff_in_hours("2026-01-01 11:30:00", "2026-01-01 10:00:00"),
            utils.time_diff_in_seconds("2026-01-01 11:30:00", "2026-01-01 10:00:00"),
        )

    def test_first_and_last_days(self) -> None:
        assert ["2026-05-01", "2026-05-31", "2026-04-01", "2026-06-30", "2026-01-01", "2026-12-31"] == [
            str(day("2026-05-14"))
            for day in (
                utils.get_first_day,
                utils.get_last_day,
                utils.get_quarter_start,
                utils.get_quarter_ending,
                utils.get_year_start,
                utils.get_year_ending,
            )
        ]

    def test_weeks_begin_as_the_site_says(self) -> None:
        assert date(2026, 5, 11) == utils.get_first_day_of_week("2026-05-14")
        frappe.db.set_single_value("System Settings", "first_day_of_the_week", "Sunday")
        assert date(2026, 5, 10) == utils.get_first_day_of_week("2026-05-14")
        assert date(2026, 5, 16) == utils.get_last_day_of_week("2026-05-14")

    def test_periods_in_words(self, noon: datetime) -> None:
        assert (date(2026, 4, 1), date(2026, 4, 30)) == utils.get_timespan_date_range("last month")


class TestFormats:
    def test_follow_the_settings(self) -> None:
        settings = frappe.get_doc("System Settings")
        settings.update({"date_format": "dd.mm.yyyy", "time_format": "HH:mm", "number_format": "#.###,##"})
        settings.save()
        assert "31.01.2026" == utils.formatdate("2026-01-31") == utils.format_date("2026-01-31")
        assert "31.01.2026 09:05" == utils.format_datetime("2026-01-31 09:05:07")
        assert "09:05" == utils.format_time("09:05:07")
        assert "1.234,50" == utils.fmt_money(1234.5)
        assert "€1.234,50" == utils.fmt_money(1234.5, currency="EUR")
        assert "1.234,5" == utils.fmt_money(1234.5, precision=1)

    def test_take_a_pattern(self) -> None:
        assert "31/01/26" == utils.formatdate("2026-01-31", "dd/mm/yy")
        assert "" == utils.formatdate(None)

    def test_durations(self) -> None:
        assert "1d 2h 3m" == utils.format_duration(93780)
        assert 93780 == utils.duration_to_seconds("1d 2h 3m")

    def test_values_by_field(self) -> None:
        meta = frappe.get_meta("Client")
        assert "Yes" == frappe.format_value(1, {"fieldtype": "Check"})
        assert "12.50" in frappe.format(12.5, meta.field("credit_limit"))
        assert "" == frappe.format_value(None, {"fieldtype": "Date"})

    def test_how_long_ago(self, noon: datetime) -> None:
        assert "2 hours ago" == utils.pretty_date("2026-05-14 10:00:00")

    @pytest.mark.parametrize(
        ("lang", "words"),
        [
            ("en", "EUR One Thousand Two Hundred Thirty-Four and Fifty-Six Cents only."),
            ("fr", "Mille deux cent trente-quatre euros et cinquante-six centimes"),
            ("ru", "Одна тысяча двести тридцать четыре евро пятьдесят шесть центов"),
        ],
    )
    def test_money_in_words(self, ctx: Context, lang: str, words: str) -> None:
        ctx.lang = lang
        assert words == utils.money_in_words(1234.56, "EUR")

    def test_money_in_words_of_nonsense(self) -> None:
        assert "" == utils.money_in_words("much", "EUR")


class TestTexts:
    def test_lists_in_sentences(self) -> None:
        assert "'a', 'b' and 'c'" == utils.comma_and(["a", "b", "c"])
        assert "a or b" == utils.comma_or(["a", "b"], add_quotes=False)
        assert "a" == utils.comma_and(["a"], add_quotes=False)

    def test_html(self) -> None:
        assert "&lt;b&gt;" == utils.escape_html("<b>")
        assert "bold" == utils.strip_html("<b>bold</b><script>x()</script>")
        assert "<b>x</b>" == utils.sanitize_html("<b onclick='x()'>x</b><script>y()</script>")
        assert (True, False) == (utils.is_html("<p>x</p>"), utils.is_html("1 < 2"))

    def test_markdown_is_cleaned(self) -> None:
        made = utils.md_to_html("# Title\n\n**bold** <script>x()</script>")
        assert "<h1>Title</h1>" in made
        assert "<strong>bold</strong>" in made
        assert "script" not in made

    def test_small_ones(self) -> None:
        assert ([1, 2], "AC", 12) == (
            utils.unique([1, 2, 1]),
            utils.get_abbr("acme corporation"),
            len(utils.random_string(12)),
        )
        assert ("2026-01-01", 1) == (utils.parse_val(date(2026, 1, 1)), utils.parse_val(True))
        assert 20 == len(frappe.generate_hash(length=20))
        assert ("warehouse_entry", "Warehouse Entry") == (
            frappe.scrub("Warehouse Entry"),
            frappe.unscrub("warehouse_entry"),
        )


class TestAddresses:
    def test_of_the_site(self, ctx: Context) -> None:
        assert f"http://{ctx.site.name}" == utils.get_url()
        assert f"http://{ctx.site.name}/app/client/A%2FB" == utils.get_url_to_form("Client", "A/B")
        assert f"http://{ctx.site.name}/app/client" == utils.get_url_to_list("Client")
        assert "https://elsewhere.example/x" == utils.get_url("https://elsewhere.example/x")

    def test_links_are_escaped(self) -> None:
        assert "&lt;b&gt;</a>" in utils.get_link_to_form("Client", "x", "<b>")

    def test_of_people(self) -> None:
        assert "a@b.example, c@d.example" == utils.validate_email_address("Ann <a@b.example>, c@d.example")
        assert "" == utils.validate_email_address("a@b.example, nonsense")
        with pytest.raises(frappe.InvalidEmailAddressError):
            utils.validate_email_address("nonsense", throw=True)
        assert ['"Ann, B" <a@b.example>', "c@d.example"] == utils.split_emails(
            '"Ann, B" <a@b.example>; c@d.example'
        )

    def test_of_telephones_and_pages(self) -> None:
        assert (True, False) == (
            utils.validate_phone_number("+33 1 99 00 12 34"),
            utils.validate_phone_number("x"),
        )
        with pytest.raises(frappe.InvalidPhoneNumberError):
            utils.validate_phone_number("x", throw=True)
        assert (True, False) == (utils.validate_url("https://a.example"), utils.validate_url("a.example"))
        assert not utils.validate_url("ftp://a.example", valid_schemes=["https"])

    def test_full_names(self) -> None:
        assert "Administrator" == utils.get_fullname()
        assert "nobody@x.example" == utils.get_fullname("nobody@x.example")

    def test_files(self, ctx: Context) -> None:
        assert str(ctx.site.private_files() / "a.txt") == utils.get_files_path("a.txt", is_private=True)


class TestNames:
    def test_data_has_the_same(self) -> None:
        assert data.flt is utils.flt
        assert data.__all__ == utils.__all__

    def test_an_unsupported_one_says_so(self) -> None:
        assert not hasattr(utils, "execute_in_shell")
        with pytest.raises(frappe.UnsupportedError, match=r"frappe-api\.md"):
            utils.execute_in_shell  # noqa: B018
