"""Chosen matters told in words, with the reasons; and the words for what happened to all others.

Chosen are those that suffered most under either policy, those that suffer so much less under the second, and of every topic some of both kinds.
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from cogov.analysis.classroom.places import both
from cogov.analysis.classroom.worlds import Move
from cogov.analysis.journeys.facts_words import facts_words
from cogov.analysis.journeys.page import Desks, endings, rows_of
from cogov.analysis.journeys.pairing import Journey, journey_of
from cogov.analysis.journeys.view_words import TOOK
from cogov.analysis.journeys.words import happened
from cogov.analysis.journeys.world import World
from cogov.analysis.journeys.worst import worst

OF_EACH_WORLD, OF_EACH_TOPIC, MOST_DIFFERENT = 40, 3, 20
Suffered = Mapping[str, tuple[float, float]]
"""How much each matter suffered in both worlds, those that suffered most in the first one first; 0 where it never arose."""


def suffered(worlds: Sequence[World]) -> Suffered:
    """Measure every matter that arose after the warm-up (`journeys.worst`)."""
    first, second = ({one.matter: one.total for one in worst(world, len(world.rows))} for world in worlds)
    return {matter: (first.get(matter, 0.0), second.get(matter, 0.0)) for matter in first | second}


def chosen(world: World, all_matters: Suffered) -> list[str]:
    """Choose the matters to be told, the worst of the first world first."""
    topics = dict(zip(world.events["matter"], world.events["topic"], strict=True))
    found = list(islice(all_matters, OF_EACH_WORLD))
    found += sorted(all_matters, key=lambda matter: -all_matters[matter][1])[:OF_EACH_WORLD]
    relieved = sorted(all_matters, key=lambda matter: all_matters[matter][1] - all_matters[matter][0])
    found += relieved[:MOST_DIFFERENT]
    for topic in world.city.topics.names:
        for ranking in (all_matters, relieved):
            found += islice((matter for matter in ranking if topics.get(matter) == topic), OF_EACH_TOPIC)
    return list(dict.fromkeys(found))


def stories(worlds: Sequence[World], numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """Tell each chosen matter in both languages."""
    desks, all_matters = {world.policy: world.desks for world in worlds}, suffered(worlds)
    return [
        {"matter": numbers[code], "suffering": [round(one, 1) for one in all_matters[code]], **_told(journey_of(worlds, code), desks)}
        for code in chosen(worlds[0], all_matters)
    ]


def _told(journey: Journey, desks: Desks) -> dict[str, Any]:
    [difference] = journey.differences.values()
    days = sorted({event.on for life in journey.lives.values() if life is not None for event in life.events})
    return {
        "facts": both(facts_words(journey.facts)),
        "parting": None if difference is None else difference.on,
        "rows": [
            [day, *([both(said) for said in cell] for cell in row.cells)] for day, row in zip(days, rows_of(journey, desks), strict=True)
        ],
        "endings": [both(said) for said in endings(journey)],
    }


def sentence_of(move: Move) -> list[str]:
    """What is said of an event of a matter whose reasons were not kept: gaps stand for the desk and the matter born of it."""
    gaps = {name: f"{{{name}}}" for name in ("desk", "child")}
    reason, _, after = move
    return both(happened(reason, after).filled(takers=TOOK, queue="", **gaps))
