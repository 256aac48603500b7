"""Lessons: what a file may say, the pair on show, plans of equal cost, and stored runs that the program still gives."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cogov.analysis.classroom import stored
from cogov.analysis.classroom.lesson import GAME_RUNS, LIBRARY, Lesson, library_lessons, load_game, load_lesson
from cogov.analysis.classroom.lesson_document import (
    JUDGED,
    beaten,
    defensible,
    detection,
    differences,
    game_document,
    lesson_document,
    on_show,
)
from cogov.analysis.classroom.plans import Plan, name_of, plans, policy_of
from cogov.analysis.journeys.world import live_through
from cogov.experiments.budget import cost
from cogov.experiments.runner import RunRequest, run_one
from cogov.model.words import Text
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario, resolve_policy

LESSONS = list(library_lessons())


def lesson_of(text: str, folder: Path) -> Lesson:
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    return load_lesson(str(folder / "mine.yaml"))


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_takes_45_minutes_and_goes_the_four_ways(name: str) -> None:
    lesson = load_lesson(name)
    assert sum(screen.minutes for screen in lesson.screens) == 45
    assert list(dict.fromkeys(screen.stage for screen in lesson.screens if screen.stage != "discussion")) == [
        "lead_in",
        "simulation",
        "comment",
    ]
    kinds = [screen.kind for screen in lesson.screens]
    assert kinds.index("vote") < kinds.index("cities") < kinds.index("result")
    assert kinds[-1] == "words"
    assert all(screen.views for screen in lesson.screens if screen.kind == "cities")


def test_there_are_six_lessons_and_the_cards_are_of_all_kinds() -> None:
    assert LESSONS == ["authority", "campaigns", "clarity", "fengqiao", "goals", "two_by_two"]
    owners = [len(card.owners) for card in load_lesson("clarity").cards]
    assert len(owners) == 12
    assert (owners.count(0), owners.count(1)) == (2, 7)


@pytest.mark.parametrize("name", LESSONS)
def test_stored_runs_are_those_of_the_lesson(name: str) -> None:
    lesson = load_lesson(name)
    table, scenario = stored.read(lesson.runs), load_scenario(lesson.scenario)
    asked = stored.requests(scenario, {policy: resolve_policy(scenario, policy) for policy in lesson.policies}, lesson.seeds)
    assert not stored.missing(table, asked)
    assert stored.missing(table.iloc[1:], asked)
    assert lesson.runs.stat().st_size < 60_000


@pytest.mark.parametrize("name", LESSONS)
def test_stored_numbers_are_given_again(name: str) -> None:
    """Of every lesson the first city on show, under the seed on show; the page's own door looks at both."""
    lesson = load_lesson(name)
    table, scenario, policy = stored.read(lesson.runs), load_scenario(lesson.scenario), lesson.policies[-1]
    result = run_one(RunRequest(scenario, policy, resolve_policy(scenario, policy), on_show(lesson, table)))
    assert stored.changed(result, table) == ""
    table.loc[table["policy"] == policy, lesson.measure] += 1
    assert lesson.measure in stored.changed(result, table)


def test_the_pair_on_show_is_nearest_the_median() -> None:
    lesson = load_lesson("clarity").model_copy(update={"policies": ("a", "b"), "measure": "mean_days"})
    runs = pd.DataFrame(
        [{"policy": "a", "seed": seed, "mean_days": 10.0} for seed in (1, 2, 3, 4)]
        + [{"policy": "b", "seed": seed, "mean_days": 10.0 + more} for seed, more in ((1, -9.0), (2, -2.0), (3, -1.0), (4, 5.0))]
    )
    assert differences(lesson, runs).tolist() == [-9.0, -2.0, -1.0, 5.0]
    assert on_show(lesson, runs) == 2  # the median is -1.5: seeds 2 and 3 are as near, the first is taken


