"""What the people of the demo company have to do, did, and are late with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from regioncrm.demo.chance import Chance, working_day
from regioncrm.demo.company import PEOPLE, Person
from regioncrm.demo.deals import LANGUAGE_OF

TASKS = 400
SUBJECTS: dict[str, dict[str, tuple[str, ...]]] = {
    "Sales": {
        "fr": ("Appeler pour relancer", "Préparer la proposition", "Envoyer le contrat signé", "Visite du parc", "Relancer le paiement", "Confirmer la livraison"),
        "ru": ("Позвонить и уточнить решение", "Подготовить предложение", "Отправить подписанный договор", "Осмотреть технику на месте", "Напомнить об оплате", "Согласовать поставку"),
        "en": ("Call about the decision", "Prepare the proposal", "Send the signed contract", "Visit and count devices", "Remind of the payment", "Confirm the delivery"),
    },
    "Warehouse": {
        "fr": ("Livrer les cartouches", "Préparer la commande", "Enlever l'ancien copieur", "Inventaire du rayon papier"),
        "ru": ("Доставить картриджи", "Собрать заказ", "Забрать старый копир", "Пересчитать бумагу"),
        "en": ("Deliver the cartridges", "Pick the order", "Collect the old copier", "Count the paper shelf"),
    },
    "Service": {
        "fr": ("Installer le copieur", "Diagnostic bourrage papier", "Remplacer le four", "Entretien préventif"),
        "ru": ("Установить МФУ", "Диагностика: замятие бумаги", "Заменить печку", "Профилактика"),
        "en": ("Install the copier", "Diagnose paper jams", "Replace the fuser", "Preventive maintenance"),
    },
    "Production": {"fr": ("Recharger un lot de cartouches", "Tester les recharges", "Commander du toner"), "ru": ("Заправить партию",), "en": ("Refill a batch",)},
    "Accounting": {"fr": ("Vérifier la facture fournisseur", "Rapprochement bancaire", "Préparer la TVA"), "ru": ("Сверка расчётов",), "en": ("Reconcile the account",)},
    "Management": {"fr": ("Revoir les objectifs du mois", "Préparer le point d'équipe", "Valider les remises"), "ru": ("Итоги месяца",), "en": ("Review of the month",)},
}  # fmt: skip
STEPS = {
    "fr": ("Rassembler les documents", "Prévenir le client", "Noter le résultat"),
    "ru": ("Собрать документы", "Предупредить клиента", "Записать результат"),
    "en": ("Gather the documents", "Tell the client", "Write down the result"),
}
RESULTS = {
    "fr": "Fait, le client est satisfait.",
    "ru": "Сделано, клиент доволен.",
    "en": "Done, the client is happy.",
}
LOADS = {"Sales": 20, "Warehouse": 16, "Service": 18, "Production": 10, "Accounting": 8, "Management": 6}
PRIORITIES = {"Low": 15, "Normal": 55, "High": 22, "Urgent": 8}
PAST = {"Done": 84, "Open": 6, "In Progress": 4, "Waiting for Acceptance": 3, "Cancelled": 3}
COMING = {"Open": 62, "In Progress": 26, "Done": 10, "Cancelled": 2}


def tasks(chance: Chance, clients: list[dict[str, Any]], deals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tasks of half a year and the weeks to come; most have to do with a client or a deal."""
    by_branch: dict[str, list[dict[str, Any]]] = {}
    for client in clients:
        by_branch.setdefault(client["branch"], []).append(client)
    loads = {person: LOADS[person.department] for person in PEOPLE}
    rows = [task(chance, chance.pick(loads), by_branch, deals) for _n in range(TASKS)]
    return sorted(rows, key=lambda row: row["due_on"])


def task(
    chance: Chance, person: Person, by_branch: dict[str, list[dict[str, Any]]], deals: list[dict[str, Any]]
) -> dict[str, Any]:
    """One task of one person."""
    branch = person.town.branch
    language = LANGUAGE_OF[branch]
    past = chance.often(72)
    due = chance.moment(
        working_day(
            chance.today
            + timedelta(days=-int(chance.triangular(1, 150, 10)) if past else chance.randint(0, 35))
        )
    )
    superior = next((one for one in PEOPLE if one.key == person.reports_to), person)
    needs_acceptance = chance.often(25)
    status = chance.pick(PAST if past else COMING)
    if status == "Waiting for Acceptance":
        needs_acceptance = True
    row: dict[str, Any] = {
        "doctype": "Task",
        "subject": chance.choice(SUBJECTS[person.department][language]),
        "assigned_to": person.key,
        "set_by": superior.email if needs_acceptance or chance.often(40) else person.email,
        "status": status,
        "priority": chance.pick(PRIORITIES),
        "needs_acceptance": int(needs_acceptance),
        "start_on": due - timedelta(days=chance.randint(1, 6)),
        "due_on": due,
        "estimate": chance.choice((900, 1800, 3600, 7200, 14400)),
        "branch": branch,
        "is_milestone": int(chance.often(5)),
    }
    finished = finish(chance, status, due)
    if finished:
        row |= {
            "completed_on" if status == "Done" else "handed_in_on": finished,
            "result": RESULTS[language],
            "spent": row["estimate"],
        }
    if chance.often(30):
        done = chance.randint(0, 2) if status in ("Open", "In Progress") else 3
        row["checklist"] = [
            {"step": step, "done": int(place < done)} for place, step in enumerate(STEPS[language])
        ]
    link(chance, row, person, by_branch[branch], [deal for deal in deals if deal["branch"] == branch])
    return row


def finish(chance: Chance, status: str, due: datetime) -> datetime | None:
    """When a finished task was finished: mostly in time, never in the future."""
    if status not in ("Done", "Waiting for Acceptance"):
        return None
    finished = due + timedelta(hours=chance.choice((-48, -24, -5, -2, -1, 20)))
    return min(finished, datetime.combine(chance.today, datetime.min.time()) + timedelta(hours=8))


def link(
    chance: Chance,
    row: dict[str, Any],
    person: Person,
    clients: list[dict[str, Any]],
    deals: list[dict[str, Any]],
) -> None:
    """Whom and what the task is about."""
    if person.department not in ("Sales", "Service", "Warehouse"):
        return
    if person.department == "Sales" and deals and chance.often(55):
        deal = chance.choice(deals)
        row |= {"deal": deal["name"], "client": deal["client"]}
    elif chance.often(85):
        row["client"] = chance.choice(clients)["name"]
