"""What a typed text finds, judged on the terms alone: spelling, scripts, numbers, telephone numbers, slips."""

from __future__ import annotations

import pytest
from comptoir.search import Part, Typed, terms_of
from comptoir.search.terms import MOST_TERMS

CLIENT = (
    Part("name", 0, "CLI-2026-00012"),
    Part("title", 0, "Société Dupont-Moreau"),
    Part("other", 0, "Lyon"),
    Part("other", 1, "+33 6 12 34 56 78"),
)


def step(text: str, *parts: Part, levels: set[int] | None = None) -> int | None:
    """At which question a document of ``parts`` is found; those for slips come after the others."""
    typed, read = Typed.of(text), levels or {0, 1}
    terms = terms_of(parts or CLIENT)
    questions = [*typed.questions(read), *typed.guesses(read)]
    return next((step for step, question in enumerate(questions) if question.fits(terms)), None)


def titled(text: str) -> Part:
    return Part("title", 0, text)


class TestWhatComesFirst:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("CLI-2026-00012", 0),
            ("cli 2026 12", 2),
            ("12", 0),
            ("societe dupont moreau", 0),
            ("Société Dup", 1),
            ("moreau soc", 2),
            ("oreau", 3),
            ("lyon dupont", 3),
        ],
    )
    def test_whole_names_then_beginnings_then_words_then_pieces(self, text: str, expected: int) -> None:
        assert expected == step(text)


class TestTelephoneNumbers:
    @pytest.mark.parametrize("text", ["0612 34", "+33 6", "0033612", "06.12.34", "345678", "(06) 12-34"])
    def test_any_part_of_one_is_found_however_it_is_written(self, text: str) -> None:
        assert step(text) is not None

    @pytest.mark.parametrize("text", ["0712 34", "+49 6", "12"])
    def test_another_one_is_not(self, text: str) -> None:
        assert step(text, CLIENT[3]) is None


class TestSpelling:
    @pytest.mark.parametrize(
        ("title", "text"),
        [
            ("Фёдор Ежов", "федор"),
            ("Федор Ежов", "фёдор"),
            ("Сергей Иванов", "sergei ivanov"),
            ("Ivanov", "иванов"),
            ("Дмитрий Щукин", "dmitriy schukin"),
            ("Cœur de Lyon", "coeur"),
            ("Łódź Ørsted", "lodz orsted"),
            ("Straße", "STRASSE"),
            ("Noël", "noe\u0308l"),
        ],
    )
    def test_case_accents_and_script_do_not_count(self, title: str, text: str) -> None:
        assert step(text, titled(title)) is not None

    @pytest.mark.parametrize(
        "text", ["dupnt", "duppont", "dupnot", "dupant", "upont", "moraeu dupont", "дюпонт"]
    )
    def test_a_slip_is_forgiven(self, text: str) -> None:
        assert step(text) is not None

    @pytest.mark.parametrize("text", ["durand", "dpnt", "xy", "moreaux dupontel"])
    def test_another_word_is_another_word(self, text: str) -> None:
        assert step(text) is None

    def test_a_letter_too_many_comes_before_another_letter(self) -> None:
        assert (4, 5) == (
            step("dupontt martin", titled("Dupont Martin")),
            step("dupant martin", titled("Dupont Martin")),
        )


class TestWholeNames:
    @pytest.mark.parametrize(
        ("text", "expected"), [("cli-2026-00012", True), ("CLI 2026", False), ("dupont", False)]
    )
    def test_who_types_one_means_that_document(self, text: str, expected: bool) -> None:
        assert expected == Typed.of(text).names("CLI-2026-00012")


class TestLevels:
    def test_what_stands_on_a_level_that_is_not_read_is_not_found(self) -> None:
        assert (3, None) == (step("345678", levels={0, 1}), step("345678", levels={0}))

    def test_whoever_reads_no_level_finds_nothing(self) -> None:
        assert [] == Typed.of("dupont").questions(set()) == Typed.of("dupont").guesses(set())


class TestHostileTexts:
    @pytest.mark.parametrize(
        "text", ["", "  ", "*", '"', "()", "+-~<>@", "\x00", "_", "'; --", "AND OR NOT", "̈"]
    )
    def test_nothing_typed_is_an_operator(self, text: str) -> None:
        for question in Typed.of(text).questions({0}):
            assert all(term.rstrip("*").isalnum() for group in question.groups for term in group)

    def test_a_long_text_asks_little(self) -> None:
        questions = Typed.of("word " * 10_000 + "x" * 10_000).questions({0})
        assert sum(len(group) for question in questions for group in question.groups) < 100

    def test_a_long_document_has_not_more_than_so_many_terms(self) -> None:
        words = " ".join(f"{number:x}word" for number in range(10_000))
        assert len(terms_of([Part("other", 0, words)] * 50)) <= MOST_TERMS

    def test_a_sentence_is_found_by_its_words_and_its_first_ones_by_their_middle(self) -> None:
        sentence = titled(" ".join(f"word{letter * 3}" for letter in "abcdefghijkl"))
        assert (2, 3, None) == (step("wordlll", sentence), step("rdaaa", sentence), step("rdlll", sentence))
        value = Part("other", 0, sentence.text)
        assert (3, 3, None) == (step("wordlll", value), step("rdaaa", value), step("rdlll", value))

    def test_markup_is_no_word(self) -> None:
        assert step("strong", Part("other", 0, "<strong>Lyon</strong>")) is None
