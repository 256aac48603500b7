"""The event log as a tidy frame: one row an event, under the names that process mining gives them; its clock and its words.

pm4py takes it as it is. `case:...` columns say what the matter is, the same in each of its rows; `concept:name` and `org:resource` speak
the language asked for, `activity_zh` and `activity_en` both. Day 0 is Monday 1 January 2024, 0:00 UTC, by declaration; the fraction of a
day becomes the time of day. Events of one matter at the same instant follow one another by a millisecond, in the order in which they
happened, so that no reader of a log can mistake their order.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from cogov.model.words import Language, Text

MATTER = ("identity", "parent", "origin", "form", "mandate", "severity", "deadline_days", "collective", "village", "township", "urban")
OUTCOME = ("citizen", "measured", "outcome", "handoffs", "satisfaction")
"""Columns of an events table that say what a matter is, and what became of it."""
OF_RUN = ("policy", "point", "seed")
"""Columns that say which run the events are of, where they are known."""
EVENT = ("day", "reason", "before", "after", "kind", "level", "jurisdiction")


def event_log(events: pd.DataFrame, language: Language = "en") -> pd.DataFrame:
    """Turn events (`cogov.experiments.events`) into the log of a case each matter."""
    named = _names(events, language)
    of_case = {f"case:{name}": _plain(events[name]) for name in (*MATTER, *OUTCOME)}
    of_event = {name: _plain(events[name]) for name in EVENT}
    of_run = {name: _plain(events[name]) for name in OF_RUN if name in events}
    return pd.DataFrame(
        {
            "case:concept:name": events["matter"].astype(object),
            "concept:name": named[f"activity_{language}"],
            "time:timestamp": timestamps(events),
            "org:resource": named["resource"],
            "org:role": _plain(events["kind"]).fillna(""),
            "org:group": _plain(events["sector"]).fillna(""),
            "lifecycle:transition": "complete",
            "activity_zh": named["activity_zh"],
            "activity_en": named["activity_en"],
            "case:topic": _plain(events[f"topic_{language}"]),
            "case:topic_name": _plain(events["topic"]),
        }
        | of_case
        | of_event
        | of_run
    )


def _plain(column: pd.Series) -> pd.Series:
    """Words as words: few readers of a log know categories."""
    return column.astype(object) if isinstance(column.dtype, pd.CategoricalDtype) else column


def _names(events: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Name activity and resource of every event."""
    reason, after = _plain(events["reason"]), _plain(events["after"])
    activities = [activity(one, other) for one, other in zip(reason, after, strict=True)]
    desks = _plain(events[f"desk_{language}"])
    resource = [doer(why).in_(language) if pd.isna(desk) else desk for why, desk in zip(reason, desks, strict=True)]
    words = {"activity_zh": [one.zh for one in activities], "activity_en": [one.en for one in activities], "resource": resource}
    return pd.DataFrame(words, index=events.index, dtype=object)


DAY_ZERO = pd.Timestamp("2024-01-01", tz="UTC")
"""A Monday, as day 0 is; no real Monday is meant."""
ORIGIN_NOTE = "simulated time: day 0 is 2024-01-01T00:00:00Z by declaration"


def timestamps(events: pd.DataFrame) -> pd.Series:
    """Return when each event happened, to the millisecond; `events` stand by matter and in order."""
    milliseconds = np.rint(events["day"].to_numpy(dtype=np.float64) * 86_400_000).astype(np.int64)
    when = _one_after_another(milliseconds, events["order"].to_numpy() == 0)
    stamps: pd.Series = (DAY_ZERO + pd.to_timedelta(pd.Series(when, index=events.index), unit="ms")).dt.as_unit("ms")
    return stamps


