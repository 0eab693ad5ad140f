"""From a value to an achievement and a score."""

from __future__ import annotations

import pytest
from regioncrm.kpi.scoring import Step, Verdict, achievement, verdict

STEPS = [Step(100, 100, "Reached"), Step(0, 0, "Not reached"), Step(70, 50, "Close")]


class TestAchievement:
    def test_part_of_the_plan(self) -> None:
        assert achievement(45, 50) == 90.0

    def test_lower_is_better_at_the_plan(self) -> None:
        assert achievement(50, 50, "Lower") == 100.0

    def test_lower_is_better_at_nothing(self) -> None:
        assert achievement(0, 50, "Lower") == 200.0

    def test_lower_is_better_never_falls_below_zero(self) -> None:
        assert achievement(500, 50, "Lower") == 0.0

    def test_without_a_plan_there_is_none(self) -> None:
        assert achievement(45, 0) is None

    def test_without_a_value_there_is_none(self) -> None:
        assert achievement(None, 50) is None


class TestVerdict:
    @pytest.mark.parametrize(
        ("percent", "score"), [(0, 0), (69.99, 0), (70, 50), (99.99, 50), (100, 100), (300, 100)]
    )
    def test_the_highest_step_reached_counts(self, percent: float, score: float) -> None:
        assert verdict(percent, STEPS).score == score

    def test_the_level_comes_from_the_step(self) -> None:
        assert verdict(85, STEPS).level == "Close"

    def test_without_steps_the_achievement_is_the_score(self) -> None:
        assert verdict(87.5, []) == Verdict(87.5, 87.5, None)

    def test_the_highest_score_is_a_ceiling(self) -> None:
        assert verdict(250, [], highest=120).score == 120

    def test_below_the_first_step_there_is_no_score(self) -> None:
        assert verdict(10, [Step(50, 40, "Half")]) == Verdict(10, 0.0, None)

    def test_nothing_to_judge(self) -> None:
        assert verdict(None, STEPS) == Verdict(None, None, None)
