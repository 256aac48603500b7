"""Who passes what to whom: how often a matter went from one sector's hands into another's."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from cogov.model.choices import SECTORS

HELD = ("talks", "partners", "in_hand", "session")
"""Stages in which somebody has a matter."""


@dataclass(frozen=True)
class Flows:
    """Counts over the measured matters of a run."""

    first: npt.NDArray[np.int64]
    """(sectors): into whose hands they came first."""
    passed: npt.NDArray[np.int64]
    """(sectors, sectors): from whose hands into whose; on the diagonal from one desk of a sector to another."""
    settled: npt.NDArray[np.int64]
    """(sectors): in whose hands they were settled."""
    never: int
    """Matters that never came into anybody's hands."""


def flows_of(events: pd.DataFrame) -> Flows:
    """Count from a table of events (`cogov.experiments.events`)."""
    measured = events[events["measured"]]
    taken = measured[measured["after"].isin(HELD) & measured["sector"].notna() & measured["desk"].notna()]
    sector = pd.Categorical(taken["sector"].astype(str), categories=list(SECTORS)).codes.astype(np.int64)
    matter, desk = taken["matter"].to_numpy(), taken["desk"].to_numpy(np.int64)
    same, other = np.zeros(len(taken), dtype=bool), np.zeros(len(taken), dtype=bool)
    same[1:] = matter[1:] == matter[:-1]
    other[1:] = desk[1:] != desk[:-1]
    changed = same & other
    passed = np.zeros((len(SECTORS), len(SECTORS)), dtype=np.int64)
    np.add.at(passed, (sector[np.flatnonzero(changed) - 1], sector[changed]), 1)
    ends = measured[measured["after"] == "settled"]["matter"]
    last = np.append(~same[1:], np.ones(min(1, len(taken)), dtype=bool)) & np.isin(matter, ends.to_numpy())
    return Flows(_count(sector[~same]), passed, _count(sector[last]), measured["matter"].nunique() - int((~same).sum()))


def _count(sector: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.bincount(sector, minlength=len(SECTORS)).astype(np.int64)
