"""The event log as a tidy frame: one row an event, under the names that process mining gives them.

pm4py takes it as it is. `case:...` columns say what the matter is, the same in each of its rows; `concept:name` and `org:resource` speak the
language asked for, `activity_zh` and `activity_en` both.
"""

import pandas as pd

from cogov.analysis.logs.activities import activity, doer
from cogov.analysis.logs.clock import timestamps
from cogov.model.words import Language

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
