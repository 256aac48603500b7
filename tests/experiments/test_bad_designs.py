"""Design files with one mistake each: every refusal names file, line, key, what is allowed and what was meant, in both languages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cogov.experiments.designs.loader import load_design
from cogov.experiments.designs.plans import plan_of
from cogov.experiments.designs.schema import Design
from cogov.scenarios.errors import InputError, Problem

pytestmark = pytest.mark.usefixtures("leping_read_once")
Refused = Callable[[Path], list[Problem]]
BASE = "scenario: leping\n"
LHS, SOBOL, MORRIS = "design: latin_hypercube\nsamples: 4\n", "design: sobol\nsamples: 4\n", "design: morris\ntrajectories: 3\n"
RANGE = "{from: 0, to: 1}"


def _has_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


@pytest.fixture
def refused() -> Refused:
    def call(path: Path) -> list[Problem]:
        with pytest.raises(InputError) as caught:
            plan_of(load_design(path))
        for problem in caught.value.problems:
            assert _has_chinese(problem.message.zh)
            assert problem.message.en
            assert not _has_chinese(problem.message.en)
        return list(caught.value.problems)

    return call


# what is written below `scenario: leping`, the line, the key, a piece of the English message, the nearest name
BAD: dict[str, tuple[str, int, str, str, str | None]] = {
    "typo in a key": ("replicate: 3\n", 2, "replicate", "unknown key", "replicates"),
    "unknown kind": ("design: gird\n", 2, "design", "none of the choices", "grid"),
    "unknown luck": ("luck: comon\n", 2, "luck", "none of the choices", "common"),
    "no replicates": ("replicates: 0\n", 2, "replicates", "out of range", None),
    "half a replicate": ("replicates: 2.5\n", 2, "replicates", "needs a whole number", None),
    "word for a number": ("replicates: many\n", 2, "replicates", "needs a whole number", None),
    "seed below zero": ("seed: -1\n", 2, "seed", "out of range", None),
    "seed too big": ("seed: 9223372036854775807\nreplicates: 2\n", 2, "seed", "too big", None),
    "timeout of nothing": ("timeout: 0\n", 2, "timeout", "out of range", None),
    "timeout not finite": ("timeout: .inf\n", 2, "timeout", "finite", None),
    "record of something else": ("record: {serie: on}\n", 2, "record.serie", "unknown key", "series"),
    "record a number": ("record: {series: 1}\n", 2, "record.series", "needs on or off", None),
    "no policies": ("policies: []\n", 2, "policies", "too few", None),
    "policies a word": ("policies: as_is\n", 2, "policies", "needs a list", None),
    "unknown policy": ("policies: [as_is, co_governence]\n", 2, "policies.1", "no policy is called", "co_governance"),
    "policy twice": ("policies:\n  - as_is\n  - as_is\n", 4, "policies.1", "more than once", None),
    "too few people": ("population: 100\n", 2, "population", "out of range", None),
    "no days": ("days: 0\n", 2, "days", "out of range", None),
    "warm-up too long": ("days: 30\nwarmup: 30\n", 3, "warmup", "must be below days", None),
    "factors a list": ("factors: [boundary_clarity]\n", 2, "factors", "needs a mapping", None),
    "factor of one value": ("factors: {boundary_clarity: 0.5}\n", 2, "factors.boundary_clarity", "needs a list or a mapping", None),
    "factor of nothing": ("factors: {boundary_clarity: }\n", 2, "factors.boundary_clarity", "is empty", None),
    "no levels": ("factors: {boundary_clarity: []}\n", 2, "factors.boundary_clarity", "too few", None),
    "unknown lever": ("factors:\n  boundry_clarity: [0, 1]\n", 3, "factors.boundry_clarity", "no such factor", "boundary_clarity"),
    "unknown part": (
        "factors: {centre_strength.vilage: [0, 1]}\n",
        2,
        "factors.centre_strength.vilage",
        "no such factor",
        "centre_strength.village",
    ),
    "unknown parameter": (
        "factors: {parameters.triage.sigma_mx: [0, 1]}\n",
        2,
        "factors.parameters.triage.sigma_mx",
        "no such factor",
        "parameters.triage.sigma_max",
    ),
    "parameter without its block": (
        "factors: {sigma_max: [0, 1]}\n",
        2,
        "factors.sigma_max",
        "no such factor",
        "parameters.triage.sigma_max",
    ),
    "lever with its block": (
        "factors: {policy.boundary_clarity: [0, 1]}\n",
        2,
        "factors.policy.boundary_clarity",
        "no such",
        "boundary_clarity",
    ),
    "unknown topic": (
        "factors: {topics.trafic.severity: [0, 1]}\n",
        2,
        "factors.topics.trafic.severity",
        "no such factor",
        "topics.traffic.severity",
    ),
    "group for a factor": ("factors: {topics.traffic.rate: [0, 1]}\n", 2, "factors.topics.traffic.rate", "a group of factors", None),
    "words for a factor": ("factors: {title: [a, b]}\n", 2, "factors.title", "no such factor", None),
    "level above": ("factors: {boundary_clarity: [0, 1.2]}\n", 2, "factors.boundary_clarity.1", "out of range", None),
    "level of a part below": ("factors: {mediation.people_village: [-1]}\n", 2, "factors.mediation.people_village.0", "out of range", None),
    "grid too dense": ("factors: {grid_density: [50, 300]}\n", 2, "factors.grid_density.0", "out of range", None),
    "level of a parameter": (
        "factors:\n  parameters.triage.lead_mandate:\n  - 0.5\n  - 2\n",
        5,
        "factors.parameters.triage.lead_mandate.1",
        "out of range",
        None,
    ),
    "people by a factor": ("factors: {city.population: [100, 5000]}\n", 2, "factors.city.population.0", "out of range", None),
    "half a person": ("factors: {city.population: [5000.5]}\n", 2, "factors.city.population.0", "needs a whole number", None),
    "word for a level": ("factors: {boundary_clarity: [0, high]}\n", 2, "factors.boundary_clarity.1", "needs a number", None),
    "switch for a level": ("factors: {boundary_clarity: [off, on]}\n", 2, "factors.boundary_clarity.0", "needs a number", None),
    "level a list": ("factors: {boundary_clarity: [[0, 1]]}\n", 2, "factors.boundary_clarity.0", "not a list", None),
    "level twice": ("factors: {boundary_clarity: [0, 0.5, 0]}\n", 2, "factors.boundary_clarity.2", "stands twice", None),
    "unknown option": ("factors: {choices.queue: [priority, fifos]}\n", 2, "factors.choices.queue.1", "none of the choices", "fifo"),
    "number for an option": ("factors: {choices.queue: [1]}\n", 2, "factors.choices.queue.0", "none of the choices", None),
    "number for a switch": ("factors: {rules.deliberation: [0, 1]}\n", 2, "factors.rules.deliberation.0", "none of the choices", None),
    "unknown goals": ("factors: {goals: [declared, nead]}\n", 2, "factors.goals.1", "none of the choices", "need"),
    "lever and its part": (
        "factors:\n  centre_strength: [0, 1]\n  centre_strength.village: [0, 1]\n",
        4,
        "factors.centre_strength.village",
        "cannot both be varied",
        None,
    ),
    "too many points": (
        "factors: {"
        + ", ".join(f"{name}: {{from: 0, to: 1, steps: 200}}" for name in ("boundary_clarity", "duty_clarity", "deliberation"))
        + "}\n",
        2,
        "factors",
        "8,000,000 points",
        None,
    ),
    "range without an end": ("factors: {boundary_clarity: {from: 0}}\n", 2, "factors.boundary_clarity.to", "missing", None),
    "range with a typo": ("factors: {boundary_clarity: {from: 0, too: 1}}\n", 2, "factors.boundary_clarity.too", "unknown key", "to"),
    "range upside down": (
        f"{LHS}factors: {{boundary_clarity: {{from: 1, to: 0}}}}\n",
        4,
        "factors.boundary_clarity",
        "must be below",
        None,
    ),
    "range of nothing": (
        f"{LHS}factors: {{boundary_clarity: {{from: .5, to: .5}}}}\n",
        4,
        "factors.boundary_clarity",
        "must be below",
        None,
    ),
    "range too far": (
        f"{LHS}factors:\n  boundary_clarity:\n    from: 0\n    to: 2\n",
        7,
        "factors.boundary_clarity.to",
        "out of range",
        None,
    ),
    "range of names": (f"{LHS}factors: {{choices.queue: {RANGE}}}\n", 4, "factors.choices.queue", "names have no range", None),
    "one step": ("factors: {boundary_clarity: {from: 0, to: 1, steps: 1}}\n", 2, "factors.boundary_clarity.steps", "out of range", None),
    "steps between people": (
        "factors: {city.population: {from: 1000, to: 2001, steps: 3}}\n",
        2,
        "factors.city.population",
        "needs a whole number",
        None,
    ),
    "grid without steps": (f"factors: {{boundary_clarity: {RANGE}}}\n", 2, "factors.boundary_clarity", "needs `steps`", None),
    "cube with steps": (
        f"{LHS}factors: {{boundary_clarity: {{from: 0, to: 1, steps: 3}}}}\n",
        4,
        "factors.boundary_clarity",
        "takes no `steps`",
        None,
    ),
    "cube with one level": (f"{LHS}factors: {{goals: [need]}}\n", 4, "factors.goals", "two values in a list at least", None),
    "sobol with one level": (f"{SOBOL}factors: {{boundary_clarity: [1]}}\n", 4, "factors.boundary_clarity", "belongs into `set`", None),
    "morris with three names": (f"{MORRIS}factors: {{goals: [declared, need, far]}}\n", 4, "factors.goals", "two values in a list", None),
    "morris with three levels": (f"{MORRIS}factors: {{deliberation: [0, 0.5, 1]}}\n", 4, "factors.deliberation", "use sobol", None),
    "cube with a wrong name": (
        f"{LHS}factors: {{choices.alignment: [linear, geometrc]}}\n",
        4,
        "factors.choices.alignment.1",
        "none of the choices",
        "geometric",
    ),
    "sobol with a name twice": (f"{SOBOL}factors: {{goals: [need, need]}}\n", 4, "factors.goals.1", "stands twice", None),
    "too few samples for a list": (
        "design: latin_hypercube\nsamples: 2\nfactors: {goals: [declared, need, far]}\n",
        3,
        "samples",
        "never be drawn",
        None,
    ),
    "cube without samples": (f"design: latin_hypercube\nfactors: {{boundary_clarity: {RANGE}}}\n", 1, "samples", "needs this key", None),
    "sobol without samples": (f"design: sobol\nfactors: {{boundary_clarity: {RANGE}}}\n", 1, "samples", "needs this key", None),
    "morris without trajectories": (f"design: morris\nfactors: {{boundary_clarity: {RANGE}}}\n", 1, "trajectories", "needs this key", None),
    "samples no power of two": (f"design: sobol\nsamples: 100\nfactors: {{boundary_clarity: {RANGE}}}\n", 3, "samples", "power of 2", None),
    "odd levels": (f"{MORRIS}levels: 5\nfactors: {{boundary_clarity: {RANGE}}}\n", 4, "levels", "even number", None),
    "samples in a grid": ("samples: 10\nfactors: {boundary_clarity: [0, 1]}\n", 2, "samples", "does not take this key", None),
    "second order in a cube": (
        f"{LHS}second_order: on\nfactors: {{boundary_clarity: {RANGE}}}\n",
        4,
        "second_order",
        "does not take",
        None,
    ),
    "points in a grid": ("points: some.csv\n", 2, "points", "does not take this key", None),
    "no points": ("design: points\n", 1, "points", "needs this key", None),
    "no factors to move": ("design: one_at_a_time\n", 1, "factors", "at least one factor", None),
    "points and factors": (
        "design: points\npoints: [{boundary_clarity: 0}]\nfactors: {boundary_clarity: [0]}\n",
        4,
        "factors",
        "not from here",
        None,
    ),
    "no entry": ("design: points\npoints: []\n", 3, "points", "not one point", None),
    "uneven points": (
        "design: points\npoints:\n- {boundary_clarity: 0, goal_alignment: 1}\n- {boundary_clarity: 1}\n",
        5,
        "points.1",
        "lacks the factor goal_alignment",
        None,
    ),
    "unknown factor of a point": (
        "design: points\npoints:\n- {boundary_clrity: 0}\n",
        4,
        "points.0.boundary_clrity",
        "no such factor",
        "boundary_clarity",
    ),
    "value of a point": (
        "design: points\npoints:\n- {goal_alignment: .1}\n- {goal_alignment: 1.1}\n",
        5,
        "points.1.goal_alignment",
        "out of range",
        None,
    ),
    "no such file of points": ("design: points\npoints: nowhere.csv\n", 3, "points", "there is no file", None),
    "no base": (
        "policies: [fengqiao]\ndesign: one_at_a_time\nfactors: {centre_strength: [0, 1]}\n",
        4,
        "factors.centre_strength",
        "no single value",
        None,
    ),
    "unknown name in set": ("set: {boundry_clarity: .5}\n", 2, "set.boundry_clarity", "no lever is called", "boundary_clarity"),
    "value in set": ("set: {boundary_clarity: 5}\n", 2, "set.boundary_clarity", "out of range", None),
    "set and varied": (
        "set: {boundary_clarity: 0}\nfactors: {boundary_clarity: [0, 1]}\n",
        3,
        "factors.boundary_clarity",
        "also stands in set",
        None,
    ),
    "part set and whole varied": (
        "set:\n  boundary_clarity: .5\n  centre_strength.village: .9\nfactors: {centre_strength: [0, 1]}\n",
        4,
        "set.centre_strength.village",
        "the factor centre_strength",
        None,
    ),
    "part set and whole listed": (
        "set: {mediation.people_village: .9}\ndesign: points\npoints: [{mediation: 0}]\n",
        2,
        "set.mediation.people_village",
        "the factor mediation",
        None,
    ),
    "people twice": ("population: 5000\nfactors: {city.population: [1000]}\n", 2, "population", "also stands in factors", None),
    "values that do not go together": (
        "factors:\n  days: [90]\n  warmup: [70, 80]\ndays: 100\n",
        5,
        "days",
        "also stands in factors",
        None,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_the_message_names_place_and_remedy(name: str, tmp_path: Path, refused: Refused) -> None:
    text, line, key, piece, near = BAD[name]
    path = tmp_path / "mine.yaml"
    path.write_text(BASE + text, "utf-8")
    problem = next((one for one in refused(path) if one.key == key), None)
    assert problem is not None
    assert piece in problem.message.en
    assert problem.nearest == near
    assert (problem.file, problem.line) == (str(path), line)


def test_values_that_are_allowed_alone_and_not_together_are_refused(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(BASE + "factors:\n  days: [150]\n  warmup: [155]\n", "utf-8")
    [problem] = refused(path)
    assert (problem.key, problem.line) == ("factors", 2)
    assert "must be below days" in problem.message.en


@pytest.mark.parametrize(
    ("text", "line", "piece"),
    [
        ("", None, "the file is empty"),
        ("- 1\n", 1, "mapping"),
        ("replicates: 3\n", 1, "is missing"),
        ("scenario: [a\nb: c\n", 1, "closed"),
        ("scenario: lepin\n", 1, "no scenario is called lepin"),
        ("scenario: mine/city.yaml\n", 1, "there is no file"),
        ("scenario: 5\n", 1, "needs text"),
    ],
)
def test_a_file_without_a_city_is_refused(text: str, line: int | None, piece: str, tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    [problem] = refused(path)
    assert (problem.file, problem.line) == (str(path), line)
    assert piece in problem.message.en


# what the table holds, the line, the column, a piece of the message, the nearest name
TABLES: dict[str, tuple[str, int | None, str, str, str | None]] = {
    "empty": ("", None, "", "empty", None),
    "head only": ("boundary_clarity\n", None, "", "not one point", None),
    "unknown factor": ("boundary_clrity\n0.5\n", 1, "boundary_clrity", "no such factor", "boundary_clarity"),
    "column twice": ("goal_alignment,goal_alignment\n0,1\n", 1, "goal_alignment", "stands twice", None),
    "row too short": ("boundary_clarity,goal_alignment\n0.5\n", 2, "goal_alignment", "needs a number", None),
    "row too long": ("boundary_clarity,goal_alignment\n0.5,1,1\n", 2, "", "another number of cells", None),
    "underscore": ("boundary_clarity\n0_1\n", 2, "boundary_clarity", "needs a number", None),
    "one thousand or one": ("city.population;boundary_clarity\n1,200;0,5\n", 2, "city.population", "needs a number", None),
    "column without a head": ("boundary_clarity,,goal_alignment\n0.5,x,1\n", 1, "", "has no head", None),
    "no number": ("boundary_clarity\n0.5\nhigh\n", 3, "boundary_clarity", "needs a number", None),
    "blank cell": ("boundary_clarity,goal_alignment\n0.5,1\n,1\n", 3, "boundary_clarity", "needs a number", None),
    "not a number": ("boundary_clarity\nnan\n", 2, "boundary_clarity", "needs a number", None),
    "out of range": ("boundary_clarity\n0.5\n1.5\n0.1\n", 3, "boundary_clarity", "out of range", None),
    "unknown option": ("choices.queue\nfifo\nfifi\n", 3, "choices.queue", "none of the choices", "fifo"),
    "half a person": ("city.population\n1000\n1000.5\n", 3, "city.population", "needs a whole number", None),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_wrong_table_of_points_is_refused_at_its_line(name: str, tmp_path: Path, refused: Refused) -> None:
    text, line, key, piece, near = TABLES[name]
    table, path = tmp_path / "points.csv", tmp_path / "mine.yaml"
    table.write_text(text, "utf-8")
    path.write_text(f"{BASE}design: points\npoints: points.csv\n", "utf-8")
    problem = refused(path)[0]
    assert (problem.file, problem.line, problem.key) == (str(table), line, key)
    assert piece in problem.message.en
    assert problem.nearest == near


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(BASE + "factors: {boundary_clarty: [0, 1], goal_alignment: [0, 2], choices.queue: [lifo]}\n", "utf-8")
    assert len(refused(path)) == 3


def test_a_policy_above_its_budget_is_refused_where_it_is_named(tmp_path: Path, refused: Refused) -> None:
    city, path = tmp_path / "city.yaml", tmp_path / "mine.yaml"
    city.write_text("extends: leping\npolicies: {dear: {deliberation: 1, budget: 1}}\n", "utf-8")
    path.write_text("scenario: city.yaml\npolicies:\n- as_is\n- dear\n", "utf-8")
    [problem] = refused(path)
    assert (problem.line, problem.key) == (4, "policies.1")
    assert "above the budget" in problem.message.en


def test_a_lever_that_is_varied_makes_a_note_of_the_budget_instead(tmp_path: Path) -> None:
    city, path = tmp_path / "city.yaml", tmp_path / "mine.yaml"
    city.write_text("extends: leping\npolicies: {dear: {deliberation: 1, budget: 1}}\n", "utf-8")
    path.write_text("scenario: city.yaml\npolicies: [dear]\nfactors: {boundary_clarity: [0, 1]}\n", "utf-8")
    [note] = plan_of(load_design(path)).notes
    assert "at 2 of the first 2 points" in note.en


def test_a_design_made_in_python_is_refused_without_a_line() -> None:
    values: dict[str, Any] = {"scenario": "leping", "factors": {"boundary_clarty": [0.0, 1.0]}}
    with pytest.raises(InputError) as caught:
        plan_of(Design(**values))
    [problem] = caught.value.problems
    assert (problem.file, problem.line, problem.nearest) == (None, None, "boundary_clarity")


def test_an_unknown_design_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        load_design("clarity_alignmet")
    assert caught.value.problems[0].nearest == "clarity_alignment"
