"""Recognising clients: keys of phones and names, check digits of tax ids."""

from __future__ import annotations

import pytest
from regioncrm.crm import identity


class TestPhones:
    def test_international_and_national_writing_have_one_key(self) -> None:
        assert identity.phone_key("+7 916 123-45-67") == identity.phone_key("8 (916) 123 45 67")

    def test_french_national_zero_does_not_matter(self) -> None:
        assert identity.phone_key("+33 6 12 34 56 78") == identity.phone_key("06 12 34 56 78")

    def test_short_numbers_keep_all_their_digits(self) -> None:
        assert identity.phone_key("12-34") == "1234"

    def test_different_lines_differ(self) -> None:
        assert identity.phone_key("+33612345678") != identity.phone_key("+33612345679")


class TestNames:
    def test_legal_form_and_quotes_do_not_matter(self) -> None:
        assert identity.name_key("ООО «Ромашка»") == identity.name_key("Ромашка")

    def test_accents_and_case_do_not_matter(self) -> None:
        assert identity.name_key("Imprimerie Générale SARL") == identity.name_key("imprimerie generale")

    def test_order_of_words_does_not_matter(self) -> None:
        assert identity.name_key("Petit Anna") == identity.name_key("Anna Petit")

    def test_a_name_made_only_of_a_legal_form_keeps_it(self) -> None:
        assert identity.name_key("SA") == "sa"

    def test_a_typing_error_is_still_similar(self) -> None:
        assert identity.is_similar("Imprimerie Duboix", "Imprimerie Dubois")

    def test_names_that_share_one_word_are_not_similar(self) -> None:
        assert not identity.is_similar("Boulangerie Martin", "Garage Martin")

    def test_empty_names_are_not_similar(self) -> None:
        assert identity.similarity("", None) == 0.0

    def test_a_name_is_not_similar_to_none(self) -> None:
        assert not identity.is_similar("", "")
        assert not identity.is_similar("Élan", None)

    def test_many_names_are_compared_as_one_by_one(self) -> None:
        names = ["Boulangerie Martin", "Martin Boulangerie SARL", "Garage Martin", "", "Boulangerie Marten"]
        assert identity.similar_among("Boulangerie Martin", names) == [True, True, False, False, True]

    def test_the_match_key_ignores_legal_forms_accents_and_case(self) -> None:
        assert identity.match_key("Company Élan") == "elan"
        assert identity.match_key("ООО РОМАШКА") == "ромаш"

    def test_the_match_key_does_not_depend_on_the_order_of_words(self) -> None:
        assert identity.match_key("Gamma Alpha") == identity.match_key("Alpha Gamma") == "alpha g"

    def test_the_match_key_leaves_out_what_people_leave_out(self) -> None:
        assert identity.match_key("Imprimerie Dubois et Fils") == identity.match_key("Imprimerie Dubois Fils")

    def test_the_match_key_of_a_long_name_fits_its_column(self) -> None:
        assert len(identity.match_key("abc " * 40)) == identity.KEY_LENGTH

    def test_nothing_has_no_match_key(self) -> None:
        assert identity.match_key(None) == identity.match_key("—") == ""


class TestTaxIds:
    @pytest.mark.parametrize("value", ["7707083893", "500100732259"])
    def test_correct_inn_is_accepted(self, value: str) -> None:
        assert identity.is_inn(value)

    @pytest.mark.parametrize("value", ["7707083894", "500100732258", "77070838", "770708389A"])
    def test_wrong_inn_is_refused(self, value: str) -> None:
        assert not identity.is_inn(value)

    @pytest.mark.parametrize("value", ["732829320", "73282932000074", "FR44732829320"])
    def test_correct_french_numbers_are_accepted(self, value: str) -> None:
        assert identity.is_french_tax_id(value)

    @pytest.mark.parametrize("value", ["732829321", "FR45732829320", "FR44", ""])
    def test_wrong_french_numbers_are_refused(self, value: str) -> None:
        assert not identity.is_french_tax_id(value)

    def test_other_countries_are_believed(self) -> None:
        assert identity.tax_id_is_plausible("ANYTHING1", "de")

    def test_the_country_decides_the_check(self) -> None:
        assert not identity.tax_id_is_plausible("732829320", "RU")
