"""The events of a run as a tidy table: a case is an episode, a matter with all that was born of it.

A case is known with the first event after which somebody who could act knows, and settled with the first that settles it on record: as a log
of a real office would have it, which knows nothing of what nobody found.
"""

import numpy as np
import pandas as pd

from cogov.analysis.logs.frame import DAY_ZERO
from cogov.analysis.logs.shape.cases import CaseLog, case_log
from cogov.model.names import LEVELS

NOT_KNOWN = ("unknown", "lapsed")
FIRST_DATE = (DAY_ZERO - pd.Timestamp("1970-01-01", tz="UTC")).days


def simulated_log(events: pd.DataFrame) -> CaseLog:
    """Return the cases of a run (`cogov.experiments.events`) that arose after the warm-up."""
    roots = _roots(events)
    measured = events["measured"].groupby(roots).transform("first")
    own, root = events[measured.to_numpy()], roots[measured.to_numpy()]
    after, reason = own["after"].astype(object), own["reason"].astype(object)
    knows = ~after.isin(NOT_KNOWN) & (reason != "arose")
    table = pd.DataFrame(
        {
            "case": pd.factorize(root)[0],
            "time": own["day"].to_numpy() + FIRST_DATE,
            "date": np.floor(own["day"].to_numpy()).astype(np.int64) + FIRST_DATE,
            "desk": own["desk"].fillna(-1).to_numpy().astype(np.int64),
            "level": own["level"].astype(object).map({name: rank for rank, name in enumerate(LEVELS)}).to_numpy(dtype=np.float64),
            "topic": own["topic"].cat.codes.to_numpy()
            if isinstance(own["topic"].dtype, pd.CategoricalDtype)
            else pd.factorize(own["topic"])[0],
            "known": np.nan,
            "settled": np.nan,
            "knows": knows.to_numpy(),
            "settles": (after == "settled").to_numpy(),
        }
    )
    known = table["time"].where(table["knows"]).groupby(table["case"]).transform("first")
    table["deadline"] = known + own["deadline_days"].to_numpy()
    return case_log(table, "event", known_by_event=True)


def _roots(events: pd.DataFrame) -> "pd.Series[str]":
    """Return the matter from which each event's matter was born in the end."""
    firsts = events.drop_duplicates("matter")
    parent = {matter: other for matter, other in zip(firsts["matter"], firsts["parent"], strict=True) if isinstance(other, str)}
    root: dict[str, str] = {}
    for matter in firsts["matter"]:
        oldest = matter
        while oldest in parent:
            oldest = parent[oldest]
        root[matter] = oldest
    return events["matter"].map(root)
