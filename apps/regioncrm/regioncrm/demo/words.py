"""Names of people, firms and streets in the three languages of the demo company."""

from __future__ import annotations

FIRST_NAMES = {
    "fr": (
        "Camille Léa Manon Chloé Emma Louise Alice Juliette Margaux Élodie Céline Aurélie Lucas Hugo Théo Louis "
        "Nathan Antoine Mathieu Étienne François Olivier Benoît Gérard"
    ).split(),
    "ru": (
        "Анна Мария Елена Ольга Наталья Ирина Светлана Татьяна Юлия Екатерина Людмила Вера Александр Сергей "
        "Андрей Дмитрий Алексей Михаил Николай Владимир Иван Павел Константин Роман"
    ).split(),
    "en": (
        "Olivia Amelia Emily Grace Sophie Charlotte Alice Hannah Lucy Ruth Oliver George Harry Jack Thomas James "
        "William Henry Edward Samuel Daniel Peter Simon Graham"
    ).split(),
}
SURNAMES = {
    "fr": (
        "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia "
        "David Bertrand Roux Vincent Fournier Morel Girard André Mercier Dupont Lambert Bonnet Legrand Garnier Faure "
        "Rousseau Blanc Guérin Boyer Chevalier Marchand Perrin Gauthier Renaud Colin Vidal Caron Picard Renard"
    ).split(),
    "ru": (
        "Иванов Смирнов Кузнецов Попов Васильев Петров Михайлов Новиков Фёдоров Морозов Алексеев Лебедев Семёнов "
        "Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев "
        "Григорьев Романов Воробьёв Сергеев Фролов Королёв Гусев Киселёв Ильин Максимов Поляков"
    ).split(),
    "en": (
        "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts "
        "Green Hall Wood Jackson Clarke Harrison Turner Hill Cooper Ward Morris Moore Clark Baker Allen Mitchell "
        "Parker Bennett Shaw Ellis Chapman Marshall Fletcher"
    ).split(),
}
FIRMS = {
    "fr": (
        "Cabinet {0} & {1}", "Imprimerie {0}", "Étude notariale {0}", "Garage {0}", "Boulangerie {0}", "Pharmacie {0}",
        "Clinique {0}", "Transports {0}", "Librairie {0}", "Architectes {0} {1}", "Menuiserie {0} et Fils",
        "Agence immobilière {0}", "Lycée {0}", "Assurances {0}", "Hôtel {0}", "Laboratoire {0}", "Fiduciaire {0}",
        "Électricité {0}", "Vignobles {0}", "Cours {0} Formation",
    ),
    "ru": (
        "«{0}Строй»", "Аптека «{0} и Ко»", "Типография «{0}»", "«Волга-{0}»", "Автосервис «{0}»", "Юридическое бюро «{0}»",
        "Стоматология «{0}»", "Школа № {2}", "«Торговый дом {0}»", "Пекарня «{0}»", "«{0} Логистика»", "Завод «{1}маш»",
        "Турагентство «{0}»", "Клиника «{0}»", "Архитектурная мастерская «{0}»", "Бухгалтерия «{0}»",
    ),
    "en": (
        "{0} & Sons", "{0} {1} Solicitors", "{0} Estates", "The {0} Clinic", "{0} Logistics", "{0} Architects",
        "{0} Dental Practice", "{0} Print Works", "{0} & {1} Accountants", "{0} Academy", "{0} Motors", "{0} Bakery",
        "{0} Travel", "{0} Consulting", "The {0} Arms",
    ),
}  # fmt: skip
LEGAL_FORMS = {
    "fr": {"SARL": 45, "SAS": 35, "EURL": 12, "SA": 8},
    "ru": {"ООО": 80, "АО": 15, "ПАО": 5},
    "en": {"Ltd": 85, "LLP": 15},
}
STREETS = {
    "fr": (
        "rue de la République", "avenue Jean Jaurès", "rue Victor Hugo", "place Bellecour", "quai Saint-Antoine",
        "rue des Tanneurs", "boulevard des Brotteaux", "rue Nationale", "chemin du Moulin", "rue de l'Église",
    ),
    "ru": (
        "ул. Горького", "пр. Ленина", "ул. Белинского", "ул. Рождественская", "наб. Федоровского", "ул. Родионова",
        "ул. Ванеева", "пр. Гагарина", "ул. Советская", "ул. Минина",
    ),
    "en": (
        "High Street", "Station Road", "Church Lane", "Victoria Road", "King Street", "Mill Lane", "Park Avenue",
        "Queensway", "London Road", "The Crescent",
    ),
}  # fmt: skip
JOB_TITLES = {
    "fr": (
        "Gérant",
        "Office manager",
        "Responsable achats",
        "Directrice administrative",
        "Responsable informatique",
    ),
    "ru": (
        "Директор",
        "Офис-менеджер",
        "Главный бухгалтер",
        "Системный администратор",
        "Начальник отдела снабжения",
    ),
    "en": ("Managing Director", "Office Manager", "Head of Purchasing", "IT Manager", "Finance Director"),
}
CLIENT_NOTES = {
    "fr": (
        "Préfère être appelé avant 10 h.", "Livraison par la cour, sonner deux fois.", "Parc mixte, veut un seul contrat.",
        "Paie toujours à 30 jours, sans relance.", "Demande les cartouches rechargées.",
    ),
    "ru": (
        "Звонить после обеда.", "Пропуск заказывать накануне.", "Закрывающие документы нужны в бумаге.",
        "Раньше покупали у конкурента, следят за ценой.", "Просят заправленные картриджи.",
    ),
    "en": (
        "Deliveries to the rear entrance only.", "Ask for the purchase order number first.", "Wants one contract for all sites.",
        "Always pays on time.", "Prefers refilled cartridges.",
    ),
}  # fmt: skip


def feminine(surname: str) -> str:
    """The form of a Russian surname that a woman bears."""
    return surname + "а" if surname.endswith(("ов", "ев", "ёв", "ин")) else surname
