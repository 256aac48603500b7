"""Scenario files are read with all they extend, shown, compared and begun."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.scenarios.errors import Problem
from cogov.scenarios.loader import as_mapping, diff, list_scenarios, load_scenario, new, resolve_policy, schema

Refused = Callable[..., list[Problem]]
Write = Callable[..., Path]
BASE = "extends: leping\n"


@pytest.mark.parametrize(
    ("reference", "message", "near"),
    [
        ("lepin", "no scenario is called lepin", "leping"),
        ("", "no scenario", None),
        ("zzz", "no scenario", None),
        ("nowhere.yaml", "no such file", None),
        ("no/where", "no such file", None),
        ("x" * 5000, "no scenario", None),
        ("a\0b", "no scenario", None),
        ("a\0b.yaml", "control character", None),
        (f"{'x' * 5000}.yaml", "cannot be read", None),
    ],
)
def test_references_to_nothing_are_refused(reference: str, message: str, near: str | None, refused: Refused) -> None:
    (problem,) = refused(load_scenario, reference)
    assert message in problem.message.en
    assert problem.nearest == near


@pytest.mark.parametrize(
    ("extends", "message", "near"),
    [
        ("lepin", "no scenario is called lepin", "leping"),
        ("nowhere.yaml", "there is no file", None),
        ("mine.yaml", "circle", None),
        ("[leping]", "must be the name", None),
        ("", "must be the name", None),
    ],
)
def test_bad_extends_are_refused(extends: str, message: str, near: str | None, tmp_path: Path, refused: Refused, write: Write) -> None:
    path = write(tmp_path, f"days: 30\nextends: {extends}\n")
    (problem,) = refused(load_scenario, path)
    assert message in problem.message.en
    assert (problem.file, problem.line, problem.key, problem.nearest) == (str(path), 2, "extends", near)


def test_a_circle_is_told_with_its_chain(tmp_path: Path, refused: Refused, write: Write) -> None:
    write(tmp_path, "extends: b.yaml\n", "a.yaml")
    write(tmp_path, "extends: c.yaml\n", "b.yaml")
    write(tmp_path, "days: 3\nextends: a.yaml\n", "c.yaml")
    (problem,) = refused(load_scenario, tmp_path / "a.yaml")
    assert problem.message.en.count("→") == 3
    assert (problem.file, problem.line) == (str(tmp_path / "c.yaml"), 2)


def test_an_error_names_the_file_that_made_it(tmp_path: Path, refused: Refused, write: Write) -> None:
    write(tmp_path, BASE + "policy:\n  boundary_clarity: 7\n", "base.yaml")
    (problem,) = refused(load_scenario, write(tmp_path, "extends: base.yaml\npolicy: {deliberation: .3}\n"))
    assert (problem.file, problem.line) == (str(tmp_path / "base.yaml"), 3)
    mended = write(tmp_path, "extends: base.yaml\npolicy: {boundary_clarity: .3}\n")
    assert load_scenario(mended).policy.boundary_clarity == 0.3


def test_extends_goes_as_deep_as_you_like(tmp_path: Path, write: Write) -> None:
    write(tmp_path, BASE + "days: 100\n", "step0.yaml")
    for step in range(1, 60):
        write(tmp_path, f"extends: step{step - 1}.yaml\nwarmup: {step}\n", f"step{step}.yaml")
    scenario = load_scenario(tmp_path / "step59.yaml")
    assert (scenario.days, scenario.warmup, scenario.name) == (100, 59, "step59")


def test_paths_count_from_the_file_that_says_them(tmp_path: Path, write: Write) -> None:
    (tmp_path / "inner").mkdir()
    write(tmp_path, BASE + "days: 77\n", "base.yaml")
    path = write(tmp_path / "inner", "extends: ../base.yaml\n")
    assert load_scenario(str(path)).days == 77


def test_mappings_merge_and_lists_replace(tmp_path: Path, write: Write) -> None:
    base, changed = (
        load_scenario("leping"),
        load_scenario(write(tmp_path, BASE + "topics: {traffic: {domains: [market], rate: {urban: 1}}}\n")),
    )
    assert changed.topics["traffic"].domains == ("market",)
    assert changed.topics["traffic"].rate.urban == 1
    assert changed.topics["traffic"].rate.rural == base.topics["traffic"].rate.rural
    assert list(changed.topics) == list(base.topics)


def test_a_part_changes_a_lever_that_was_one_number(tmp_path: Path, write: Write) -> None:
    write(tmp_path, BASE + "policy: {centre_strength: .5}\n", "base.yaml")
    scenario = load_scenario(write(tmp_path, "extends: base.yaml\npolicy: {centre_strength: {village: .8}}\n"))
    assert resolve_policy(scenario).centre_strength == {"village": 0.8, "township": 0.5, "city": 0.5}


@pytest.mark.parametrize("written", ["off", "no", "false", "False", "OFF"])
def test_off_means_off(written: str, tmp_path: Path, write: Write) -> None:
    assert load_scenario(write(tmp_path, BASE + f"rules: {{deliberation: {written}}}\n")).rules.deliberation is False


def test_numbers_may_be_written_as_people_do(tmp_path: Path, write: Write) -> None:
    text = BASE + "policy: {boundary_clarity: .5, goal_alignment: 5e-1, deliberation: 1}\ncity: {population: 30_000}\n"
    scenario = load_scenario(write(tmp_path, text))
    assert (scenario.policy.boundary_clarity, scenario.policy.goal_alignment, scenario.policy.deliberation) == (
        0.5,
        0.5,
        1,
    )
    assert scenario.city.population == 30_000


def test_a_date_stays_text_and_a_mark_at_the_start_is_no_harm(tmp_path: Path, write: Write) -> None:
    assert load_scenario(write(tmp_path, "﻿" + BASE + "source: 2020-09-16\n")).source == "2020-09-16"


def test_overrides_come_last(tmp_path: Path, write: Write) -> None:
    path = write(tmp_path, BASE + "days: 100\nwarmup: 10\n")
    scenario = load_scenario(path, {"days": 50, "city.population": 3000, "warmup": None})
    assert (scenario.days, scenario.warmup, scenario.city.population) == (50, 10, 3000)


@pytest.mark.parametrize(
    ("key", "value", "message", "near"),
    [
        ("city.population", -1, "out of range", None),
        ("city.populaton", 3000, "unknown key", "population"),
        ("city.population", float("nan"), "finite", None),
        ("days", "ten", "needs a whole number", None),
        ("days.first", 3, "not a mapping", None),
    ],
)
def test_bad_overrides_are_refused_without_a_line(key: str, value: object, message: str, near: str | None, refused: Refused) -> None:
    (problem,) = refused(load_scenario, "leping", {key: value})
    assert message in problem.message.en
    assert problem.nearest == near
    assert (problem.file, problem.line) == (None, None)
    assert key.startswith(problem.key)


def test_the_library_wins_over_a_file_of_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "not a scenario", "leping")
    assert load_scenario("leping").name == "leping"
    write(tmp_path, BASE, "plain")
    assert load_scenario("plain").name == "plain"


@pytest.mark.parametrize("entry", list_scenarios(), ids=lambda entry: entry.name)
def test_every_scenario_of_the_library_loads(entry: Any) -> None:
    scenario = load_scenario(entry.name)
    assert (scenario.name, scenario.title) == (entry.name, entry.title)
    assert isinstance(resolve_policy(scenario), Policy)


def test_diff_names_what_differs(tmp_path: Path, write: Write) -> None:
    text = BASE + "days: 100\nrules: {deliberation: off}\npolicy: {centre_strength: {city: .9}}\n"
    found = diff(load_scenario("leping"), load_scenario(write(tmp_path, text)))
    assert found == [
        ("name", "leping", "mine"),
        ("days", 485, 100),
        ("warmup", 120, 25),
        ("rules.deliberation", True, False),
        ("policy.centre_strength.city", None, 0.9),
    ]


def test_what_is_shown_loads_again(tmp_path: Path, write: Write) -> None:
    scenario = load_scenario("leping")
    path = write(tmp_path, yaml.safe_dump(as_mapping(scenario), allow_unicode=True))
    assert load_scenario(path) == scenario


def test_the_schema_describes_a_file_of_differences() -> None:
    found = schema()
    assert next(iter(found["properties"])) == "extends"
    assert set(found["properties"]) == {"extends", *Scenario.model_fields}
    assert "required" not in found
    assert found["additionalProperties"] is False


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_starter_is_valid_and_so_are_its_comments(language: Any, tmp_path: Path, write: Write) -> None:
    text = new("first", language)
    assert load_scenario(write(tmp_path, text, "first.yaml")).name == "first"
    head, *examples = text.split("\n# city:")
    uncommented = head + "\n" + "\n".join(line.removeprefix("# ") for line in ("# city:" + examples[0]).splitlines())
    scenario = load_scenario(write(tmp_path, uncommented, "second.yaml"))
    assert scenario.policies["mine"].goal_alignment == 0.8
    assert scenario.rules.deliberation is False


@pytest.mark.parametrize("name", ["", "a/b", 'a"b', "{x}", "a\nb"])
def test_a_starter_needs_a_plain_name(name: str, refused: Refused) -> None:
    assert refused(new, name)
