"""What templates call: values in the language of the paper, codes that scan, rows within the reader's rights."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from comptoir.context import Context
from comptoir.errors import DataError, ValidationError
from comptoir.printing import Wanted, printed
from comptoir.printing.codes import barcode, qr, widths_of
from PIL import Image

New = Callable[..., Any]
PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)"')


@pytest.fixture
def client(new: New) -> str:
    return str(new("Client", client_name="Acme", city="Lyon").name)


@pytest.fixture
def said(ctx: Context, new: New, client: str) -> Callable[..., str]:
    """What a template makes of a client."""

    def render(html: str, lang: str = "en", user: str = "") -> str:
        new("Print Format", name="Tried", doc_type="Client", custom_format=1, html=html)
        acting = ctx.acting_as(user) if user else ctx
        text = printed(acting, "Client", client, Wanted("Tried", lang=lang)).html
        return text.removeprefix('<div class="print-format">').removesuffix("</div>")

    return render


@pytest.mark.parametrize("helper", ["money", "price", "number"])
def test_what_is_masked_stays_so(said: Callable[..., str], helper: str) -> None:
    assert "•••• 12" in said(f"{{{{ {helper}('•••• 12') }}}}")


def picture(html: str) -> Image.Image:
    found = PICTURE.search(html)
    assert found is not None
    return Image.open(BytesIO(base64.b64decode(found[1]))).convert("1")


class TestValues:
    @pytest.mark.parametrize(
        ("lang", "written"),
        [
            (
                "en",
                "€1,234.50|12.5|12.500|2026-03-09|One thousand two hundred thirty-four euros and 50 cents",
            ),
            (
                "fr",
                "1&nbsp;234,50&nbsp;€|12,5|12,500|09/03/2026|Mille deux cent trente-quatre euros et 50 centimes",
            ),
            (
                "ru",
                "1&nbsp;234,50&nbsp;€|12,5|12,500|09.03.2026|Одна тысяча двести тридцать четыре евро 50 центов",
            ),
        ],
    )
    def test_are_written_in_the_language_of_the_paper(
        self, said: Callable[..., str], lang: str, written: str
    ) -> None:
        html = "{{ money(1234.5) }}|{{ number(12.50) }}|{{ number(12.5, 3) }}|{{ date('2026-03-09') }}|{{ in_words(1234.5) }}"
        assert written == said(html, lang)

    def test_that_are_not_there_are_nothing(self, said: Callable[..., str]) -> None:
        html = "[{{ money(doc.credit_limit or '') }}{{ date(None) }}{{ in_words('x') }}{{ qr('') }}{{ barcode(None) }}]"
        assert "[]" == said(html)

    @pytest.mark.parametrize(
        ("rate", "currency", "written"),
        [
            ("33.333", "EUR", "€33.333"),
            ("33.3", "EUR", "€33.30"),
            ("1000", "EUR", "€1,000.00"),
            ("0", "EUR", "€0.00"),
            ("0.12345", "EUR", "€0.1234"),
            ("1.5", "KWD", "KWD&nbsp;1.500"),
            ("''", "EUR", ""),
        ],
    )
    def test_that_are_prices_have_all_their_decimals(
        self, said: Callable[..., str], rate: str, currency: str, written: str
    ) -> None:
        assert written == said(f"{{{{ price({rate}, '{currency}') }}}}")

    def test_that_are_prices_are_written_in_the_language_of_the_paper(self, said: Callable[..., str]) -> None:
        assert "1&nbsp;033,3333&nbsp;€" == said("{{ price(1033.3333, 'EUR') }}", "fr")

    def test_in_another_currency(self, said: Callable[..., str]) -> None:
        assert "5,00&nbsp;₽ Пять рублей 00 копеек" == said(
            "{{ money(5, 'RUB') }} {{ in_words(5, 'RUB') }}", "ru"
        )


class TestRows:
    def test_are_those_of_a_filter(self, said: Callable[..., str], new: New) -> None:
        new("Client", client_name="Other", city="Lille")
        html = "{% for row in records('Client', {'city': 'Lille'}, ['client_name']) %}[{{ row.client_name }}]{% endfor %}"
        assert "[Other]" == said(html)

    def test_that_the_reader_may_not_read_are_not_there(
        self, ctx: Context, said: Callable[..., str], new: New
    ) -> None:
        new("Role", role_name="Reader")
        new("Custom DocPerm", parent="Client", role="Reader", read=1, print=1)
        ctx.db.commit()
        new("User", email="eve@example.com", first_name="Eve", roles=[{"role": "Reader"}])
        html = "{{ records('Client') | length }} {{ records('User', None, ['name', 'email']) | length }} {{ records('Nope') | length }}"
        assert "1 0 0" == said(html, user="eve@example.com")


class TestCodes:
    def test_of_bars_are_the_bars_of_code_128(self) -> None:
        shown = picture(barcode("AB-12"))
        row = [shown.getpixel((x, 20)) for x in range(0, shown.width, 3)]
        widths, before = [], row[0]
        for dot in row:
            if not widths or dot != before:
                widths.append(0)
            widths[-1] += 1
            before = dot
        assert [10, *widths_of("AB-12"), 10] == widths

    def test_of_bars_end_with_the_right_check(self) -> None:
        # "A": start B is 104, A is 33, so the check is (104 + 33) % 103 = 34, whose pattern is 131123.
        assert [1, 3, 1, 1, 2, 3] == widths_of("A")[12:18]

    @pytest.mark.parametrize("text", ["Ёлка", "x" * 81, "a\nb"])
    def test_of_bars_for_what_has_none_are_refused(self, text: str) -> None:
        with pytest.raises(DataError, match="bar code"):
            barcode(text)

    def test_too_long_for_a_square_are_refused(self) -> None:
        with pytest.raises(DataError, match="QR code"):
            qr("x" * 1201)

    def test_stay_on_the_page(self, said: Callable[..., str]) -> None:
        html = said("{{ qr('ST00012|Name=Ёлка', 30) }}{{ barcode('A4', 40, 10) }}")
        assert (2, 1) == (html.count("data:image/png;base64,"), html.count("width: 30mm"))

    def test_that_cannot_be_drawn_say_so(self, said: Callable[..., str]) -> None:
        with pytest.raises((DataError, ValidationError), match="bar code"):
            said("{{ barcode(doc.client_name ~ '☺') }}")

    def test_escape_their_text(self) -> None:
        assert 'alt="&lt;b&gt;&#34;"' in barcode('<b>"')
