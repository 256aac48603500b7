"""Two worlds under the same luck, as the one document that a page shows: every number in it is taken from the runs."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cogov.analysis.canvas import colour
from cogov.analysis.classroom import places
from cogov.analysis.classroom.places import both
from cogov.analysis.classroom.stories import sentence_of, stories
from cogov.analysis.classroom.worlds import matters, moves_of, numbered, world_document
from cogov.analysis.figures import per_thousand
from cogov.analysis.journeys.world import World
from cogov.analysis.journeys.worst import MEASURE
from cogov.analysis.names import row_words
from cogov.analysis.values import FOOTER, difference_text, value_text
from cogov.model.indicators import INDICATORS, MAIN, SERIES
from cogov.model.words import Text

CURVES = ("backlog", "unclaimed", "satisfaction")
COUNTED = ("backlog", "unclaimed")
"""Of these the page shows how many a thousand residents have."""
FIGURES = 4
"""After the point, of daily values."""


def replay_document(worlds: Sequence[World], titles: Mapping[str, Text]) -> dict[str, Any]:
    """Everything that a replay shows."""
    first = worlds[0].city
    numbers, moves = numbered(worlds), moves_of(worlds)
    return {
        "city": both(first.scenario.title),
        "policies": [{"title": both(titles[world.policy]), "colour": colour(place)} for place, world in enumerate(worlds)],
        "days": first.day,
        "warmup": first.scenario.warmup,
        "seed": worlds[0].lived.request.seed,
        "residents": first.scenario.city.population,
        "footer": both(FOOTER),
        "measure": both(MEASURE),
        "sectors": places.sectors(),
        "desks": places.desks(first),
        "villages": places.villages(first),
        "townships": places.townships(first),
        "topicNames": list(first.topics.names),
        "topics": [both(topic.title) for topic in first.scenario.topics.values()],
        "forms": [topic.form for topic in first.scenario.topics.values()],
        "moves": [[*move, sentence_of(move)] for move in moves],
        "matters": matters(worlds),
        "worlds": [world_document(world, numbers, moves) for world in worlds],
        "curves": [_curve(name, worlds) for name in CURVES],
        "outcomes": [_outcome(name, worlds) for name in MAIN],
        "stories": stories(worlds, numbers),
    }


def _curve(name: str, worlds: Sequence[World]) -> dict[str, Any]:
    """One daily series of both worlds; what is not there on a day is null."""
    residents = worlds[0].city.scenario.city.population
    lines = [world.city.tally.series[name] for world in worlds]
    lines = [per_thousand(line, residents) for line in lines] if name in COUNTED else lines
    shown = [[None if np.isnan(value) else round(float(value), FIGURES) for value in line] for line in lines]
    return {"title": both(SERIES[name].title), "index": name not in COUNTED, "decimals": 1 if name in COUNTED else 2, "lines": shown}


def _outcome(name: str, worlds: Sequence[World]) -> dict[str, Any]:
    """One indicator at the end of both runs, as a reader sees it."""
    values = [world.lived.measured.indicators[name] for world in worlds]
    horizon = worlds[0].city.scenario.horizon_days
    return {
        "title": both(row_words(name)),
        "values": [value_text(name, value, horizon) for value in values],
        "difference": both(difference_text(name, values[1] - values[0])),
        "better": _better(name, values[1] - values[0]),
    }


def _better(name: str, difference: float) -> int:
    """1 where the second world fares better, -1 where it fares worse, 0 where neither does or nothing is better by itself."""
    return int(np.nan_to_num(np.sign(difference)) * (INDICATORS[name].direction or 0))
