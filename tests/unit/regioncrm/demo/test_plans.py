"""What the demo company is made of, before anything is inserted."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta

import phonenumbers
import pytest
from regioncrm.demo import catalogue, clients, company, deals, documents, movements, proposals, tasks
from regioncrm.demo.chance import Chance, working_day
from regioncrm.demo.identity import barcode, latin
from stdnum import ean
from stdnum.fr import tva
from stdnum.gb import vat
from stdnum.ru import inn

DAYS = [date(2026, 11, 23), date(2027, 1, 1), date(2028, 2, 29), date(2027, 5, 30)]
VALID = {"fr": tva.is_valid, "gb": vat.is_valid, "ru": inn.is_valid}


@pytest.fixture(params=DAYS, ids=str)
def chance(request: pytest.FixtureRequest) -> Chance:
    return Chance("test", request.param)


def with_names(rows: list[dict]) -> list[dict]:
    return [
        {**row, "name": f"{row['doctype']}-{number}", "user": "x@y.example"}
        for number, row in enumerate(rows)
    ]


@pytest.fixture
def people(chance: Chance) -> list[dict]:
    return with_names(clients.clients(clients.Crowd(chance)))


@pytest.fixture
def pipeline(chance: Chance, people: list[dict]) -> list[dict]:
    return with_names(deals.deals(chance, people, catalogue.goods()))


class TestClients:
    def test_are_three_hundred_with_names_of_their_own(self, people: list[dict]) -> None:
        assert 300 == len({row["client_name"] for row in people})

    def test_have_phones_that_exist_in_their_country(self, people: list[dict]) -> None:
        wrong = [
            row["phone"]
            for row in people
            if not phonenumbers.is_valid_number(phonenumbers.parse(row["phone"]))
        ]
        assert [] == wrong

    def test_share_no_phone(self, people: list[dict]) -> None:
        assert 300 == len({row["phone"] for row in people})

    def test_have_tax_ids_with_right_check_digits(self, people: list[dict]) -> None:
        wrong = [
            row["tax_id"] for row in people if row.get("tax_id") and not VALID[row["country"]](row["tax_id"])
        ]
        assert [] == wrong

    def test_write_from_addresses_that_lead_nowhere(self, people: list[dict]) -> None:
        assert {"example"} == {row["email"].rpartition(".")[2] for row in people}


class TestCompany:
    def test_superiors_come_before_those_who_report_to_them(self) -> None:
        keys = [person.key for person in company.PEOPLE]
        assert [] == [
            p.key for p in company.PEOPLE if p.reports_to and keys.index(p.reports_to) >= keys.index(p.key)
        ]

    def test_every_branch_has_its_tax_id(self, chance: Chance) -> None:
        rows = company.branches(chance)
        assert [True] * 4 == [VALID[row["country"]](row["tax_id"]) for row in rows]


class TestAssortment:
    def test_has_one_code_per_item(self) -> None:
        codes = [entry.code for entry in catalogue.goods()]
        assert (150, 150) == (len(codes), len(set(codes)))

    def test_is_sold_for_more_than_it_costs(self) -> None:
        assert [] == [e.code for e in catalogue.goods() if e.kind != "Material" and e.rate <= e.cost]

    def test_has_barcodes_a_till_accepts(self) -> None:
        assert all(ean.is_valid(barcode(number)) for number in range(150))

    def test_is_made_from_what_there_is(self) -> None:
        codes = {entry.code for entry in catalogue.goods()}
        boms = [*catalogue.single_boms(), *catalogue.set_boms({})]
        assert set() == {row["item"] for bom in boms for row in bom["items"]} - codes


class TestMovements:
    @pytest.fixture
    def plan(self, chance: Chance) -> list[movements.Entry]:
        suppliers = [f"SUP-{number}" for number in range(len(catalogue.SUPPLIERS))]
        buyers = {branch: ["CLI-1", "CLI-2"] for branch in movements.STORES}
        return movements.Plan(chance, catalogue.goods(), buyers, suppliers).write()

    def test_are_in_order_within_a_week(self, plan: list[movements.Entry]) -> None:
        days = [entry.record["posting_date"] for entry in plan]
        assert all((later - earlier).days >= -7 for earlier, later in itertools.pairwise(days))

    def test_none_is_in_the_future(self, plan: list[movements.Entry], chance: Chance) -> None:
        assert max(entry.record["posting_date"] for entry in plan) <= chance.today

    def test_returns_refer_to_what_was_sold(self, plan: list[movements.Entry]) -> None:
        returned = [(entry, entry.returns) for entry in plan if entry.record["purpose"] == "Return"]
        assert returned
        for entry, sold in returned:
            assert sold is not None
            assert entry.record["items"][0]["item"] in {row["item"] for row in sold.record["items"]}


class TestPipeline:
    def test_logs_end_where_the_deal_is(self, pipeline: list[dict]) -> None:
        assert [] == [row for row in pipeline if row["stage_log"][-1]["stage"] != row["stage"]]

    def test_nothing_was_entered_after_today(self, pipeline: list[dict], chance: Chance) -> None:
        assert max(row["stage_log"][-1]["entered_on"].date() for row in pipeline) <= chance.today

    def test_no_stage_was_left_before_it_was_entered(self, pipeline: list[dict]) -> None:
        assert min(log["duration"] for row in pipeline for log in row["stage_log"] if log["left_on"]) >= 0

    def test_sixty_proposals_follow(self, chance: Chance, pipeline: list[dict]) -> None:
        plan = proposals.offers(chance, pipeline, catalogue.goods())
        assert (60, proposals.REVISED) == (len(plan), sum(offer.revised for offer in plan))


class TestDocuments:
    def test_are_invoiced_after_they_were_proposed_and_not_in_the_future(self, chance: Chance) -> None:
        for age, days in itertools.product((1, 20, 75), (0, 3, 90)):
            proposed = chance.today - timedelta(days=days)
            assert proposed <= documents.invoiced_on(chance.today, proposed, age) <= chance.today

    def test_routes_lead_to_six_clients_of_the_branch(self, chance: Chance, people: list[dict]) -> None:
        near = {row["name"] for row in people if row["branch"] == company.LYON.branch}
        rows = documents.routes(chance, people)
        assert [6] * 4 == [len({stop["client"] for stop in row["stops"]} & near) for row in rows]
        assert [6, 6, 2, 0] == [documents.settled(chance.today, row) for row in rows]


class TestTasks:
    def test_are_finished_in_the_past(self, chance: Chance, people: list[dict], pipeline: list[dict]) -> None:
        rows = tasks.tasks(chance, people, pipeline)
        done = [row["completed_on"] for row in rows if row["status"] == "Done"]
        assert max(done) <= datetime(chance.today.year, chance.today.month, chance.today.day, 8)

    def test_start_before_they_are_due(
        self, chance: Chance, people: list[dict], pipeline: list[dict]
    ) -> None:
        assert [] == [
            row for row in tasks.tasks(chance, people, pipeline) if row["start_on"] >= row["due_on"]
        ]


class TestChance:
    def test_one_day_gives_one_company(self) -> None:
        first, second = (clients.clients(clients.Crowd(Chance("test", DAYS[0]))) for _n in range(2))
        assert first == second

    def test_weekend_becomes_friday(self) -> None:
        assert [date(2026, 11, 20)] * 3 == [working_day(date(2026, 11, day)) for day in (20, 21, 22)]

    def test_names_become_addresses(self) -> None:
        assert ("vektor-nn", "ines-caron") == (latin("«Вектор-НН»"), latin("Inès Caron"))
