"""A lesson as the one document that its page shows: the replay of the pair, the runs that it stands for, the game, the cards, the words."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cogov.analysis.classroom.lesson import Card, Game, Lesson, Notes, Screen
from cogov.analysis.classroom.places import both
from cogov.analysis.classroom.plans import name_of, plans
from cogov.analysis.journeys.world import World
from cogov.analysis.names import name_words, row_words
from cogov.analysis.paired import bounds_of, paired_difference
from cogov.analysis.values import change_texts, value_text
from cogov.model.desks import unpack
from cogov.model.indicators import INDICATORS, base
from cogov.model.levers import LEVERS
from cogov.model.mandates import MANDATES
from cogov.model.names import SECTORS
from cogov.model.words import Text
from cogov.scenarios.policies import AS_IS

JUDGED = ("owned_in_time_rate", "unmet_need", "satisfaction")
"""What plans of the game are judged by, one of each pillar."""
FLOOR = "worst_tenth_gain"
"""Nobody below must be left worse off: the sense of gain of the worst-off tenth must not clearly fall."""
Floats = npt.NDArray[np.float64]


def on_show(lesson: Lesson, runs: pd.DataFrame) -> int:
    """Return the seed whose difference is nearest the median of all."""
    found = differences(lesson, runs)
    return int((found - found.median()).abs().sort_values(kind="stable").index[0])


def differences(lesson: Lesson, runs: pd.DataFrame) -> "pd.Series[float]":
    """Return by seed what the second city has more of the measure than the first."""
    by_seed = runs.pivot_table(index="seed", columns="policy", values=lesson.measure)
    first, second = lesson.pair
    return by_seed[second] - by_seed[first]


def lesson_document(
    lesson: Lesson,
    runs: pd.DataFrame,
    game: tuple[Game, pd.DataFrame] | None,
    titles: Mapping[str, Text],
    county: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Everything that a lesson shows beside the replay of its pair."""
    return {
        "title": both(lesson.title),
        "question": both(lesson.question),
        "case": lesson.case,
        "screens": [_screen(screen) for screen in lesson.screens],
        "vote": None
        if lesson.vote is None
        else {"question": both(lesson.vote.question), "options": [both(one) for one in lesson.vote.options]},
        "cards": [_card(card) for card in lesson.cards],
        "runs": _runs(lesson, runs, titles),
        "game": None if game is None else game_document(*game),
        "county": county,
    }


def _screen(screen: Screen) -> dict[str, Any]:
    said = {"kind": screen.kind, "stage": screen.stage, "minutes": screen.minutes, "title": both(screen.title), "views": list(screen.views)}
    return said | {"text": [both(one) for one in screen.text], "notes": _notes(screen.notes)}


def _notes(notes: Notes) -> dict[str, Any]:
    found = {"say": notes.say, "board": notes.board, "asked": notes.asked}
    return {name: both(words) for name, words in found.items() if words is not None}


def _card(card: Card) -> dict[str, Any]:
    return {"text": both(card.text), "owners": [SECTORS.index(owner) for owner in card.owners], "why": both(card.why)}


def _runs(lesson: Lesson, runs: pd.DataFrame, titles: Mapping[str, Text]) -> dict[str, Any]:
    """What the seeds say: of the measure every one, of the others the mean difference with its interval."""
    found, name = differences(lesson, runs), lesson.measure
    by_policy = {policy: table.sort_values("seed") for policy, table in runs.groupby("policy")}
    names = [one for one in runs.columns if one not in ("policy", "seed") and base(one) in INDICATORS]
    return {
        "seed": on_show(lesson, runs),
        "measure": both(name_words(name)),
        "direction": int(INDICATORS[base(name)].direction or 0),
        "differences": [float(f"{one:.4g}") for one in found],
        "higher": int((found > 0).sum()),
        "lower": int((found < 0).sum()),
        "policies": [
            {"title": both(titles[policy]), "mean": value_text(name, float(by_policy[policy][name].mean()))} for policy in lesson.policies
        ],
        "rows": [row for one in names if (row := compared_row(one, *(by_policy[policy] for policy in lesson.pair))) is not None],
    }


