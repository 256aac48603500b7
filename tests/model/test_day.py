"""The whole model, day by day: determinism, invariants, switches, common random numbers, and the contract of a rule."""

import hashlib
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from cogov.model.births import child_identity
from cogov.model.day import DAY, RULES
from cogov.model.levers import LEVERS
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.names import LEVELS, SECTORS
from cogov.model.options import Choice
from cogov.model.rule import Rule
from cogov.model.rules.emergence import potential_matters
from cogov.model.schema import CHOICES, OPTIONS, scenario_of
from cogov.model.stages import Origin, Reason
from cogov.scenarios import Policy, Scenario, load_scenario

Rules = scenario_of().model_fields["rules"].annotation
Choices = scenario_of().model_fields["choices"].annotation

TAKEN = [(choice, option) for choice, options in OPTIONS.items() for option in options]


def short(population: int = 2000, days: int = 60, **overrides: object) -> Scenario:
    base = {"city.population": population, "days": days, "warmup": days // 4, "horizon_days": days // 2}
    return load_scenario("leping", {**base, **overrides})


def state(model: CoGovernanceModel) -> dict[str, bytes]:
    """Return every column of every table, the record of all moves, the series and the loans, as bytes."""
    found: dict[str, bytes] = {}
    for table in ("register", "citizens", "institutions", "grid_workers"):
        found |= {f"{table}.{name}": array.tobytes() for name, array in getattr(model.city, table).arrays()}
    found |= {
        f"moves.{name}": getattr(model.city.register.moves(), name).tobytes()
        for name in ("row", "time", "before", "after", "desk", "reason")
    }
    found["loans"] = model.city.loans.lent.tobytes() + model.city.loans.borrowed.tobytes()
    found["understanding"] = model.city.rule_between.tobytes() + model.city.rule_within.tobytes()
    tally = dict(vars(model.city.tally))
    found |= {f"feelings.{name}": sums.tobytes() for name, sums in tally.pop("feelings").items()}
    found["tally"] = repr(sorted(tally.items())).encode()
    return found


def differing(one: CoGovernanceModel, other: CoGovernanceModel) -> list[str]:
    left, right = state(one), state(other)
    return sorted(name for name in left if left[name] != right[name])


# -- determinism -----------------------------------------------------------------------------------------------------------------


def test_the_same_seed_twice_is_the_same_bytes_and_another_seed_is_not() -> None:
    scenario = short()
    one, again, other = (CoGovernanceModel(scenario, seed=seed).run() for seed in (3, 3, 4))
    assert differing(one, again) == []
    assert len(differing(one, other)) > 20


PROGRAM = """
import hashlib
from cogov.model.mesa_model import CoGovernanceModel
from cogov.scenarios import load_scenario
model = CoGovernanceModel(load_scenario("leping", {"city.population": 3000, "days": 60, "warmup": 10, "horizon_days": 40}), seed=3).run()
digest = hashlib.sha256()
for table in (model.city.register, model.city.citizens, model.city.institutions):
    for name, array in table.arrays():
        digest.update(name.encode() + array.tobytes())
for column in vars(model.city.register.moves()).values():
    digest.update(column.tobytes())
print(digest.hexdigest())
"""


def test_the_order_of_python_sets_never_reaches_a_result() -> None:
    found = []
    for hash_seed in ("1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True, encoding="utf-8"
        )
        found.append(done.stdout.strip())
    assert found[0] == found[1]
    assert len(found[0]) == hashlib.sha256().digest_size * 2


# -- switches --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [*((name,) for name in RULES), RULES[::2], RULES[1::2]], ids="+".join)
def test_a_rule_switched_off_is_a_rule_not_in_the_list(names: tuple[str, ...]) -> None:
    scenario = short(3000)
    off = CoGovernanceModel(scenario.model_copy(update={"rules": Rules(**dict.fromkeys(names, False))}), seed=5)
    lacking = CoGovernanceModel(scenario, seed=5)
    lacking.rules = [rule for rule in lacking.rules if rule.__name__ not in names]  # type: ignore[attr-defined]
    assert [rule.__name__ for rule in off.rules] == [other for other in RULES if other not in names]  # type: ignore[attr-defined]
    assert differing(off.run(), lacking.run()) == []
    assert repr(off.indicators()) == repr(lacking.indicators())


@pytest.mark.parametrize("name", RULES)
def test_what_remains_without_a_rule_stays_sound(name: str) -> None:
    scenario = short(3000)
    model = CoGovernanceModel(scenario.model_copy(update={"rules": Rules(**{name: False})}), seed=5, check=True).run()
    series, register = model.city.tally.series, model.city.register
    assert series["open"][-1] == len(register.open_rows)
    assert [sum(series[name]) for name in ("arisen", "ended")] == [register.size, register.size - len(register.open_rows)]


def test_switching_a_rule_off_leaves_the_potential_matters_alone() -> None:
    scenario = short(3000, 20)
    whole = CoGovernanceModel(scenario, seed=5)
    bare = CoGovernanceModel(scenario.model_copy(update={"rules": Rules(**dict.fromkeys(RULES, False))}), seed=5)
    for _ in range(20):
        assert np.array_equal(potential_matters(whole.city)[0], potential_matters(bare.city)[0])
        whole.step()
        bare.step()


NEUTRAL: dict[str, dict[str, float]] = {
    "resource_sharing": {
        "sharing.loan_days": 3,
        "sharing.reporting": 0.4,
        "sharing.broker_share": 0.9,
        "sharing.skill_gain": 2.0,
        "sharing.training_flow": 0.5,
        "sharing.training_decay": 0.5,
        "mediation.information": 5.0,
    },
    "goal_alignment": {"goals.far_tilt": 3.0, "topics.traffic.declared_priority": 90.0},
    "deliberation": {
        "deliberation.contested": 1.0,
        "deliberation.days": 50,
        "deliberation.citizen_hours": 50,
        "deliberation.tolerance": 2.0,
        "deliberation.rounds": 50,
        "deliberation.susceptibility": 1.0,
        "deliberation.susceptibility_spread": 1.0,
        "deliberation.supermajority": 1.0,
        "deliberation.desk_days": 2.0,
        "deliberation.readiness": 1.0,
        "deliberation.disappointment": 1.0,
        "deliberation.citizens": 20,
        "deliberation.plan_quality": 1.0,
        "deliberation.inclusion": 0.1,
        "deliberation.completeness": 0.1,
        "deliberation.level_days": 9.0,
        "deliberation.rule_prevention": 0.9,
        "deliberation.rule_days": 30.0,
        "deliberation.goal_pull": 0.9,
        "deliberation.talk_distance": 4.0,
        "deliberation.party_convening": 9.0,
        "learning.drift": 0.9,
        "closure.consulted": 1.0,
    },
    "centre_strength": {
        "triage.arbitration": 1.0,
        "discovery.grid_settles": 1.0,
        "discovery.grid_small_days": 9.0,
        "handling.seconded": 0.9,
        "handling.commit_centre": 1.0,
        "triage.dispatch_retry_centre": 40.0,
        "discovery.desk_share_centre": 1.0,
    },
    "grid_intelligence": {"discovery.patrol_intelligence": 9.0, "discovery.false_alarms": 9.0, "discovery.false_alarm_days": 9.0},
    "party_building": {
        "handling.meeting_days": 0.9,
        "handling.double_role": 0.5,
        "handling.commit_party": 1.0,
        "network.party_rise": 0.1,
        "network.grid": 1.0,
        "deliberation.party_convening": 9.0,
        "participation.party_members": 5.0,
        "participation.crowding_out": 5.0,
    },
    "mobilization": {"discovery.mass_mobilization": 1.0, "participation.mobilization": 5.0, "participation.called_help": 0.9},
    "joint_action": {
        "handling.hot_spot": 2,
        "handling.hot_spot_gain": 3.0,
        "handling.commit_joint": 1.0,
        "handling.coordination_days": 5.0,
        "handling.joint_share": 0.3,
    },
    "one_stop_service": {"handling.counters": 0.9},
    "online_service": {
        "discovery.report_access": 9.0,
        "closure.appointments": 1.0,
        "closure.walk_in_wait": 9.0,
        "closure.counters_closed": 0.9,
        "closure.closing_days": 0.0,
    },
    "mediation": {"mediation.proactive": 1.0, "mediation.skill_lever": 9.0, "mediation.handlers": 0.9},
    "mediation_coordination": {"mediation.rescue": 5.0, "mediation.coordination_share": 0.2},
    "devolution": {"handling.devolved": 0.9},
    "key_area_enforcement": {
        "enforcement.effect": 0.9,
        "enforcement.displacement": 0.9,
        "enforcement.turning": 0.9,
        "enforcement.handlers": 0.9,
        "enforcement.compliance": 0.9,
        "enforcement.closing": 0.9,
    },
    "social_org_support": {
        "support.growth": 4.0,
        "support.dependence_days": 10.0,
        "support.exit": 0.1,
        "mediation.social_mediators": 5.0,
        "handling.commit_social": 0.9,
    },
    "assessment_pressure": {
        "assessment.speed": 1.5,
        "assessment.premature": 0.9,
        "assessment.returns": 0.9,
        "assessment.premature_reopen": 0.1,
        "assessment.premature_outcome": 0.9,
        "assessment.gloss": 0.1,
        "assessment.gaming_days": 0.0,
    },
}
"""Parameters of the mechanism that each lever turns, as read from the rules, moved far from their defaults."""


def test_every_lever_with_a_neutral_value_is_in_the_table() -> None:
    assert set(NEUTRAL) == {name for name, lever in LEVERS.items() if lever.neutral is not None}


@pytest.mark.parametrize("lever", NEUTRAL)
def test_at_its_neutral_value_no_parameter_of_a_levers_mechanism_changes_a_byte(lever: str) -> None:
    moved = {key if key.startswith("topics") else f"parameters.{key}": value for key, value in NEUTRAL[lever].items()}
    value = LEVERS[lever].neutral
    policy = {lever: dict.fromkeys(LEVERS[lever].parts, value) if LEVERS[lever].parts else value}
    one, other = (
        CoGovernanceModel(scenario, Policy.model_validate(scenario.base_policy().model_dump() | policy), seed=6).run()
        for scenario in (short(4000, 90), short(4000, 90, **moved))
    )
    assert differing(one, other) == []


ENDS: dict[str, tuple[dict[str, float], dict[str, float]]] = {
    "clear boundaries and duties": ({"boundary_clarity": 1.0, "duty_clarity": 1.0}, {"triage.sigma_max": 3.0}),
    "clear duties": ({"duty_clarity": 1.0}, {"triage.taking_load": 2.0, "triage.load_cap": 2.0, "triage.volunteer_cost": 0.9}),
    "unclear duties": ({"duty_clarity": 0.0}, {"triage.first_contact": 0.0, "triage.reach_clarity": 0.0}),
    "shared power": ({"power_sharing": 1.0}, {"triage.reach": 1.0, "handling.authority_floor": 0.05}),
    "power not shared": ({"power_sharing": 0.0}, {"handling.capture": 9.0, "handling.uneven_capacity": 1.5}),
}
"""Levers without a neutral value: the ends at which part of their mechanism is silent. Grids have none: somebody always walks them."""


@pytest.mark.parametrize("end", ENDS)
def test_at_its_ends_part_of_a_levers_mechanism_is_silent(end: str) -> None:
    policy, parameters = ENDS[end]
    moved = {f"parameters.{key}": value for key, value in parameters.items()}
    one, other = (
        CoGovernanceModel(scenario, scenario.base_policy().model_copy(update=policy), seed=6).run()
        for scenario in (short(3000), short(3000, **moved))
    )
    assert differing(one, other) == []
    away = dict.fromkeys(policy, 0.5)
    one, other = (
        CoGovernanceModel(scenario, scenario.base_policy().model_copy(update=away), seed=6).run()
        for scenario in (short(3000), short(3000, **moved))
    )
    assert differing(one, other)


def test_every_lever_is_in_one_of_the_two_tables() -> None:
    assert set(LEVERS) == set(NEUTRAL) | {name for policy, _ in ENDS.values() for name in policy} | {"grid_density"}


def test_convening_needs_joint_action_or_party_building() -> None:
    policy, tied = {"joint_action": 0.0, "party_building": 0.0}, {"choices.partners": "tied"}
    one, other = (
        CoGovernanceModel(scenario, scenario.base_policy().model_copy(update=policy), seed=6).run()
        for scenario in (short(4000, **tied), short(4000, **tied, **{"parameters.triage.convening": 1.0}))
    )
    assert differing(one, other) == []


@pytest.mark.parametrize("lever", [name for name in NEUTRAL if name != "goal_alignment"])
def test_away_from_its_neutral_value_a_lever_changes_something(lever: str) -> None:
    scenario = short(4000, 90)
    neutral, full = (
        CoGovernanceModel(
            scenario,
            Policy.model_validate(
                scenario.base_policy().model_dump() | {lever: dict.fromkeys(LEVERS[lever].parts, value) if LEVERS[lever].parts else value}
            ),
            seed=6,
        ).run()
        for value in (0.0, 1.0)
    )
    assert differing(neutral, full)


# -- the same luck under every policy ----------------------------------------------------------------------------------------------


def _two_policies() -> Iterator[CoGovernanceModel]:
    scenario = short(5000, 90)
    yield CoGovernanceModel(scenario, seed=9)
    turned = {
        "boundary_clarity": 1.0,
        "duty_clarity": 0.0,
        "goal_alignment": 1.0,
        "power_sharing": 1.0,
        "grid_density": 150.0,
        "deliberation": 1.0,
    }
    parts = {"resource_sharing": dict.fromkeys(SECTORS, 1.0), "centre_strength": dict.fromkeys(LEVELS, 1.0)}
    yield CoGovernanceModel(scenario, scenario.base_policy().model_copy(update={**turned, **parts, "goals": "need"}), seed=9)


def test_potential_matters_are_the_same_under_two_policies() -> None:
    one, other = _two_policies()
    for _ in range(60):
        for mine, theirs in zip(potential_matters(one.city), potential_matters(other.city), strict=True):
            assert np.array_equal(mine, theirs)
        one.step()
        other.step()
    assert len(differing(one, other)) > 20


def test_a_matter_that_arises_under_two_policies_is_the_same_matter() -> None:
    one, other = (model.run().city.register for model in _two_policies())
    _, mine, theirs = np.intersect1d(one.identity[: one.size], other.identity[: other.size], return_indices=True)
    new = one.origin[mine] == Origin.NEW
    assert new.mean() > 0.8
    assert new.sum() > 0.8 * (one.origin[: one.size] == Origin.NEW).sum()
    for name in ("topic", "village", "citizen", "arose", "ambiguity", "hardness_at_birth", "collective", "work_total"):
        assert np.array_equal(getattr(one, name)[mine[new]], getattr(other, name)[theirs[new]]), name
    for name in ("topic", "village", "citizen", "ambiguity", "work_total", "origin"):  # one born of another arises when its parent ends
        assert np.array_equal(getattr(one, name)[mine], getattr(other, name)[theirs]), name


def test_a_matter_born_of_another_has_its_parents_identity_and_an_ordinal() -> None:
    register = CoGovernanceModel(short(8000, 150), seed=2).run().city.register
    born = np.flatnonzero(register.origin[: register.size] != Origin.NEW)
    assert len(born) > 10
    parent = register.parent[born]
    assert (parent < born).all()
    assert np.array_equal(register.identity[born], child_identity(register.identity[parent], 1))


# -- names and contracts ---------------------------------------------------------------------------------------------------------


def test_rules_that_files_may_name_are_the_rules_of_the_day() -> None:
    assert tuple(rule.__name__ for rule in DAY) == RULES == tuple(Rules.model_fields)


@pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES)
def test_every_option_says_what_it_is_and_does_what_the_others_do_in_its_way(choice: Choice[Any]) -> None:
    options = choice.options.values()
    assert len(options) > 1
    assert all(one.says.zh and one.says.en for one in options)
    assert len({type(one.what) for one in options}) == 1 or all(callable(one.what) for one in options)
    functions = [one.what for one in options if inspect.isfunction(one.what)]
    assert len({len(inspect.signature(function).parameters) for function in functions}) <= 1


