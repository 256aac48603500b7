"""When the simulation is said to begin, and timestamps: day 0 is Monday 1 January 2024, 0:00 UTC, by declaration.

The fraction of a day becomes the time of day. Events of one matter at the same instant follow one another by a millisecond, in the
order in which they happened, so that no reader of a log can mistake their order.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

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
