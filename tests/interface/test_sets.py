"""One way to say any number: `--set` on the command line, `sets` in Python, nested or dotted."""

from collections.abc import Callable
from typing import Any

import pytest

from cogov.experiments.designs.schema import Design
from cogov.experiments.request import commands, sweep_request
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario
from cogov.scenarios.policies import flat, parse_sets
from cogov.setting import Setting, prepare
from cogov.studies import planned

PATHS = (
    "boundary_clarity=.8",
    "mediation.people_village=.6",
    "goals=need",
    "parameters.triage.taking_load=.1",
    "choices.queue=fifo",
    "rules.deliberation=off",
    "city.population=3000",
    "days=100",
)


def test_levers_goals_parameters_choices_rules_and_the_city() -> None:
    prepared = prepare("leping", ["as_is"], Setting(sets=parse_sets(PATHS)))
    scenario, policy = prepared.scenario, prepared.policies["as_is"]
    assert (policy.boundary_clarity, policy.mediation["people_village"], policy.goals) == (0.8, 0.6, "need")
    assert scenario.parameters.triage.taking_load == 0.1
    assert (scenario.choices.queue, scenario.rules.deliberation, scenario.city.population) == ("fifo", False, 3000)
    assert (scenario.days, scenario.warmup) == (100, 25)  # as with --days alone
    assert prepared.as_is == policy


def test_mappings_inside_mappings_say_the_same_as_dotted_paths() -> None:
    nested = {"parameters": {"triage": {"taking_load": 0.1}}, "choices": {"queue": "fifo"}, "mediation": {"people_village": 0.6}}
    dotted = {"parameters.triage.taking_load": 0.1, "choices.queue": "fifo", "mediation.people_village": 0.6}
    assert flat(nested) == dotted
    first, second = (prepare("leping", ["as_is"], Setting(sets=sets)) for sets in (nested, dotted))
    assert (first.scenario, first.policies) == (second.scenario, second.policies)
    assert load_scenario("leping", {"city": {"population": 30_000}}) == load_scenario("leping", {"city.population": 30_000})
    with pytest.raises(InputError, match="is set twice"):
        flat({"city": {"population": 1}, "city.population": 2})


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("boundary_clarty=.8", "did you mean boundary_clarity?"),
        ("parametres.triage.taking_load=.1", "did you mean parameters?"),
        ("parameters.triage.taking_laod=.1", "did you mean parameters.triage.taking_load?"),
        ("parameters.triage=.1", "is a group of factors"),
        ("parameters.triage.taking_load=much", "needs a number"),
        ("parameters.triage.taking_load=99", "--set parameters.triage.taking_load"),
        ("choices.queue=fiffo", "did you mean fifo?"),
        ("rules.deliberation=.5", "allowed: on, off"),
        ("goals=ned", "did you mean need?"),
        ("city.population=many", "--population"),
        ("days=100", "also given by --days"),
    ],
)
def test_wrong_ones_are_refused_with_what_was_meant(cogov: Callable[..., Any], setting: str, said: str) -> None:
    more = ("--days", "50") if setting.startswith("days") else ()
    answer = cogov("run", "leping", "--set", setting, *more)
    assert (answer.code, "Traceback" in answer.err) == (2, False)
    assert said in answer.err


def test_what_is_wrong_is_said_in_chinese_too(cogov: Callable[..., Any]) -> None:
    assert "没有可以这样设定的东西" in cogov("run", "leping", "--set", "parameters.triage.x=1", "--lang", "zh").err


def test_a_study_takes_them_on_top_of_its_own_and_says_so_in_its_command() -> None:
    own = {"parameters.triage.taking_load": 0.05, "boundary_clarity": 0.2}
    design = Design.model_validate({"name": "small", "scenario": "leping", "set": own, "days": 60, "replicates": 1})
    plan, _ = planned(design, None, {"parameters": {"triage": {"taking_load": 0.1}}, "rules": {"deliberation": False}})
    scenario = plan.experiment.scenario  # type: ignore[attr-defined]
    assert (scenario.parameters.triage.taking_load, scenario.rules.deliberation) == (0.1, False)
    assert plan.experiment.policies["as_is"].boundary_clarity == 0.2  # type: ignore[attr-defined]
    request = sweep_request(design, "", None, {"rules.deliberation": False, "goals": "need"}) | {"files": []}
    [command] = commands(request, "out")
    assert "--set rules.deliberation=off --set goals=need" in command


def test_an_empty_set_changes_nothing() -> None:
    plain, empty = (prepare("leping", ["as_is"], Setting(sets=sets)) for sets in (None, {}))
    assert (plain.scenario, plain.policies) == (empty.scenario, empty.policies)
