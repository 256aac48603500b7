"""The formats by name: what each holds, how its files are called, how it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import pandas as pd

from cogov.analysis.logs.frame import event_log
from cogov.analysis.logs.ocel import write_ocel_json, write_ocel_sqlite
from cogov.analysis.logs.ties import write_gexf, write_graphml
from cogov.analysis.logs.xes import write_xes
from cogov.experiments.writing import write_frame
from cogov.model.words import Language
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

OfEvents = Callable[[pd.DataFrame, Path, Language], Path]
OfNetwork = Callable[["nx.Graph[int]", Path], Path]


@dataclass(frozen=True)
class Format:
    """A format: writers by how the file's name ends, the first ending being the usual one."""

    events: dict[str, OfEvents]
    network: dict[str, OfNetwork]

    @property
    def endings(self) -> tuple[str, ...]:
        """How names of its files may end."""
        return (*self.events, *self.network)

    def ending_of(self, path: Path) -> str | None:
        """Return the longest of its endings that a file's name has; None if it has none."""
        found = [ending for ending in self.endings if path.name.lower().endswith(ending)]
        return max(found, key=len, default=None)


def write_csv(events: pd.DataFrame, path: Path, language: Language = "en") -> Path:
    """Write the tidy frame as comma-separated values."""
    return write_frame(path, event_log(events, language), language)


FORMATS = {
    "csv": Format({".csv": write_csv}, {}),
    "xes": Format({".xes": write_xes, ".xes.gz": write_xes}, {}),
    "ocel": Format(
        {".ocel.json": write_ocel_json, ".json": write_ocel_json, ".jsonocel": write_ocel_json, ".sqlite": write_ocel_sqlite}, {}
    ),
    "graphml": Format({}, {".graphml": write_graphml}),
    "gexf": Format({}, {".gexf": write_gexf}),
}


SHOWN = 12


def events_of(folder: Path, policy: str, seed: int) -> pd.DataFrame:
    """Return the recorded events of the run of a policy and seed; of several points the first."""
    from cogov.experiments.store.frames import load  # noqa: PLC0415 - Arrow is slow to import

    runs = load(folder)
    done = runs[runs["status"] == "done"].sort_values("point")
    own = done[(done["policy"] == policy) & (done["seed"] == seed)]
    if own.empty:
        there = tuple(f"{name} {number}" for name, number in dict.fromkeys(zip(done["policy"], done["seed"], strict=True)))
        words = {"policy": policy, "seed": seed}
        message = SAY.no_run.filled(**words)
        raise InputError(Problem(message, file=str(folder), key="--policy, --seed", allowed=there[:SHOWN]))
    events = load(folder, "events")
    chosen = events[events["run_id"] == own["run_id"].iloc[0]].drop(columns="run_id")
    return pd.DataFrame(chosen.reset_index(drop=True))
