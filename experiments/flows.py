"""Who passed what to whom in a run: how often matters went from the hands of one sector into those of another, from where they arose
to where they ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from cogov.experiments.columns import column
from cogov.experiments.events import WORD, in_order
from cogov.model.city import City
from cogov.model.names import SECTORS
from cogov.model.register import NO_DESK
from cogov.model.stages import Stage

Array = npt.NDArray[np.float64]

HELD = (Stage.TALKS, Stage.PARTNERS, Stage.IN_HAND, Stage.SESSION)
"""Stages in which somebody has a matter."""
SOURCES = ("arisen", *SECTORS)
TARGETS = (*SECTORS, "settled", "nobody")

SCHEMA = pa.schema(
    [
        column(
            "source",
            WORD,
            "从谁手中转出；arisen 为刚刚发生、还没有人承办",
            "from whose hands; arisen: from where it arose, in nobody's yet",
            nullable=False,
        ),
        column(
            "target",
            WORD,
            "转到谁手中；settled 为就此解决，nobody 为从未有人承办",
            "into whose hands; settled: settled there, nobody: it never came into anybody's hands",
            nullable=False,
        ),
        column(
            "times",
            pa.int64(),
            "次数，只计预热期之后发生的事务；两者相同是同一领域内从一个机构转到另一个",
            "how often, of matters that arose after the warm-up; from a sector to itself: from one of its desks to another",
            "times",
            nullable=False,
        ),
    ]
)
"""A way that no matter went has no row."""


@dataclass(frozen=True)
class Flows:
    """How often the measured matters of a run, or of several on average, went which way."""

    ways: Array
    """(sources, targets), in the order of `SOURCES` and `TARGETS`."""

    @classmethod
    def of(cls, table: pd.DataFrame, runs: int = 1) -> Self:
        """Return the mean over so many runs, whose rows of `SCHEMA` a table holds."""
        ways = np.zeros((len(SOURCES), len(TARGETS)))
        places = _places(table["source"], SOURCES), _places(table["target"], TARGETS)
        np.add.at(ways, places, table["times"].to_numpy())
        return cls(ways / runs)

    @property
    def first(self) -> Array:
        """(sectors): matters that came into their hands first."""
        return self.ways[0, : len(SECTORS)]

    @property
    def passed(self) -> Array:
        """(sectors, sectors): from whose hands into whose; on the diagonal from one desk of a sector to another."""
        return self.ways[1:, : len(SECTORS)]

    @property
    def settled(self) -> Array:
        """(sectors): in whose hands they were settled."""
        return self.ways[1:, TARGETS.index("settled")]

    @property
    def never(self) -> float:
        """Matters that never came into anybody's hands."""
        return float(self.ways[0, TARGETS.index("nobody")])

    @property
    def per_hundred(self) -> float:
        """How often a hundred matters that came into hands were passed on; NaN where none did."""
        return float(100 * self.passed.sum() / self.first.sum()) if self.first.any() else float("nan")


def flows_of(city: City) -> Flows:
    """Count over the measured matters of a run."""
    records = in_order(city)
    row, desk = records["row"], records["desk"]
    sector = np.where(desk == NO_DESK, -1, city.institutions.sector[desk])
    held, settled = np.isin(records["after"], HELD), records["after"] == Stage.SETTLED
    return counted(row, desk, sector, held, settled, city.register.arose[row] >= city.scenario.warmup)


def flows_of_events(events: pd.DataFrame) -> Flows:
    """Count the same from the table of a run's events (`cogov.experiments.events`)."""
    matter, sector = pd.factorize(events["matter"])[0], _places(events["sector"], SECTORS)
    held = events["after"].isin([stage.name.lower() for stage in HELD])
    settled = events["after"] == Stage.SETTLED.name.lower()
    desk = events["desk"].fillna(NO_DESK).to_numpy(np.int64)
    return counted(matter, desk, sector, held.to_numpy(), settled.to_numpy(), events["measured"].to_numpy(bool))


def _places(words: "pd.Series[str]", names: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return the place of each word among names, −1 for what is none of them."""
    return pd.Categorical(words.astype(object), categories=list(names)).codes.astype(np.int64)


def counted(
    matter: npt.NDArray[np.int64],
    desk: npt.NDArray[np.int64],
    sector: npt.NDArray[np.int64],
    held: npt.NDArray[np.bool_],
    settled: npt.NDArray[np.bool_],
    measured: npt.NDArray[np.bool_],
) -> Flows:
    """Count from events by matter in their order: whose doing each was, whether somebody then had the matter, or it was settled."""
    matters = np.count_nonzero(np.diff(matter[measured], prepend=-1))
    taken = np.flatnonzero(measured & held & (sector >= 0) & (desk != NO_DESK))
    whose, hands, at = matter[taken], desk[taken], sector[taken]
    follows, elsewhere = np.zeros(taken.size, dtype=bool), np.zeros(taken.size, dtype=bool)
    follows[1:], elsewhere[1:] = whose[1:] == whose[:-1], hands[1:] != hands[:-1]
    last = np.append(~follows[1:], np.ones(min(1, taken.size), dtype=bool))
    passed, ended = np.flatnonzero(follows & elsewhere), last & np.isin(whose, matter[measured & settled])
    ways = np.zeros((len(SOURCES), len(TARGETS)))
    np.add.at(ways[0], at[~follows], 1)
    np.add.at(ways[1:], (at[passed - 1], at[passed]), 1)
    np.add.at(ways[1:, TARGETS.index("settled")], at[ended], 1)
    ways[0, TARGETS.index("nobody")] = matters - np.count_nonzero(~follows)
    return Flows(ways)


def flows_table(city: City) -> pa.Table:
    """Return the flows of a run as an Arrow table of the schema."""
    ways = flows_of(city).ways
    source, target = np.nonzero(ways)
    named = ((source, SOURCES), (target, TARGETS))
    ends = [pa.DictionaryArray.from_arrays(pa.array(at.astype(np.int32)), pa.array(names)) for at, names in named]
    return pa.Table.from_arrays([*ends, pa.array(ways[source, target].astype(np.int64))], schema=SCHEMA)
