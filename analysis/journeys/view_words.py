"""The reasons, in sentences: what a desk made of a matter, and what held it back."""

from collections.abc import Callable, Sequence

from cogov.analysis.journeys.views import ATTENTION, LOAD, OTHERS, JoiningChance, View
from cogov.model.words import CLAUSES, EMPTY, LISTED, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

Titles = Sequence[Text]

TOOK = SAY.took
SHOWN_SEERS = 3
"""Of desks that saw as theirs what is on nobody's list, more are not listed."""


def reason_of(view: View, nothing: Text) -> Text:
    """Say why a desk did not take what it saw as its own; `nothing` is said where nothing noticeable held it back."""
    named = [SAID[reason](view) for reason in view.held_back_by]
    return SAY.both_reasons.join(named) if named else nothing


def _load(view: View) -> Text:
    word = "matter" if view.open_matters == 1 else "matters"
    return SAY.loaded.filled(matters=view.open_matters, handlers=f"{view.handlers:.1f}", word=word)


def _attention(view: View) -> Text:
    named = view.held_back_by
    after_load = LOAD in named[: named.index(ATTENTION)]  # "had 14 open matters and little attention"
    return SAY.inattentive.filled(had="" if after_load else "had ")


def _others(view: View) -> Text:
    word = "other saw" if view.others == 1 else "others saw"
    return SAY.left_to_others.filled(others=view.others, word=word)


SAID: dict[str, Callable[[View], Text]] = {LOAD: _load, ATTENTION: _attention, OTHERS: _others}


def of_returned(view: View, titles: Titles) -> Text:
    """Say to whom the centre sent a matter, and why it came back."""
    pattern = (
        SAY.returned_seen
        if view.saw
        else SAY.returned_unseen
        if view.duty
        else SAY.returned_novel
        if view.role == "anybody"
        else SAY.returned_wrong
    )
    return pattern.filled(desk=titles[view.desk], why=reason_of(view, SAY.no_reason))


def of_takers(views: Sequence[View], titles: Titles) -> Text:
    """Say who took a matter, rightly and wrongly."""
    rightly = [titles[view.desk] for view in views if view.took and view.role != "nobody"]
    wrongly = [titles[view.desk] for view in views if view.took and view.role == "nobody"]
    parts = ((TOOK, rightly), (SAY.took_wrongly, wrongly))
    return CLAUSES.join(pattern.filled(desk=listed(desks)) for pattern, desks in parts if desks)


def listed(names: Sequence[Text]) -> Text:
    """List names as a sentence does: "a, b and c"."""
    return SAY.and_last.filled(names=LISTED.join(names[:-1]), last=names[-1]) if len(names) > 1 else LISTED.join(names)


def of_missing(views: Sequence[View], returned: frozenset[int], titles: Titles) -> list[Text]:
    """Say why those whose duty it is did not take it, and whether they will join; of what is on nobody's list, why those that saw it did not."""
    missing = [view for view in views if view.duty and not view.took]
    seers = [view for view in views if view.role == "anybody" and view.saw and view.asked and not view.took and view.desk not in returned]
    said = [_of_one_missing(view, titles, told=view.desk in returned) for view in (*missing, *seers[:SHOWN_SEERS])]
    return [one for one in said if one]


def _of_one_missing(view: View, titles: Titles, *, told: bool) -> Text:
    """Say why one did not take it, unless its return has told that, and whether it will join."""
    pattern = SAY.not_asked if not view.asked else SAY.saw_and_not if view.saw else SAY.unseen
    desk = titles[view.desk]
    why = EMPTY if told else pattern.filled(desk=desk, why=reason_of(view, SAY.not_taken))
    if view.joining is None:
        return why
    joins = _of_joining(view.joining)
    return CLAUSES.join([why, SAY.it + joins]) if why else SAY.desk_joins.filled(desk=desk, joins=joins)


def _of_joining(joining: JoiningChance) -> Text:
    names = ("chance", "readiness", "tie", "congruence")
    return SAY.joining.filled(**{name: f"{100 * getattr(joining, name):.0f}%" for name in names})
