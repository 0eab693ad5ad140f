"""The same refusal, read in three languages: by the browser's wish, by the user's choice, by both API versions."""

from __future__ import annotations

import json

import httpx
import pytest
from comptoir.web.dispatch import LANG_COOKIE

from .conftest import Browser, Caller

LANGUAGES = ("en", "fr", "ru")
NO_NAME = {
    "en": "Branch name is mandatory.",
    "fr": "Nom de l’agence\N{NO-BREAK SPACE}: ce champ est obligatoire.",
    "ru": "Название филиала: поле обязательно для заполнения.",
}
NO_BRANCH = {
    "en": "There is no Branch Nowhere.",
    "fr": "Document introuvable\N{NO-BREAK SPACE}: Agence Nowhere.",
    "ru": "Документ не найден: «Филиал» Nowhere.",
}
MAY_NOT_READ = {
    "en": "You are not permitted to read Item Price: no role of driver@example.com gives the right to select.",
    "fr": "Vous n’avez pas le droit de lire «\N{NO-BREAK SPACE}Prix d’article\N{NO-BREAK SPACE}»\N{NO-BREAK SPACE}: "
    "aucun rôle de driver@example.com ne donne le droit «\N{NO-BREAK SPACE}sélectionner\N{NO-BREAK SPACE}».",
    "ru": "У вас нет права на чтение «Цена товара»: ни одна роль пользователя driver@example.com "
    "не даёт права «выбор».",
}
TOO_LONG = {
    "en": "The name of a Branch has at most 140 characters, this one has 141.",
    "fr": "Le nom (Agence) compte 140 caractères au plus\N{NO-BREAK SPACE}; celui-ci en a 141.",
    "ru": "Допустимая длина имени («Филиал») — 140; в этом имени 141 символ.",
}


def told(answer: httpx.Response) -> str:
    """The last sentence for the user beside an answer."""
    return str(json.loads(json.loads(answer.json()["_server_messages"])[-1])["message"])


def wish(lang: str) -> dict[str, str]:
    return {"Accept-Language": {"fr": "fr-FR,fr;q=0.9,en;q=0.5", "ru": "ru,en;q=0.5", "en": "en-GB"}[lang]}


@pytest.mark.parametrize("lang", LANGUAGES)
class TestARefusal:
    def test_names_the_empty_field_by_its_label(self, admin: Caller, lang: str) -> None:
        answer = admin("POST", "/api/resource/Branch", json={"branch_name": ""}, headers=wish(lang))
        assert (417, "ValidationError") == (answer.status_code, answer.json()["exc_type"])
        assert [{"fieldname": "branch_name", "message": NO_NAME[lang]}] == answer.json()["_field_errors"]

    def test_says_what_is_not_there(self, admin: Caller, lang: str) -> None:
        answer = admin("GET", "/api/resource/Branch/Nowhere", headers=wish(lang))
        assert NO_BRANCH[lang] == told(answer)

    def test_says_so_in_the_second_version_too(self, admin: Caller, lang: str) -> None:
        answer = admin("GET", "/api/v2/document/Branch/Nowhere", headers=wish(lang))
        assert NO_BRANCH[lang] == answer.json()["errors"][0]["message"]

    def test_counts_as_the_language_does(self, admin: Caller, lang: str) -> None:
        answer = admin("POST", "/api/resource/Branch", json={"branch_name": "x" * 141}, headers=wish(lang))
        assert f"frappe.exceptions.InvalidNameError: {TOO_LONG[lang]}" == answer.json()["exception"]

    def test_gives_its_reason(self, driver: Caller, lang: str) -> None:
        answer = driver("GET", "/api/resource/Item Price", headers=wish(lang))
        assert MAY_NOT_READ[lang] == answer.json()["_error_message"]

    def test_speaks_the_language_of_the_user_whatever_the_browser_asks(
        self, admin: Caller, lang: str
    ) -> None:
        admin("POST", "/api/method/comptoir.desk.api.set_lang", json={"lang": lang})
        answer = admin("GET", "/api/resource/Branch/Nowhere", headers=wish("ru" if lang == "fr" else "fr"))
        assert NO_BRANCH[lang] == told(answer)

    def test_follows_the_cookie_of_a_guest(self, client: Browser, lang: str) -> None:
        client.cookies.set(LANG_COOKIE, lang)
        said = client.post("/api/method/login", json={"usr": "nobody@example.com", "pwd": "x"}).json()[
            "message"
        ]
        expected = {
            "en": "The user name or password is not right.",
            "fr": "Le nom d’utilisateur ou le mot de passe n’est pas correct.",
            "ru": "Неверное имя пользователя или пароль.",
        }
        assert expected[lang] == said

    def test_of_a_wrong_key_follows_the_browser(self, guest: Caller, lang: str) -> None:
        answer = guest("GET", "/api/resource/Branch", headers={"Authorization": "token a:b"} | wish(lang))
        expected = {
            "en": "The API key or secret is not right.",
            "fr": "La clé ou le secret d’API n’est pas correct.",
            "ru": "Неверный ключ или секрет API.",
        }
        assert f"frappe.exceptions.AuthenticationError: {expected[lang]}" == answer.json()["exception"]

    def test_of_an_unknown_host_follows_the_browser(self, guest: Caller, lang: str) -> None:
        answer = guest("GET", "/api/method/ping", headers={"Host": "nobody.example"} | wish(lang))
        expected = {
            "en": "No site answers to this host name.",
            "fr": "Aucun site ne répond à ce nom d’hôte.",
            "ru": "По этому имени узла нет ни одного сайта.",
        }
        assert (404, expected[lang]) == (answer.status_code, told(answer))


class TestTheScreens:
    @pytest.mark.parametrize(
        ("lang", "label"), [("en", "User"), ("fr", "Utilisateur"), ("ru", "Пользователь")]
    )
    def test_call_the_doctypes_of_the_engine_in_the_language_of_the_reader(
        self, admin: Caller, lang: str, label: str
    ) -> None:
        answer = admin("GET", "/api/method/comptoir.desk.api.meta?doctype=User", headers=wish(lang))
        assert label == answer.json()["message"]["doctype"]["label"]


class TestTheStartOfTheDesk:
    ADDRESS = "/api/method/comptoir.desk.api.boot"

    def test_brings_the_words_of_declarations_and_no_sentences_of_the_server(self, admin: Caller) -> None:
        words = admin("GET", self.ADDRESS, headers=wish("fr")).json()["message"]["translations"]
        assert "Partager des documents" == words["Share documents"]
        assert [] == [text for text in words if "There is no {doctype}" in text]

    def test_tells_a_guest_nothing_of_them(self, guest: Caller) -> None:
        assert {} == guest("GET", self.ADDRESS, headers=wish("fr")).json()["message"]["translations"]
