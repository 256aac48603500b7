"""What happened to a matter, in sentences: one or more for every event, its reasons behind it."""

from collections.abc import Sequence

from cogov.analysis.journeys.lives import Ending, Event, Life
from cogov.analysis.journeys.view_words import of_missing, of_returned, of_takers
from cogov.model.words import DOTTED, EMPTY, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

Titles = Sequence[Text]

HAPPENED = Words(__file__, "happened")
"""By reason, or by reason and the stage after it where that makes another sentence."""

ENDINGS = Words(__file__, "endings")
NEVER_AROSE = SAY.never_arose


def sentences(life: Life, place: int, titles: Titles) -> list[Text]:
    """Say one event of a life, with its reasons."""
    event = life.events[place]
    if event.reason == "returned" and event.views:
        return [_sentence(of_returned(view, titles)) for view in event.views]
    takers = of_takers(event.views, titles)
    words = {"takers": takers, "desk": _desk(event, titles), "queue": _queue(life, place), "child": event.child}
    said = [
        happened(event.reason, event.after).filled(**words) + _rest(life, event),
        *of_missing(event.views, _returned(life, place), titles),
    ]
    return [_sentence(one) for one in said if one]


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


def _rest(life: Life, event: Event) -> Text:
    """Say for how long nobody knew."""
    found = event.reason in ("reported", "found_by_grid", "heard_by_mass_organization", "found_by_mediator")
    waited = event.day - life.facts.arose
    return SAY.after_days.filled(days=waited) if found and waited >= 2 else EMPTY


def _queue(life: Life, place: int) -> Text:
    since = max((event.day for event in life.events[:place] if event.after == "in_hand"), default=life.events[place].day)
    waited = life.events[place].day - since
    return SAY.queued.filled(days=waited) if waited >= 1 else EMPTY


def _desk(event: Event, titles: Titles) -> Text:
    return titles[event.desk] if event.desk is not None else SAY.somebody


def _sentence(words: Text) -> Text:
    return words.each(lambda said: said[:1].upper() + said[1:]) + SAY.stop


def ending_words(ending: Ending) -> Text:
    """Say how a life ended."""
    pattern = ENDINGS[ending.stage] if ending.ended and ending.stage in ENDINGS else SAY.open
    said = [pattern.filled(days=ending.days)]
    if ending.ended and ending.days_unsettled > ending.days:
        said.append(SAY.never_settled.filled(days=ending.days_unsettled))
    if not ending.known:
        said.append(SAY.unknown)
    if ending.handoffs:
        said.append(SAY.handoffs.filled(count=ending.handoffs, s="" if ending.handoffs == 1 else "s"))
    if ending.known and ending.ended:
        said.append(SAY.satisfied.filled(share=100 * ending.satisfaction))
    return DOTTED.join(said)
