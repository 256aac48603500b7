"""Every scenario and policy of the library: its words, its values, and a few days of every pair."""

import re

import numpy as np
import pytest

from cogov.model import phases
from cogov.model.chance import Chance
from cogov.model.levers import LEVERS
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.policy import Policy, ShareOfTownships
from cogov.scenarios.catalogue import Entry
from cogov.scenarios.extends import library_files
from cogov.scenarios.loader import list_policies, list_scenarios, load_policies, load_scenario, resolve_policy

SCENARIOS = tuple(library_files("scenarios"))
POLICIES = tuple(library_files("policies"))
GLOSSARY = {
    "as_is": "现状",
    "clear_boundaries": "边界明确",
    "aligned_goals": "目标统一",
    "clear_and_aligned": "边界明确+目标统一",
    "government_alone": "政府单一主体",
    "co_governance": "共建共治共享",
    "paper_boundaries": "有清单、授权不足",
    "slogan_alignment": "目标与群众需求有偏差",
    "dense_grid": "网格加密",
    "fengqiao": "新时代“枫桥经验”",
    "digital_first": "网上办优先",
    "campaign_style": "以集中专项整治为主",
    "pilot_then_all": "先试点后推开",
    "fragmented": "条块协同不足",
}
JUDGING = re.compile(
    r"纸面|口号|形式主义|运动式|碎片|割裂|懒政|不作为|乱作为|落后|失败|slogan|on paper|fragment|formalis|failed|failure|lazy|backward|bad\b",
    re.IGNORECASE,
)
HAN = re.compile(r"[一-鿿]")


def days(scenario: str, policy: str, population: int = 1500) -> CoGovernanceModel:
    setting = load_scenario(scenario, {"city.population": population, "days": 20, "warmup": 5})
    return CoGovernanceModel(setting, resolve_policy(setting, policy), seed=1, check=True)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_policy_runs_in_every_scenario(scenario: str, policy: str) -> None:
    model = days(scenario, policy).run()
    assert model.city.register.size > 0
    assert 0 <= model.indicators()["resolution_rate"] <= 1


@pytest.mark.parametrize("entry", [*list_scenarios(), *list_policies()], ids=lambda entry: entry.name)
def test_entries_say_in_both_languages_and_neutrally_what_they_are(entry: Entry) -> None:
    assert entry.question is not None
    assert entry.source
    for text in (entry.title, entry.question):
        assert HAN.search(text.zh)
        assert text.en
        assert not HAN.search(text.en)
        assert not JUDGING.search(text.zh + text.en)
    assert entry.title.zh == GLOSSARY.get(entry.name, entry.title.zh)


def test_every_policy_of_the_glossary_is_there() -> None:
    assert set(GLOSSARY) <= {*POLICIES, *SCENARIOS}


def test_scenarios_are_fictional() -> None:
    assert all("虚拟" in entry.title.zh for entry in list_scenarios() if entry.name != "fragmented")


def test_titles_are_not_shared() -> None:
    for entries in (list_scenarios(), list_policies()):
        assert len({entry.title.zh for entry in entries}) == len({entry.title.en for entry in entries}) == len(entries)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_as_is_changes_nothing(scenario: str) -> None:
    setting = load_scenario(scenario)
    assert resolve_policy(setting, "as_is") == setting.base_policy()


@pytest.mark.parametrize("policy", [name for name in POLICIES if name != "as_is"])
def test_every_other_policy_changes_something(policy: str) -> None:
    setting = load_scenario("leping")
    assert resolve_policy(setting, policy) != setting.base_policy()


def test_contrasts_differ_from_their_twins_in_one_thing_only() -> None:
    policies = load_policies()

    def differing(a: str, b: str) -> set[str]:
        first, second = (Policy().overlaid(policies[name]) for name in (a, b))
        return {name for name in Policy.model_fields if getattr(first, name) != getattr(second, name)}

    assert differing("paper_boundaries", "clear_boundaries") == {"power_sharing"}
    assert differing("slogan_alignment", "aligned_goals") == {"goals"}
    assert differing("dense_grid", "as_is") == {"grid_density"}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_campaigns_are_against_topics_of_every_scenario(scenario: str) -> None:
    campaigns = load_policies()["campaign_style"].campaigns
    assert campaigns
    assert {campaign.topic for campaign in campaigns} <= set(load_scenario(scenario).topics)


def test_a_campaign_of_the_library_runs_and_ends() -> None:
    model = days("leping", "campaign_style")
    first = model.city.policy.campaigns[0]
    model.city.day = first.start - 1
    before = model.city.institutions.handlers.sum()
    model.step()
    model.step()
    assert model.city.institutions.handlers.sum() < before


class TestPilots:
    """`pilot_then_all` is `co_governance`, earlier in three townships of ten."""

    policy = Policy().overlaid(load_policies()["pilot_then_all"])

    def test_both_phases_turn_the_levers_of_co_governance(self) -> None:
        programme = Policy().overlaid(load_policies()["co_governance"])
        for phase in self.policy.phases:
            changed = phase.levers.model_dump(exclude_none=True)
            assert Policy().overlaid(load_policies()["as_is"].model_copy(update=changed)) == programme

    @pytest.mark.parametrize(("townships", "pilots"), [(3, 1), (5, 2), (10, 3), (18, 5)])
    def test_three_townships_of_ten_go_first(self, townships: int, pilots: int) -> None:
        pilot, everywhere = self.policy.phases
        assert isinstance(pilot.where, ShareOfTownships)
        full = pilot.from_day + pilot.ramp_days
        levers = phases.in_force(self.policy, townships, full, Chance(1))
        moved = levers.boundary_clarity == 0.8
        assert moved.sum() == pilots
        assert not moved[-1]
        later = phases.in_force(self.policy, townships, everywhere.from_day + everywhere.ramp_days, Chance(1))
        assert (later.boundary_clarity == 0.8).all()

    @pytest.mark.parametrize("townships", [1, 2, 3, 5, 18])
    def test_there_is_always_a_pilot(self, townships: int) -> None:
        assert phases.places(self.policy.phases[0], townships, Chance(1)).sum() >= 1

    def test_nothing_moves_before_the_pilot_and_the_ramp_is_gradual(self) -> None:
        pilot = self.policy.phases[0]
        before, first, last = (
            phases.in_force(self.policy, 10, day, Chance(1)).deliberation
            for day in (pilot.from_day - 1, pilot.from_day, pilot.from_day + pilot.ramp_days)
        )
        assert (before == LEVERS["deliberation"].default).all()
        rising = np.flatnonzero(last > before)
        assert ((before < first) & (first < last))[rising].all()
