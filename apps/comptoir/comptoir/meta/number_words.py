"""Numbers and amounts of money in words, in English, French and Russian."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from babel.numbers import get_currency_name, get_currency_precision

from comptoir.errors import RangeError
from comptoir.meta.fieldtypes.numbers import round_decimal
from comptoir.sentences import _

LARGEST = 10**15
_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_SCALES = ("", "thousand", "million", "billion", "trillion")
_FR = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_FR_TENS = (
    "",
    "",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre-vingt",
    "quatre-vingt",
)
_FR_SCALES = ("", "mille", "million", "milliard", "billion")
_RU = [
    "ноль",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
]
_RU_TENS = (
    "", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто",
)  # fmt: skip
_RU_HUNDREDS = (
    "", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот",
)  # fmt: skip
_RU_SCALES = (
    ("", "", ""), ("тысяча", "тысячи", "тысяч"), ("миллион", "миллиона", "миллионов"),
    ("миллиард", "миллиарда", "миллиардов"), ("триллион", "триллиона", "триллионов"),
)  # fmt: skip
_RU_FRACTIONS = {"RUB": ("копейка", "копейки", "копеек"), "": ("цент", "цента", "центов")}
_UNITS: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "en": {"RUB": ("rouble", "roubles", "roubles"), "GBP": ("pound sterling", "pounds sterling", "pounds sterling")},
    "fr": {
        "RUB": ("rouble", "roubles", "roubles"), "USD": ("dollar", "dollars", "dollars"),
        "CHF": ("franc suisse", "francs suisses", "francs suisses"),
    },
    "ru": {
        "RUB": ("рубль", "рубля", "рублей"), "USD": ("доллар", "доллара", "долларов"),
        "GBP": ("фунт стерлингов", "фунта стерлингов", "фунтов стерлингов"),
        "CHF": ("швейцарский франк", "швейцарских франка", "швейцарских франков"),
        "UAH": ("гривна", "гривны", "гривен"), "CNY": ("юань", "юаня", "юаней"),
    },
}  # fmt: skip
"""What a currency is called on paper, where that is shorter than its full name."""
_HUNDREDTHS: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "en": {"": ("cent", "cents", "cents"), "GBP": ("penny", "pence", "pence"), "RUB": ("kopeck", "kopecks", "kopecks")},
    "fr": {
        "": ("centime", "centimes", "centimes"), "USD": ("cent", "cents", "cents"), "GBP": ("penny", "pence", "pence"),
        "RUB": ("kopeck", "kopecks", "kopecks"),
    },
    "ru": {
        "": ("цент", "цента", "центов"), "RUB": ("копейка", "копейки", "копеек"), "UAH": ("копейка", "копейки", "копеек"),
        "GBP": ("пенс", "пенса", "пенсов"), "CHF": ("сантим", "сантима", "сантимов"), "CNY": ("фэнь", "фэня", "фэней"),
    },
}  # fmt: skip
_FEMININE_UNITS = frozenset(
    {
        ("fr", "GBP"),
        ("fr", "TRY"),
        ("fr", "UAH"),
        ("fr", "SEK"),
        ("fr", "NOK"),
        ("fr", "DKK"),
        ("fr", "CZK"),
        ("fr", "INR"),
    }
    | {
        ("ru", "UAH"),
        ("ru", "TRY"),
        ("ru", "SEK"),
        ("ru", "NOK"),
        ("ru", "DKK"),
        ("ru", "CZK"),
        ("ru", "INR"),
        ("ru", "JPY"),
    }
)
"""Currencies whose name is feminine in the language."""
_ONE = {"en": (1,), "fr": (0, 1)}
"""What a noun stands in the singular beside."""
_FEMININE = {"RUB"}
"""Currencies whose hundredth part is feminine in Russian."""


def in_words(number: int, lang: str) -> str:
    """A whole number in words. Raises ``RangeError`` from a thousand billions on."""
    if abs(number) >= LARGEST:
        raise RangeError(_("The number is too large to be written in words."))
    spell = _SPELLERS.get(lang, _english)
    minus = {"fr": "moins ", "ru": "минус "}.get(lang, "minus ")
    return (minus if number < 0 else "") + spell(abs(number))


def money_in_words(amount: Decimal, currency: str, lang: str, fraction: str = "Cent") -> str:
    """An amount as it is written on paper. ``fraction`` names the hundredth part in English."""
    digits = get_currency_precision(currency)
    rounded = round_decimal(amount, digits)
    sign = -1 if rounded < 0 else 1
    whole, part = divmod(abs(rounded), 1)
    cents = int(part.scaleb(digits))
    count = sign * int(whole)
    match lang:
        case "fr":
            text = f"{in_words(count, lang)} {_name(currency, count, lang)}"
            text += f" et {in_words(cents, lang)} centime{'s' if cents > 1 else ''}" if cents else ""
        case "ru":
            text = f"{in_words(count, lang)} {_name(currency, count, lang)}"
            forms = _RU_FRACTIONS.get(currency, _RU_FRACTIONS[""])
            spelled = _russian(cents, feminine=currency in _FEMININE)
            text += f" {spelled} {_plural(cents, forms)}" if cents else ""
        case _:
            text = f"{currency} {_titled(in_words(count, lang))}"
            text += (
                f" and {_titled(in_words(cents, lang))} {fraction}{'s' if cents > 1 else ''}" if cents else ""
            )
            return f"{text} only."
    return text[:1].upper() + text[1:]


def amount_in_words(amount: Decimal, currency: str, lang: str) -> str:
    """An amount as contracts and invoices write it: whole units in words, the hundredth part in figures.

    Where there is none of it, nothing is said of it but in Russian, whose papers say "00 копеек".

    Raises ``RangeError`` from a thousand billions on.
    """
    digits = get_currency_precision(currency)
    rounded = round_decimal(amount, digits)
    whole, part = divmod(abs(rounded), 1)
    count, cents = int(whole), int(part.scaleb(digits))
    minus = {"fr": "moins ", "ru": "минус "}.get(lang, "minus ") if rounded < 0 else ""
    text = f"{minus}{_counted(count, currency, lang)}{_unit(currency, count, lang)}"
    if digits and (cents or lang == "ru"):
        joined = {"fr": " et ", "ru": " "}.get(lang, " and ")
        text += f"{joined}{cents:02d} {_hundredths(currency, cents, lang)}"
    return text[:1].upper() + text[1:]


def _counted(count: int, currency: str, lang: str) -> str:
    """``count`` in words, in the gender of the currency, with what stands between it and the noun."""
    text, is_feminine = in_words(count, lang), (lang, currency) in _FEMININE_UNITS
    if lang == "ru" and is_feminine:
        return f"{_russian(count, feminine=True)} "
    if lang == "fr" and is_feminine and text.replace("-", " ").split()[-1] == "un":
        return f"{text}e "
    if lang == "fr" and count and count % 10**6 == 0:
        return f"{text} d’" if _unit(currency, count, lang)[0] in "aeéiou" else f"{text} de "
    return f"{text} "


def _unit(currency: str, count: int, lang: str) -> str:
    """What the whole unit is called beside ``count``."""
    forms = _UNITS.get(lang, {}).get(currency)
    if forms is None:
        return _name(currency, count, lang)
    if lang == "ru":
        return _plural(count, forms)
    return forms[0] if count in _ONE[lang] else forms[1]


def _hundredths(currency: str, count: int, lang: str) -> str:
    """What the hundredth part is called beside ``count``."""
    forms = _HUNDREDTHS.get(lang, _HUNDREDTHS["en"])
    named = forms.get(currency, forms[""])
    if lang == "ru":
        return _plural(count, named)
    return named[0] if count in _ONE.get(lang, _ONE["en"]) else named[1]


def _name(currency: str, count: int, lang: str) -> str:
    return str(get_currency_name(currency, abs(count), locale=lang))


def _titled(text: str) -> str:
    return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in text.split(" "))


def _groups(number: int) -> list[tuple[int, int]]:
    """(scale, group of three digits) from the largest on, empty groups left out."""
    groups = []
    scale = 0
    while number:
        number, group = divmod(number, 1000)
        if group:
            groups.append((scale, group))
        scale += 1
    return groups[::-1]


def _english(number: int) -> str:
    if not number:
        return _EN[0]
    words = [f"{_english_hundreds(group)} {_EN_SCALES[scale]}".strip() for scale, group in _groups(number)]
    return " ".join(words)


def _english_hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_EN[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        words.append(_EN_TENS[tens] + (f"-{_EN[ones]}" if ones else ""))
    elif rest:
        words.append(_EN[rest])
    return " ".join(words)


def _french(number: int) -> str:
    if not number:
        return _FR[0]
    words = []
    for scale, group in _groups(number):
        if scale == 1:
            words.append("mille" if group == 1 else f"{_french_hundreds(group, last=False)} mille")
        elif scale:
            words.append(
                f"{_french_hundreds(group, last=True)} {_FR_SCALES[scale]}{'s' if group > 1 else ''}"
            )
        else:
            words.append(_french_hundreds(group, last=True))
    return " ".join(words)


def _french_hundreds(number: int, *, last: bool) -> str:
    """``last``: cents and quatre-vingts take their s, as nothing but a noun follows."""
    hundreds, rest = divmod(number, 100)
    words = []
    if hundreds:
        plural = "s" if hundreds > 1 and not rest and last else ""
        words.append(f"{_FR[hundreds]} cent{plural}" if hundreds > 1 else "cent")
    if rest:
        words.append(_french_tens(rest, last=last))
    return " ".join(words)


def _french_tens(number: int, *, last: bool) -> str:
    if number < 20:
        return _FR[number]
    tens, ones = divmod(number, 10)
    base = _FR_TENS[tens]
    if tens in (7, 9):
        ones += 10
    if not ones:
        return base + ("s" if tens == 8 and last else "")
    if ones in (1, 11) and tens < 8:
        return f"{base} et {_FR[ones]}"
    return f"{base}-{_FR[ones]}"


def _russian(number: int, *, feminine: bool = False) -> str:
    if not number:
        return _RU[0]
    words = []
    for scale, group in _groups(number):
        words.append(_russian_hundreds(group, feminine=scale == 1 or (scale == 0 and feminine)))
        words.append(_plural(group, _RU_SCALES[scale]))
    return " ".join(word for word in words if word)


def _russian_hundreds(number: int, *, feminine: bool) -> str:
    hundreds, rest = divmod(number, 100)
    words = [_RU_HUNDREDS[hundreds]] if hundreds else []
    if rest >= 20:
        words.append(_RU_TENS[rest // 10])
        rest %= 10
    if rest:
        words.append({1: "одна", 2: "две"}.get(rest, _RU[rest]) if feminine else _RU[rest])
    return " ".join(words)


def _plural(number: int, forms: tuple[str, str, str]) -> str:
    if number % 100 in range(11, 20):
        return forms[2]
    return forms[{1: 0, 2: 1, 3: 1, 4: 1}.get(number % 10, 2)]


_SPELLERS: Mapping[str, Callable[[int], str]] = {"en": _english, "fr": _french, "ru": _russian}
