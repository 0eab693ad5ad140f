"""``download_pdf``: a document as a file of paper, for those who may print it."""

from __future__ import annotations

import pytest

from .conftest import Caller

PDF = "/api/method/frappe.utils.print_format.download_pdf"


@pytest.fixture
def client_name(admin: Caller) -> str:
    made = admin("POST", "/api/resource/Client", json={"client_name": "Société"})
    return str(made.json()["data"]["name"])


class TestDownloadPdf:
    @pytest.mark.parametrize("generator", ["", "weasyprint", "wkhtmltopdf", "chrome"])
    def test_gives_a_file(self, admin: Caller, client_name: str, generator: str) -> None:
        query = {"doctype": "Client", "name": client_name, "format": "Standard", "no_letterhead": "0"}
        answer = admin("GET", PDF, params=query | ({"pdf_generator": generator} if generator else {}))
        assert (200, "application/pdf", b"%PDF") == (
            answer.status_code, answer.headers["content-type"], answer.content[:4],
        )  # fmt: skip
        assert f"filename={client_name}.pdf" in answer.headers["content-disposition"]

    @pytest.mark.parametrize(
        ("wrong", "status", "kind"),
        [
            ({"name": "gone"}, 404, "DoesNotExistError"),
            ({"format": "Gone"}, 404, "DoesNotExistError"),
            ({"pdf_generator": "lp"}, 417, "DataError"),
            ({"doctype": "Gone"}, 404, "DoesNotExistError"),
        ],
    )
    def test_says_what_is_wrong(
        self, admin: Caller, client_name: str, wrong: dict[str, str], status: int, kind: str
    ) -> None:
        answer = admin("GET", PDF, params={"doctype": "Client", "name": client_name} | wrong)
        assert (status, kind) == (answer.status_code, answer.json()["exc_type"])

    def test_is_refused_to_who_may_not_read(self, driver: Caller, guest: Caller, client_name: str) -> None:
        query = {"doctype": "Proposal", "name": "PROP-1"}
        assert {401, 403, 404} >= {
            driver("GET", PDF, params=query).status_code,
            guest("GET", PDF, params=query).status_code,
        }

    def test_is_recorded(self, admin: Caller, client_name: str) -> None:
        admin("GET", PDF, params={"doctype": "Client", "name": client_name})
        found = admin("GET", "/api/resource/Access Log", params={"fields": '["*"]'}).json()["data"]
        assert any(client_name in row.values() for row in found)