def compared_row(name: str, first: pd.DataFrame, second: pd.DataFrame) -> dict[str, Any] | None:
    """One indicator of both cities; none where it is not defined."""
    found = paired_difference(second[name], first[name], bounds=bounds_of(name))
    if found.pairs < 2:
        return None
    difference, interval = change_texts(name, found.difference, found.ci_low, found.ci_high)
    return {
        "name": name,
        "title": both(row_words(name)),
        "values": [value_text(name, found.mean - found.difference), value_text(name, found.mean)],
        "difference": both(difference),
        "interval": interval,
        "better": found.sign * int(INDICATORS[base(name)].direction or 0),
    }


# -- the game -------------------------------------------------------------------------------------------------------------------------


def game_document(game: Game, runs: pd.DataFrame) -> dict[str, Any]:
    """The levers, and every stored plan with what it changes of the city as it is, and by which others it is clearly beaten."""
    by_policy = {policy: table.sort_values("seed") for policy, table in runs.groupby("policy")}
    stored = plans(len(game.levers))
    gains = {plan: {name: _gain(by_policy[name_of(plan)], by_policy[AS_IS], name) for name in (*JUDGED, FLOOR)} for plan in stored}
    return {
        "levers": [both(LEVERS[lever].title) for lever in game.levers],
        "judged": [both(name_words(name)) for name in JUDGED],
        "floor": both(name_words(FLOOR)),
        "seeds": game.replicates,
        "yuan": game.yuan,
        "plans": [
            {
                "points": list(plan),
                "outcomes": [gains[plan][name] for name in JUDGED],
                "floor": gains[plan][FLOOR]["high"] >= 0,
                "beaten": beaten(plan, gains),
            }
            for plan in stored
        ],
    }


def _gain(plan: pd.DataFrame, as_is: pd.DataFrame, name: str) -> dict[str, Any]:
    """What a plan changes of one indicator; `low` and `high` count what is better upwards."""
    found = paired_difference(plan[name], as_is[name], bounds=bounds_of(name))
    direction = int(INDICATORS[base(name)].direction or 0)
    low, high = sorted((direction * found.ci_low, direction * found.ci_high))
    difference, interval = change_texts(name, found.difference, found.ci_low, found.ci_high)
    return {"low": float(f"{low:.4g}"), "high": float(f"{high:.4g}"), "said": both(difference), "interval": interval}


def beaten(plan: tuple[int, ...], gains: Mapping[tuple[int, ...], Mapping[str, Mapping[str, Any]]]) -> bool:
    """Say whether another plan is clearly better in everything that is judged: intervals that overlap tie."""
    return any(all(gains[other][name]["low"] > gains[plan][name]["high"] for name in JUDGED) for other in gains if other != plan)


def defensible(document: Mapping[str, Any]) -> list[list[int]]:
    """Return the plans that keep the floor and that no other clearly beats in everything."""
    return [plan["points"] for plan in document["plans"] if plan["floor"] and not plan["beaten"]]


# -- signal detection -----------------------------------------------------------------------------------------------------------------


def detection(world: World) -> dict[str, int]:
    """Count what desks saw of matters with one owner, whenever they were asked: rightful ones and others, seen as theirs or not."""
    city, seen = world.city, world.sightings
    level, topic = seen.level, city.register.topic[seen.row]
    single = city.mandates.mandate[level, topic] == MANDATES.index("single")
    saw = unpack(seen.seen[single], len(city.slots))
    rightful = city.mandates.rightful[level[single], topic[single]]
    others = city.mandates.candidate[level[single], topic[single]] & ~rightful
    return {
        "hits": int((saw & rightful).sum()),
        "own": int(rightful.sum()),
        "alarms": int((saw & others).sum()),
        "others": int(others.sum()),
    }
