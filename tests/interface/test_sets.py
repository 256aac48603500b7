"""One way to say any number: `--set` on the command line, `sets` in Python, nested or dotted."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cogov.experiments.designs.plans import replan
from cogov.experiments.designs.schema import Design
from cogov.experiments.request import OBEYED, as_command, commands, sweep_request
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.settings import as_typed, change, flat, laid_over, parse_sets
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
        ("parameters.triage=.1", "needs a mapping"),
        ("parameters.triage.taking_load=much", "needs a number"),
        ("parameters.triage.taking_load=99", "--set parameters.triage.taking_load"),
        ("choices.queue=fiffo", "did you mean fifo?"),
        ("rules.deliberation=.5", "needs on or off"),
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


PHASES = [
    {"from_day": 20, "ramp_days": 5, "where": {"share": 0.5}, "levers": {"boundary_clarity": 0.8, "mediation": {"people_village": 0.6}}}
]
LISTS = (
    (
        "phases=[{from_day: 20, ramp_days: 5, where: {share: .5}, levers: {boundary_clarity: .8, mediation: {people_village: .6}}}]",
        {"phases": PHASES},
    ),
    (
        "phases＝［｛from_day：20，ramp_days：5、where：｛share：．5｝，levers：｛boundary_clarity：0．8，mediation：｛people_village：.6｝｝｝］",
        {"phases": PHASES},
    ),
    ("campaigns=[{topic: traffic, start: 10, days: 5}]", {"campaigns": [{"topic": "traffic", "start": 10, "days": 5}]}),
    ("goals={traffic: 2, food_safety: 1}", {"goals": {"traffic": 2, "food_safety": 1}}),
    ("topics.traffic.domains=[administrative]", {"topics.traffic.domains": ["administrative"]}),
    ("phases=[]", {"phases": []}),
)


@pytest.mark.parametrize(("typed", "meant"), LISTS)
def test_lists_and_mappings_stand_in_brackets(typed: str, meant: dict[str, Any]) -> None:
    assert parse_sets([typed]) == meant
    [(name, value)] = meant.items()
    assert parse_sets([f"{name}={as_typed(value)}"]) == meant


@pytest.mark.parametrize(
    "value",
    [["on", "1e3", "null", "0_1", "a: b", "", "甲，乙", "it's", '"'], {"a": [1.5e-7, True, None, -3]}, ["２", "true ", "2001-01-01"]],
)
@pytest.mark.parametrize("windows", [False, True])
def test_what_is_typed_again_is_what_was_set(value: Any, *, windows: bool) -> None:
    request = {"command": "sweep", "design": "d.yaml", "set": {"topics.a.b": value}, "files": []}
    [command] = commands(request, "out", windows=windows)
    words = read_by_windows(command) if windows else shlex.split(command)
    assert parse_sets([words[words.index("--set") + 1]]) == {"topics.a.b": value}


def read_by_windows(line: str) -> list[str]:
    """The words that a program is given: cmd.exe takes its carets away and obeys nothing, the C library of Windows takes quotation marks."""
    passed, quoted, letters = "", False, iter(line)
    for letter in letters:
        quoted ^= letter == '"'
        if letter == "^" and not quoted:
            passed += next(letters)
        else:
            assert quoted or not OBEYED.match(letter), line
            passed += letter
    words, word, quoted = [], None, False
    for slashes, mark, other in re.findall(r'(\\*)(?:(")|([^\\"]|$))', passed):
        kept = slashes[: len(slashes) // 2] if mark else slashes
        word = kept if word is None and (kept or mark) else None if word is None else word + kept
        if mark and len(slashes) % 2:
            word = f'{word or ""}"'
        elif mark:
            quoted = not quoted
        elif other.isspace() and not quoted:
            words += [] if word is None else [word]
            word = None
        elif other:
            word = f"{word or ''}{other}"
    return words if word is None else [*words, word]


@pytest.mark.parametrize(
    "word",
    [
        "",
        "plain",
        "my city.yaml",
        "C:\\my studies\\",
        'a\\"b',
        '"',
        "a&calc",
        "a & calc",
        'a" & calc',
        '"&calc"',
        "a^b",
        "(x)",
        "it's",
        "甲，乙",
    ],
)
def test_a_word_on_a_command_for_windows_is_that_word_and_no_second_command(word: str) -> None:
    assert read_by_windows(as_command(["cogov", "run", word, "--out", "a b"], windows=True)) == ["cogov", "run", word, "--out", "a b"]


def test_commands_are_quoted_as_the_shell_of_the_system_wants_it() -> None:
    words = ["cogov", "verify", "my study", "--run-code"]
    assert as_command(words, windows=False) == "cogov verify 'my study' --run-code"
    assert as_command(words, windows=True) == 'cogov verify "my study" --run-code'
    assert as_command(["cogov", "run", "a\ncalc"], windows=True) == 'cogov run "a calc"'


def test_phases_campaigns_goals_and_the_budget_are_laid_on_every_policy() -> None:
    sets = {"phases": PHASES, "campaigns": [{"topic": "traffic", "start": 10, "days": 5}], "goals": {"traffic": 2}, "budget": 900}
    prepared = prepare("leping", ["as_is", "campaign_style"], Setting(days=60, sets=sets))
    for policy in (*prepared.policies.values(), prepared.as_is):
        assert [(phase.from_day, phase.levers.boundary_clarity) for phase in policy.phases] == [(20, 0.8)]
        assert [one.topic for one in policy.campaigns] == ["traffic"]
        assert (policy.goals, policy.budget) == ({"traffic": 2.0}, 900.0)
    assert any("--set campaigns overrides" in one.en for one in prepared.notes)


def test_weights_of_goals_leave_those_of_other_topics() -> None:
    scenario = load_scenario("leping", {"policy": {"goals": {"traffic": 1, "food_safety": 3}}})
    assert resolve_policy(scenario, "as_is", {"goals.traffic": 2}).goals == {"traffic": 2.0, "food_safety": 3.0}
    assert resolve_policy(scenario, "as_is", {"goals": "need"}).goals == "need"


def test_what_is_set_later_as_a_whole_leaves_nothing_of_its_parts() -> None:
    parts = {"goals.traffic": 1, "centre_strength.village": 0.2, "boundary_clarity": 0.1}
    assert laid_over(parts, {"goals": "need", "centre_strength": 0.9}) == {"boundary_clarity": 0.1, "goals": "need", "centre_strength": 0.9}
    assert change({"centre_strength.village": 0.2, "centre_strength": 0.9}).centre_strength == {
        "village": 0.2,
        "township": 0.9,
        "city": 0.9,
    }


def test_switches_and_whole_numbers_of_python_are_what_files_have() -> None:
    sets = {"rules.deliberation": "off", "parameters.deliberation.rounds": 3.0, "days": 60.0}
    scenario = prepare("leping", ["as_is"], Setting(sets=sets)).scenario
    assert (scenario.rules.deliberation, scenario.parameters.deliberation.rounds, scenario.days) == (False, 3, 60)


WRONG = (
    ("phases=[{from_day: 20, levers: {boundary_clarty: .8}}]", "--set phases.0.levers.boundary_clarty", "did you mean boundary_clarity?"),
    ("phases=[{from_dy: 20, levers: {boundary_clarity: .8}}]", "--set phases.0.from_dy", "did you mean from_day?"),
    ("phases=[{from_day:20, levers: {boundary_clarity: .8}}]", "--set phases.0.from_day", "allowed: from_day, ramp_days"),
    ("phases=[{from_day: 20, levers: {boundary_clarity: 8}}]", "--set phases.0.levers.boundary_clarity", "allowed: 0 – 1"),
    ("phases=[{from_day: 20, where: [99], levers: {deliberation: 1}}]", "--set phases", "does not have: 99"),
    ("phases=[{from_day: 20, where: [Xinqao], levers: {deliberation: 1}}]", "--set phases.0.where", "did you mean Xinqiao?"),
    ("phases=[{from_day: 20", "--set phases", "a { or [ is not closed"),
    ("phases=5", "--set phases", "needs a list"),
    ("goals={}", "--set goals", "has no value"),
    ("goals.trafic=2", "--set goals.trafic", "did you mean traffic?"),
    ("goals.traffic=-2", "--set goals.traffic", "out of range"),
    ("campaigns=[{topic: trafic, start: 1, days: 5}]", "--set campaigns.0.topic", "did you mean traffic?"),
    ("topics.traffic.desk=nobody", "--set topics.traffic.desk", "allowed: party"),
    ("boundary_clarity=[1]", "--set boundary_clarity", "needs a number"),
    ("budget=1", "as_is", "above the budget of 1"),
    ("network={file: ties.csv}", "--set network.file", "is called network"),
    ("days=many", "--days", "needs a whole number"),
)


@pytest.mark.parametrize(("setting", "place", "said"), WRONG)
def test_a_wrong_list_is_refused_where_it_is_wrong(setting: str, place: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        prepare("leping", ["as_is"], Setting(sets=parse_sets([setting])))
    assert any(one.key.startswith(place) and said in one.words.en for one in refused.value.problems), str(refused.value)


def test_a_whole_and_its_part_are_refused_together() -> None:
    with pytest.raises(InputError, match=r"--set goals.traffic: goals is set as a whole, too"):
        prepare("leping", ["as_is"], Setting(sets={"goals": "need", "goals.traffic": 1}))


def test_a_design_sets_lists_and_mappings_and_says_at_which_line_one_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    own = "set:\n  phases:\n    - {from_day: 20, levers: {deliberation: 0.9}}\n  goals: {traffic: 2}\n  rules.deliberation: off\n"
    path.write_text(f"scenario: leping\ndays: 60\nreplicates: 1\n{own}", "utf-8")
    plan, _ = planned(path, None, {"goals": "need"})
    policy = plan.experiment.policies["as_is"]  # type: ignore[attr-defined]
    assert (policy.goals, policy.phases[0].levers.deliberation) == ("need", 0.9)
    assert not plan.experiment.scenario.rules.deliberation  # type: ignore[attr-defined]
    assert replan(plan.design).experiment == plan.experiment
    for wrong, line, key in (
        (own.replace("deliberation: 0.9", "deliberaton: 0.9"), 6, "set.phases.0.levers.deliberaton"),
        (own.replace("traffic", "trafic"), 7, "set.goals.trafic"),
        (own.replace("rules.deliberation", "rules.deliberaton"), 8, "set.rules.deliberaton"),
        (own + "factors: {goals: [need, far]}\n", 7, "set.goals.traffic"),
    ):
        path.write_text(f"scenario: leping\ndays: 60\nreplicates: 1\n{wrong}", "utf-8")
        with pytest.raises(InputError) as refused:
            planned(path)
        assert [(one.line, one.key) for one in refused.value.problems] == [(line, key)]
