"""Policies lie over the scenario, settings over policies; what is none is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cogov.model.levers import LEVERS
from cogov.model.policy import Policy
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.loader import list_policies, load_policies, load_scenario, parse_sets, policy_names, resolve_policy

Refused = Callable[..., list[Problem]]
Write = Callable[..., Path]
BASE = "extends: leping\n"


def test_every_policy_of_the_library_runs_in_the_default_city() -> None:
    scenario = load_scenario("leping")
    assert list(load_policies()) == [entry.name for entry in list_policies()] == policy_names(scenario)
    for name, policy in load_policies().items():
        assert policy.title is not None
        assert isinstance(resolve_policy(scenario, name), Policy)


def test_as_is_changes_nothing() -> None:
    scenario = load_scenario("leping")
    assert resolve_policy(scenario) == resolve_policy(scenario, "as_is") == scenario.base_policy()


def test_settings_lie_over_policies_over_the_scenario(tmp_path: Path, write: Write) -> None:
    text = BASE + "policy: {boundary_clarity: .1, deliberation: .1, centre_strength: .1}\npolicies:\n  mine: {deliberation: .9}\n"
    scenario = load_scenario(write(tmp_path, text))
    policy = resolve_policy(scenario, "mine", parse_sets(["centre_strength.city=.7", "goal_alignment=1"]))
    assert (policy.boundary_clarity, policy.deliberation, policy.goal_alignment) == (0.1, 0.9, 1)
    assert policy.centre_strength == {"village": 0.1, "township": 0.1, "city": 0.7}


def test_a_scalar_sets_all_parts_and_a_part_wins() -> None:
    scenario = load_scenario("leping")
    for pairs in (["centre_strength=.2", "centre_strength.city=.7"], ["centre_strength.city=.7", "centre_strength=.2"]):
        policy = resolve_policy(scenario, "as_is", parse_sets(pairs))
        assert policy.centre_strength == {"village": 0.2, "township": 0.2, "city": 0.7}


@pytest.mark.parametrize(
    ("pairs", "message", "near"),
    [
        (["boundary_clarty=.5"], "no lever is called", "boundary_clarity"),
        (["centre_strength.vilage=.5"], "has no part", "village"),
        (["boundary_clarity.village=.5"], "has no part", None),
        (["boundary_clarity=high"], "needs a number", None),
        (["boundary_clarity=nan"], "needs a number", None),
        (["boundary_clarity="], "needs a number", None),
        (["boundary_clarity=inf"], "needs a number", None),
        (["boundary_clarity=1.2"], "out of range", None),
        (["grid_density=5"], "out of range", None),
        (["boundary_clarity"], "name=value", None),
        (["=.5"], "name=value", None),
        (["boundary_clarity=.5", "boundary_clarity=.6"], "twice", None),
    ],
)
def test_bad_settings_are_refused(pairs: list[str], message: str, near: str | None, refused: Refused) -> None:
    (problem,) = refused(parse_sets, pairs)
    assert message in problem.message.en
    assert problem.nearest == near
    assert problem.key.startswith("--set")


def test_several_bad_settings_are_told_at_once(refused: Refused) -> None:
    assert len(refused(parse_sets, ["nothing=1", "deliberation=2", "mediation"])) == 3


def test_settings_from_a_program_are_checked_as_well(refused: Refused) -> None:
    scenario = load_scenario("leping")
    for sets in ({"deliberation": 2.0}, {"deliberation": float("nan")}, {"x": 1.0}, {"deliberation": True}):
        assert refused(resolve_policy, scenario, "as_is", sets)


def test_an_unknown_policy_is_told_the_nearest(refused: Refused) -> None:
    (problem,) = refused(resolve_policy, load_scenario("leping"), "co_governence")
    assert problem.nearest == "co_governance"
    assert "as_is" in problem.allowed


def test_goals_name_topics_of_the_scenario(tmp_path: Path, refused: Refused, write: Write) -> None:
    scenario = load_scenario(write(tmp_path, BASE + "policies: {mine: {goals: {trafic: 1}}}\n"))
    (problem,) = refused(resolve_policy, scenario, "mine")
    assert (problem.key, problem.nearest) == ("mine.goals.trafic", "traffic")


def test_levers_and_policies_agree() -> None:
    assert set(LEVERS) <= set(Policy.model_fields)


PHASED = """
extends: leping
city: {{population: 84000}}
policies: {{mine: {{phases: [{{from_day: 1, where: [{where}], levers: {{deliberation: .8}}}}]}}}}
"""


@pytest.mark.parametrize("where", ["1, 2", "Chengdong, Chengxi", "城东街道, 2"])
def test_phases_call_townships_by_name_or_number(where: str, tmp_path: Path) -> None:
    (tmp_path / "city.yaml").write_text(PHASED.format(where=where), "utf-8")
    assert resolve_policy(load_scenario(tmp_path / "city.yaml"), "mine").phases[0].where == (1, 2)


def test_names_of_no_township_are_refused(tmp_path: Path) -> None:
    (tmp_path / "city.yaml").write_text(PHASED.format(where="Xihee"), "utf-8")
    with pytest.raises(InputError, match="did you mean Xihe"):
        resolve_policy(load_scenario(tmp_path / "city.yaml"), "mine")