def test_a_scenario_takes_the_first_option_of_every_choice() -> None:
    assert {name: options[0] for name, options in OPTIONS.items()} == Choices().model_dump()
    with pytest.raises(ValidationError):
        Choices.model_validate({"queue": "shortest_first"})


@pytest.mark.parametrize(("choice", "option"), TAKEN)
def test_every_option_runs_and_only_the_default_changes_nothing(choice: str, option: str) -> None:
    talks = {"parameters.deliberation.tolerance": 0.2, "policy.deliberation": 1.0}
    scenario = short(3000, 40, composite_share=0.3, **talks)
    default = CoGovernanceModel(scenario, seed=7).run()
    chosen = CoGovernanceModel(scenario.model_copy(update={"choices": Choices.model_validate({choice: option})}), seed=7, check=True).run()
    assert bool(differing(default, chosen)) == (option != OPTIONS[choice][0])


@pytest.mark.parametrize("rule", DAY, ids=RULES)
def test_the_contract_of_a_rule(rule: Rule[Any]) -> None:
    """A function of the city and its numbers, that returns nothing, gives the same twice, and whose module says what it is and what acts."""
    module, name = inspect.getmodule(rule.function), rule.__name__
    assert module is not None
    assert module.__name__ == f"cogov.model.rules.{name}"
    assert list(inspect.signature(rule.function).parameters) == ["city", "p"]
    assert rule.numbers.__module__ == module.__name__
    assert (module.__doc__ or "").lower().startswith(name)
    assert (module.__doc__ or "").splitlines()[0].endswith((".", "?"))
    assert rule.__doc__
    assert len(rule.__doc__.splitlines()[0]) < 120
    scenario = short(2000, 25)
    one, other = (CoGovernanceModel(scenario, seed=8).run() for _ in range(2))
    assert rule(one.city) is None  # type: ignore[func-returns-value]
    rule(other.city)
    assert differing(one, other) == []


