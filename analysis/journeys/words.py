"""What happened to a matter, in sentences: one or more for every event, its reasons behind it."""

from collections.abc import Sequence

from cogov.analysis.journeys.lives import Ending, Event, Life
from cogov.analysis.journeys.view_words import of_missing, of_returned, of_takers
from cogov.model.words import Language, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

Titles = Sequence[Text]

HAPPENED = Words(__file__, "happened")
"""By reason, or by reason and the stage after it where that makes another sentence."""

ENDINGS = Words(__file__, "endings")
NEVER_AROSE = SAY.never_arose


def sentences(life: Life, place: int, language: Language, titles: Titles) -> list[str]:
    """Say one event of a life, with its reasons."""
    event = life.events[place]
    if event.reason == "returned" and event.views:
        return [_sentence(of_returned(view, language, titles), language) for view in event.views]
    takers = of_takers(event.views, language, titles)
    words = {"takers": takers, "desk": _desk(event, language, titles), "queue": _queue(life, place, language), "child": event.child}
    said = [
        happened(event.reason, event.after).in_(language).format(**words) + _rest(life, event, language),
        *of_missing(event.views, _returned(life, place), language, titles),
    ]
    return [_sentence(one, language) for one in said if one]


def happened(reason: str, after: str) -> Text:
    """Find the sentence of an event; a reason of a researcher's own stands as it is."""
    own = Text(zh=reason, en=reason.replace("_", " "))
    return HAPPENED.get(f"{reason} {after}", HAPPENED.get(reason, own))


def _returned(life: Life, place: int) -> frozenset[int]:
    """Desks whose return of the matter has just been told."""
    desks = set[int]()
    while place > 0 and life.events[place - 1].reason == "returned":
        place -= 1
        desks |= {view.desk for view in life.events[place].views}
    return frozenset(desks)


def _rest(life: Life, event: Event, language: Language) -> str:
    """Say for how long nobody knew."""
    found = event.reason in ("reported", "found_by_grid", "heard_by_mass_organization", "found_by_mediator")
    waited = event.day - life.facts.arose
    return SAY.after_days.in_(language).format(days=waited) if found and waited >= 2 else ""


def _queue(life: Life, place: int, language: Language) -> str:
    since = max((event.day for event in life.events[:place] if event.after == "in_hand"), default=life.events[place].day)
    waited = life.events[place].day - since
    return SAY.queued.in_(language).format(days=waited) if waited >= 1 else ""


def _desk(event: Event, language: Language, titles: Titles) -> str:
    return titles[event.desk].in_(language) if event.desk is not None else SAY.somebody.in_(language)


def _sentence(words: str, language: Language) -> str:
    return words[:1].upper() + words[1:] + SAY.stop.in_(language)


def ending_words(ending: Ending, language: Language) -> str:
    """Say how a life ended."""
    pattern = ENDINGS[ending.stage] if ending.ended and ending.stage in ENDINGS else SAY.open
    said = [pattern.in_(language).format(days=ending.days)]
    if ending.ended and ending.days_unsettled > ending.days:
        said.append(SAY.never_settled.in_(language).format(days=ending.days_unsettled))
    if not ending.known:
        said.append(SAY.unknown.in_(language))
    if ending.handoffs:
        said.append(SAY.handoffs.in_(language).format(count=ending.handoffs, s="" if ending.handoffs == 1 else "s"))
    if ending.known and ending.ended:
        said.append(SAY.satisfied.in_(language).format(share=100 * ending.satisfaction))
    return " · ".join(said)
