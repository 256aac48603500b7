"""Lives of matters as one JSON document: plain values, and the words in one language."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from cogov.analysis.journeys.lives import Event, Life
from cogov.analysis.journeys.page import Desks
from cogov.analysis.journeys.pairing import Difference, Journey
from cogov.analysis.journeys.views import View
from cogov.analysis.journeys.words import ending_words, sentences
from cogov.analysis.journeys.worst import Suffering
from cogov.model.words import Language, Text


def journey_document(journey: Journey, desks: Desks, language: Language) -> dict[str, Any]:
    """One matter: what it is, its life under each policy (null where it never arose), where the worlds part."""
    facts = asdict(journey.facts) | {"topic": journey.facts.topic.in_(language)}
    facts["township_name"] = journey.facts.township_name.in_(language)
    facts["owners"] = [owner.in_(language) for owner in journey.facts.owners]
    identity = next(life.identity for life in journey.lives.values() if life is not None)
    return {
        "matter": journey.matter,
        "identity": str(identity),  # more than some readers of JSON hold in a number
        "facts": facts,
        "lives": {policy: _life(life, desks, language) for policy, life in journey.lives.items()},
        "first_differences": {policy: _difference(one) for policy, one in journey.differences.items()},
    }


def ranking_document(found: Sequence[Suffering]) -> list[dict[str, Any]]:
    """The matters that suffered most."""
    return [asdict(one) for one in found]


def _life(life: Life | None, desks: Desks, language: Language) -> dict[str, Any] | None:
    if life is None:
        return None
    titles = desks[life.policy]
    events = [
        _event(event, titles, language) | {"words": [one.in_(language) for one in sentences(life, i, titles)]}
        for i, event in enumerate(life.events)
    ]
    return {"events": events, "ending": asdict(life.ending) | {"words": ending_words(life.ending).in_(language)}}


def _event(event: Event, titles: Sequence[Text], language: Language) -> dict[str, Any]:
    desk = None if event.desk is None else titles[event.desk].in_(language)
    said = {"day": event.day, "on": event.on, "reason": event.reason, "before": event.before, "after": event.after, "desk": desk}
    views = [_view(view, titles, language) for view in event.views if view.duty or view.saw or view.took]
    return said | ({"child": event.child} if event.child is not None else {}) | ({"views": views} if views else {})


def _view(view: View, titles: Sequence[Text], language: Language) -> dict[str, Any]:
    return asdict(view) | {"desk": titles[view.desk].in_(language)}


def _difference(difference: Difference | None) -> dict[str, Any] | None:
    if difference is None:
        return None
    reasons = [None if event is None else event.reason for event in (difference.first, difference.second)]
    return {"day": difference.on, "reasons": reasons}
