"""The reasons, in sentences: what a desk made of a matter, and what held it back."""

from collections.abc import Callable, Sequence

from cogov.analysis.journeys.views import ATTENTION, LOAD, OTHERS, Joining, View
from cogov.model.words import Language, Text

Titles = Sequence[Text]

LOADED = Text(zh="手上有 {matters} 件未结(可用人手 {handlers})", en="had {matters} open {word} for {handlers} handlers")
INATTENTIVE = Text(zh="对这类事关注不多", en="{had}little attention for it")
LEFT_TO_OTHERS = Text(zh="另有 {others} 家也认为是自己的事", en="{others} {word} it as theirs too")
TOOK = Text(zh="{desk}接下", en="{desk} took it")
TOOK_WRONGLY = Text(zh="{desk}接下,虽然不是它的职责", en="{desk} took it, although it is another's duty")
SAW_AND_NOT = Text(zh="{desk}认为是自己的事,但{why}", en="{desk} saw it as its own, but {why}")
NOT_TAKEN = Text(zh="没有接", en="did not take it")
UNSEEN = Text(zh="{desk}负有职责,却不认为是自己的事", en="{desk}, whose duty it is, did not see it as its own")
NOT_ASKED = Text(zh="{desk}负有职责,却没有被派到", en="{desk}, whose duty it is, was not sent it")
RETURNED_UNSEEN = Text(
    zh="派给{desk};它负有职责,却不认为是自己的事,退回", en="sent to {desk}: its duty, but it did not see that and returned it"
)
RETURNED_WRONG = Text(zh="派给{desk};不是它的职责,退回", en="sent to {desk}: not its duty, returned")
RETURNED_NOVEL = Text(
    zh="派给{desk};不在任何清单上,它不认为是自己的事,退回", en="sent to {desk}: on nobody's list, not seen as its own, returned"
)
RETURNED_SEEN = Text(zh="派给{desk};它认为是自己的事,但{why},退回", en="sent to {desk}, which saw it as its own, but {why}: returned")
JOINING = Text(
    zh="加入的可能为每天 {chance}(联动准备 {readiness} × 联系 {tie} × 目标一致度 {congruence})",
    en="would join with a chance of {chance} a day (readiness {readiness} × tie {tie} × goal congruence {congruence})",
)
IT = Text(zh="它", en="it ")
NO_REASON = Text(zh="没有留下", en="did not keep it")
JOIN = {"zh": (";", "、"), "en": ("; ", " and ")}
SHOWN_SEERS = 3
"""Of desks that saw as theirs what is on nobody's list, more are not listed."""


def reason_of(view: View, language: Language, nothing: Text) -> str:
    """Say why a desk did not take what it saw as its own; `nothing` is said where nothing noticeable held it back."""
    named = [SAID[reason](view, language) for reason in view.held_back_by]
    return JOIN[language][1].join(named) if named else nothing.in_(language)


def _load(view: View, language: Language) -> str:
    word = "matter" if view.open_matters == 1 else "matters"
    return LOADED.in_(language).format(matters=view.open_matters, handlers=f"{view.handlers:.1f}", word=word)


def _attention(view: View, language: Language) -> str:
    named = view.held_back_by
    after_load = LOAD in named[: named.index(ATTENTION)]  # "had 14 open matters and little attention"
    return INATTENTIVE.in_(language).format(had="" if after_load else "had ")


def _others(view: View, language: Language) -> str:
    word = "other saw" if view.others == 1 else "others saw"
    return LEFT_TO_OTHERS.in_(language).format(others=view.others, word=word)


SAID: dict[str, Callable[[View, Language], str]] = {LOAD: _load, ATTENTION: _attention, OTHERS: _others}


def of_returned(view: View, language: Language, titles: Titles) -> str:
    """Say to whom the centre sent a matter, and why it came back."""
    pattern = RETURNED_SEEN if view.saw else RETURNED_UNSEEN if view.duty else RETURNED_NOVEL if view.role == "anybody" else RETURNED_WRONG
    return pattern.in_(language).format(desk=titles[view.desk].in_(language), why=reason_of(view, language, NO_REASON))


def of_takers(views: Sequence[View], language: Language, titles: Titles) -> str:
    """Say who took a matter, rightly and wrongly."""
    rightly = [titles[view.desk].in_(language) for view in views if view.took and view.role != "nobody"]
    wrongly = [titles[view.desk].in_(language) for view in views if view.took and view.role == "nobody"]
    parts = ((TOOK, rightly), (TOOK_WRONGLY, wrongly))
    return JOIN[language][0].join(pattern.in_(language).format(desk=listed(desks, language)) for pattern, desks in parts if desks)


def listed(names: Sequence[str], language: Language) -> str:
    """List names as a sentence does: "a, b and c"."""
    if language == "zh" or len(names) < 2:
        return "、".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def of_missing(views: Sequence[View], returned: frozenset[int], language: Language, titles: Titles) -> list[str]:
    """Say why those whose duty it is did not take it, and whether they will join; of what is on nobody's list, why those that saw it did not."""
    missing = [view for view in views if view.duty and not view.took]
    seers = [view for view in views if view.role == "anybody" and view.saw and view.asked and not view.took and view.desk not in returned]
    said = [_of_one_missing(view, language, titles, told=view.desk in returned) for view in (*missing, *seers[:SHOWN_SEERS])]
    return [one for one in said if one]


def _of_one_missing(view: View, language: Language, titles: Titles, *, told: bool) -> str:
    """Say why one did not take it, unless its return has told that, and whether it will join."""
    pattern = NOT_ASKED if not view.asked else SAW_AND_NOT if view.saw else UNSEEN
    desk = titles[view.desk].in_(language)
    why = "" if told else pattern.in_(language).format(desk=desk, why=reason_of(view, language, NOT_TAKEN))
    if view.joining is None:
        return why
    joins = _of_joining(view.joining, language)
    return f"{why}{JOIN[language][0]}{IT.in_(language)}{joins}" if why else desk + (" " if language == "en" else "") + joins


def _of_joining(joining: Joining, language: Language) -> str:
    names = ("chance", "readiness", "tie", "congruence")
    return JOINING.in_(language).format(**{name: f"{100 * getattr(joining, name):.0f}%" for name in names})