def _one_after_another(milliseconds: npt.NDArray[np.int64], begins: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Push events apart that follow another of the same matter by less than a millisecond."""
    place = np.arange(len(milliseconds))
    matter = np.cumsum(begins)
    apart = pd.Series(milliseconds - place).groupby(matter).cummax().to_numpy()
    later: npt.NDArray[np.int64] = apart + place
    return later


ACTIVITIES: dict[str | tuple[str, str], Text] = {
    "arose": Text(zh="发生", en="Arose"),
    "reported": Text(zh="居民反映", en="Reported by the citizen"),
    "found_by_grid": Text(zh="网格员发现", en="Found by a grid worker"),
    "heard_by_mass_organization": Text(zh="群团组织得知", en="Heard of by a mass organisation"),
    "found_by_mediator": Text(zh="调解员发现", en="Found by a mediator"),
    "passed_by_itself": Text(zh="自行消失", en="Passed by itself"),
    "claimed": Text(zh="认领", en="Claimed"),
    "dispatched": Text(zh="派单受理", en="Dispatched and kept"),
    "nobody_took_it": Text(zh="无人受理", en="Left unclaimed"),
    "returned": Text(zh="退单", en="Returned"),
    "asked_again": Text(zh="再次询问", en="Asked again"),
    "nobody_in_the_end": Text(zh="无人受理而放弃", en="Given up, unclaimed"),
    "petitioned": Text(zh="信访登记", en="Petition registered"),
    ("petitioned", "given_up"): Text(zh="放弃并信访", en="Given up for a petition"),
    "wrong_owner_found": Text(zh="纠错移交", en="Wrong owner found"),
    "to_talks": Text(zh="协商开始", en="Talks opened"),
    "agreed": Text(zh="协商一致", en="Talks agreed"),
    "not_agreed": Text(zh="协商未成", en="Talks failed"),
    "partners_joined": Text(zh="各方到齐", en="Partners joined"),
    "partners_missing": Text(zh="协办方缺席而上交", en="Passed up for want of partners"),
    ("partners_missing", "given_up"): Text(zh="协办方缺席而放弃", en="Given up for want of partners"),
    "work_begun": Text(zh="开始办理", en="Work begun"),
    "work_done": Text(zh="办结", en="Settled by work"),
    ("work_done", "session"): Text(zh="提请调解", en="Brought to a session"),
    "settlement_reached": Text(zh="调解成功", en="Settled by mediation"),
    "settlement_failed": Text(zh="调解未成", en="Session failed"),
    ("settlement_failed", "court"): Text(zh="进入诉讼", en="Taken to court"),
    "passed_up": Text(zh="上交", en="Passed up"),
    "escalated": Text(zh="居民向上反映", en="Taken up by the citizen"),
    "overloaded": Text(zh="因积压上交", en="Passed up, overloaded"),
    "court_ruled": Text(zh="法院判决", en="Settled by the court"),
    "patience_lost": Text(zh="失去耐心而放弃", en="Given up, out of patience"),
    "routed": Text(zh="转办", en="Passed on"),
    "settled_in_grid": Text(zh="网格当场解决", en="Settled in the grid"),
    "arbitrated": Text(zh="综治中心裁定", en="Arbitrated by the centre"),
    "closed_early": Text(zh="提前结案", en="Closed early"),
}
"""By reason, or by reason and the stage after it where that makes another activity."""

_CITIZEN, _NOBODY = Text(zh="居民", en="Citizen"), Text(zh="无人", en="Nobody")
_GRID, _CENTRE = Text(zh="网格员", en="Grid worker"), Text(zh="综治中心", en="Comprehensive-governance centre")
DOERS: dict[str, Text] = {
    "arose": _CITIZEN,
    "reported": _CITIZEN,
    "petitioned": _CITIZEN,
    "nobody_in_the_end": _CITIZEN,
    "patience_lost": _CITIZEN,
    "escalated": _CITIZEN,
    "found_by_grid": _GRID,
    "settled_in_grid": _GRID,
    "heard_by_mass_organization": Text(zh="群团组织", en="Mass organisation"),
    "found_by_mediator": Text(zh="调解员", en="Mediator"),
    "asked_again": _CENTRE,
    "arbitrated": _CENTRE,
    "court_ruled": Text(zh="法院", en="Court"),
}
"""Who does what no desk does."""


def activity(reason: str, after: str) -> Text:
    """Name what happened; a reason of a researcher's own rule keeps its name."""
    own = Text(zh=reason, en=reason.replace("_", " ").capitalize())
    return ACTIVITIES.get((reason, after), ACTIVITIES.get(reason, own))


def doer(reason: str) -> Text:
    """Say who did what is on record for no desk."""
    return DOERS.get(reason, _NOBODY)