@pytest.mark.parametrize("name", LESSONS)
def test_what_a_lesson_says_of_its_runs_is_counted(name: str) -> None:
    lesson = load_lesson(name)
    table = stored.read(lesson.runs)
    said = lesson_document(lesson, table, None, dict.fromkeys(lesson.policies, Text(zh="甲", en="a")))["runs"]
    found = differences(lesson, table)
    assert said["higher"] == (found > 0).sum()
    assert said["lower"] == (found < 0).sum()
    assert said["higher"] + said["lower"] <= 20 == len(said["differences"])
    assert {row["name"] for row in said["rows"]} >= {"mean_days", "unmet_need", "satisfaction"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("measure: handoffs_per_matter", "measure: handoffs_per_mater"), "handoffs_per_matter"),
        (("question:", "questoin:"), "questoin"),
        (("kind: vote", "kind: votes"), "votes"),
        (("game: true", "game: false"), "a screen of kind game needs `game`"),
        (("owners: [mass]", "owners: [masses]"), "masses"),
        (("minutes: 9", "minutes: 90"), "90"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    text = (LIBRARY / "clarity.yaml").read_text("utf-8")
    assert change[0] in text
    with pytest.raises(InputError) as refused:
        lesson_of(text.replace(*change), tmp_path)
    assert said in refused.value.text("en")


def test_an_unknown_lesson_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError) as refused:
        load_lesson("clarty")
    assert "clarity" in refused.value.text("en")


# -- the game -------------------------------------------------------------------------------------------------------------------------


def test_plans_are_alone_in_pairs_and_all_together() -> None:
    assert plans(3) == [(100, 0, 0), (0, 100, 0), (0, 0, 100), (50, 50, 0), (50, 0, 50), (0, 50, 50), (34, 33, 33)]


def test_every_plan_costs_the_same() -> None:
    game = load_game()
    scenario = load_scenario(game.scenario)
    as_is = resolve_policy(scenario)
    usual = cost(scenario, as_is, (1,))
    for plan in plans(len(game.levers)):
        assert cost(scenario, policy_of(plan, game.levers, game.yuan, scenario, as_is), (1,)) == pytest.approx(usual + game.yuan)


def test_more_than_there_is_cannot_be_bought() -> None:
    scenario = load_scenario("leping")
    with pytest.raises(ValueError, match="more of boundary_clarity than there is"):
        policy_of((100, 0), ("boundary_clarity", "goal_alignment"), 50, scenario, resolve_policy(scenario))


def test_at_least_three_plans_are_defensible_and_not_all() -> None:
    game = load_game()
    document = game_document(game, stored.read(GAME_RUNS))
    assert len(document["plans"]) == 16
    assert len(defensible(document)) >= 3


def test_intervals_that_overlap_tie() -> None:
    def gains(low: float, high: float) -> dict[str, dict[str, float]]:
        return {name: {"low": low, "high": high} for name in JUDGED}

    found: dict[Plan, dict[str, dict[str, float]]] = {(1,): gains(0, 1), (2,): gains(0.9, 2), (3,): gains(1.1, 3)}
    assert [beaten(plan, found) for plan in found] == [True, False, False]


def test_stored_plans_are_given_again() -> None:
    game, table = load_game(), stored.read(GAME_RUNS)
    asked = stored.requests_of_game(game)
    assert not stored.missing(table, asked)
    wanted = name_of(plans(len(game.levers))[-1])
    [request] = [one for one in asked if (one.policy_name, one.seed) == (wanted, 7)]
    assert stored.changed(run_one(request), table) == ""


# -- signal detection -----------------------------------------------------------------------------------------------------------------


def test_clear_rules_part_owners_from_others() -> None:
    scenario = load_scenario("leping", {"city.population": 2000, "days": 60, "warmup": 10})
    counts = []
    for clarity in (0.1, 0.9):
        policy = resolve_policy(scenario, "as_is", {"boundary_clarity": clarity, "duty_clarity": clarity})
        counts.append(detection(live_through(RunRequest(scenario, "as_is", policy, 1))))
    shares = [(one["hits"] / one["own"], one["alarms"] / one["others"]) for one in counts]
    assert shares[1][0] > shares[0][0] > 0.5
    assert shares[1][1] < shares[0][1] < 0.5
    assert np.all(np.array([one["others"] for one in counts]) > np.array([one["own"] for one in counts]))
