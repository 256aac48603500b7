"""Formulas with a known answer, as experiments; and tables of runs with a planted truth."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cogov.analysis.study import Study
from cogov.experiments.functions import FunctionExperiment
from cogov.experiments.planning import plan_runs
from cogov.experiments.sweep import sweep

ISHIGAMI = {"a": (-math.pi, math.pi), "b": (-math.pi, math.pi), "c": (-math.pi, math.pi)}


def ishigami(a: float, b: float, c: float) -> Mapping[str, float]:
    """Ishigami & Homma 1990 with a = 7, b = .1."""
    return {"y": math.sin(a) + 7 * math.sin(b) ** 2 + 0.1 * c**4 * math.sin(a)}


def boxed(x: float, y: float, z: float, seed: int) -> Mapping[str, float]:
    """Resolution falls where x is low and y is high; z does nothing."""
    noise = np.random.default_rng([seed, round(x * 1e9), round(z * 1e9)]).normal(0, 0.02)
    return {"resolution_rate": 0.8 - 0.3 * (x < 0.4 and y > 0.3) + noise, "mean_days": 20.0}


def swept(
    folder: Path,
    function: Any,
    points: Sequence[Sequence[float]],
    factors: Mapping[str, tuple[float, float]],
    outputs: tuple[str, ...],
    **more: Any,
) -> Path:
    """A study of a formula, from its plan to its folder."""
    design = {"design": more.pop("kind"), "factors": {name: {"from": low, "to": high} for name, (low, high) in factors.items()}}
    experiment = FunctionExperiment(function, dict.fromkeys(factors, float), outputs, seeded=more.pop("seeded", False))
    plan = plan_runs(experiment, [tuple(map(float, point)) for point in points], {"as_is": {}}, design=design, **more)
    sweep(plan, folder)
    return folder


def planted(values: Mapping[str, Any], kind: str, factors: Mapping[str, Any], **more: Any) -> Study:
    """A study made of columns: `point`, `policy`, `replicate`, factors, outputs."""
    frame = pd.DataFrame({"policy": "as_is", "replicate": 0, "status": "done", **values})
    return Study.of(frame, {"design": kind, "factors": dict(factors), "policies": list(dict.fromkeys(frame["policy"])), **more})
