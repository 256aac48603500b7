"""The events of one run of a folder of results."""

from pathlib import Path

import pandas as pd

from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem

NO_RUN = Text(
    zh="这个文件夹里没有政策 {policy}、种子 {seed} 的已完成运行", en="this folder has no finished run of policy {policy} with seed {seed}"
)
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
        message = NO_RUN.filled(**words)
        raise InputError(Problem(message, file=str(folder), key="--policy, --seed", allowed=there[:SHOWN]))
    events = load(folder, "events")
    chosen = events[events["run_id"] == own["run_id"].iloc[0]].drop(columns="run_id")
    return pd.DataFrame(chosen.reset_index(drop=True))
