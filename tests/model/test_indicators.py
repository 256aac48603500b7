"""The table of indicators says of each what it must, in both languages."""

import dataclasses
import math

import pytest

from cogov.model.indicators import (
    GROUP_TITLES,
    GROUPS,
    INDICATORS,
    MAIN,
    PILLARS,
    ROLES,
    UNITS,
    group_of,
    grouped_names,
    indicator_of,
    title,
)

FIXED = [
    "clear_ownership_rate",
    "overreach_rate",
    "absence_rate",
    "misplacement_rate",
    "owned_in_time_rate",
    "handoffs_per_matter",
    "participation_rate",
    "sector_plurality",
    "discovery_rate",
    "resolution_rate",
    "reported_resolution_rate",
    "reported_on_time_rate",
    "reported_mean_days",
    "reporting_gap",
    "on_time_rate",
    "mean_days",
    "median_days",
    "p90_days",
    "backlog",
    "shirking_rate",
    "goal_conflict",
    "joint_action_rate",
    "resource_fill_rate",
    "wasted_effort_share",
    "load_gini",
    "cost_per_resolved",
    "full_cost_per_resolved",
    "citizen_hours",
    "sense_of_gain",
    "low_gain_share",
    "worst_tenth_gain",
    "happiness",
    "security",
    "trust",
    "satisfaction",
    "unmet_need",
    "worst_group_gap",
    "burden_inequity",
    "urban_rural_gap",
    "digital_gap",
    "visits_per_application",
    "one_visit_rate",
    "resolved_in_village",
    "resolved_in_township",
    "passed_up_rate",
    "left_city_rate",
    "petition_rate",
    "repeat_rate",
    "mediation_success",
    "reported_mediation_success",
    "performance_rate",
    "lawsuits_per_10k",
    "settled_by_service",
    "settled_by_self_governance",
    "settled_jointly",
    "reported_satisfaction",
    "capped_share",
    "displaced_outside",
    "grid_found_rate",
    "grid_settled_rate",
    "grid_spot_rate",
    "grid_joint_rate",
    "grid_closeness",
]
ALL = sorted(INDICATORS)


def test_the_fixed_names_stand_in_their_order() -> None:
    assert list(INDICATORS) == FIXED


def test_the_main_indicators_are_marked() -> None:
    assert MAIN == (
        "owned_in_time_rate",
        "handoffs_per_matter",
        "mean_days",
        "resolution_rate",
        "shirking_rate",
        "satisfaction",
        "unmet_need",
        "cost_per_resolved",
    )
    assert [INDICATORS[name].main for name in MAIN] == list(range(1, 9))


@pytest.mark.parametrize("name", ALL)
def test_a_declaration_is_complete(name: str) -> None:
    indicator = INDICATORS[name]
    assert indicator.name == name
    assert indicator.unit in UNITS
    assert indicator.role in ROLES
    assert indicator.pillar in PILLARS
    assert set(indicator.groups) <= set(GROUPS)
    assert len(set(indicator.groups)) == len(indicator.groups)
    assert indicator.low < indicator.high
    functions = (indicator.of_episodes, indicator.of_matters, indicator.of_citizens, indicator.of_city)
    assert sum(function is not None for function in functions) == 1
    assert (indicator.of_government is not None) == ("sector" in indicator.groups)
    assert all(any("一" <= sign <= "鿿" for sign in words) for words in (indicator.zh, indicator.definition_zh))
    assert indicator.en.isascii() or "–" in indicator.en
    assert len(indicator.definition_en) > len(indicator.en)


def test_titles_are_told_apart() -> None:
    for language in ("zh", "en"):
        names = [name for one in INDICATORS.values() for name in (one.name, *grouped_names(one))]
        assert len({title(name).in_(language) for name in names}) == len(names)


def test_overreach_is_a_word_for_government_only() -> None:
    assert title("overreach_rate").zh == "责任重叠率"
    assert title("overreach_rate@government").zh == "政府越位率"
    assert not any(word in INDICATORS[name].zh for name in ALL for word in ("越位", "缺位", "错位"))


def test_every_group_has_one_family_and_a_title() -> None:
    groups = [group for family in GROUPS.values() for group in family]
    assert len(groups) == len(set(groups))
    assert set(groups) == set(GROUP_TITLES)


def test_a_group_that_an_indicator_does_not_have_is_refused() -> None:
    assert indicator_of("resolution_rate@dispute").name == "resolution_rate"
    assert group_of("resolution_rate") is None
    for name in ("happiness@dispute", "happiness@nobody", "no_such_rate"):
        with pytest.raises(KeyError):
            indicator_of(name)


def test_scores_run_from_worst_to_best() -> None:
    assert INDICATORS["resolution_rate"].score(0.8) == pytest.approx(80)
    assert INDICATORS["mean_days"].score(0) == 100
    assert INDICATORS["mean_days"].score(900) == 0
    assert math.isnan(INDICATORS["reported_satisfaction"].score(0.5))
    assert math.isnan(INDICATORS["mean_days"].score(math.nan))


def test_effect_follows_the_direction() -> None:
    assert INDICATORS["mean_days"].effect(-2) == 1
    assert INDICATORS["resolution_rate"].effect(-0.1) == -1
    assert INDICATORS["capped_share"].effect(0.1) == 0
    assert INDICATORS["mean_days"].effect(math.nan) == 0


def test_pillars_rest_on_outcomes_and_costs() -> None:
    for pillar in PILLARS:
        assert any(one.pillar == pillar and one.role in {"outcome", "cost"} for one in INDICATORS.values())
    shares = ("clear_ownership_rate", "overreach_rate", "absence_rate", "misplacement_rate", "sector_plurality")
    assert {INDICATORS[name].role for name in shares} == {"check"}


def test_a_declaration_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        INDICATORS["mean_days"].high = 3.0