@pytest.mark.parametrize("rule", [rule for rule in DAY if rule.__name__ not in {"emergence", "wellbeing", "learning"}])
def test_a_rule_names_the_levers_that_act_on_it(rule: Rule[Any]) -> None:
    module = inspect.getmodule(rule.function)
    assert module is not None
    said = module.__doc__ or ""
    assert "Lever" in said
    assert any(lever in said for lever in LEVERS)


@pytest.mark.parametrize("rule", DAY, ids=RULES)
def test_a_rule_says_its_equation(rule: Rule[Any]) -> None:
    module = inspect.getmodule(rule.function)
    assert module is not None
    assert re.search(r"[=←<≥>]|logistic\(", module.__doc__ or "")


@pytest.mark.parametrize("rule", DAY, ids=RULES)
def test_a_rule_cites_the_essay(rule: Rule[Any]) -> None:
    module = inspect.getmodule(rule.function)
    assert module is not None
    assert "Essay" in (module.__doc__ or "")


@pytest.mark.parametrize(("option", "never"), [("claims", Reason.DISPATCHED), ("dispatch", Reason.CLAIMED)])
def test_the_record_says_how_a_matter_was_taken(option: str, never: Reason) -> None:
    model = CoGovernanceModel(short(5000, 40, **{"choices.triage": option}), seed=1).run()
    assert (model.city.register.moves().reason != never).all()
