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
from cogov.scenarios.words import Words

SAY = Words(__file__)

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


ACTIVITIES = Words(__file__, "activities")
"""By reason, or by reason and the stage after it where that makes another activity."""

DOERS: dict[str, Text] = {
    "arose": SAY.citizen,
    "reported": SAY.citizen,
    "petitioned": SAY.citizen,
    "nobody_in_the_end": SAY.citizen,
    "patience_lost": SAY.citizen,
    "escalated": SAY.citizen,
    "found_by_grid": SAY.grid,
    "settled_in_grid": SAY.grid,
    "heard_by_mass_organization": SAY.heard_by_mass_organization,
    "found_by_mediator": SAY.found_by_mediator,
    "asked_again": SAY.centre,
    "arbitrated": SAY.centre,
    "court_ruled": SAY.court_ruled,
}
"""Who does what no desk does."""


def activity(reason: str, after: str) -> Text:
    """Name what happened; a reason of a researcher's own rule keeps its name."""
    own = Text(zh=reason, en=reason.replace("_", " ").capitalize())
    return ACTIVITIES.get(f"{reason} {after}", ACTIVITIES.get(reason, own))


def doer(reason: str) -> Text:
    """Say who did what is on record for no desk."""
    return DOERS.get(reason, SAY.nobody)
