"""The default city beside two real logs: foreign ones are analogues, so only shape without dimension is compared."""

import json
from pathlib import Path

import numpy as np

from cogov.analysis.logs.shape.compared import Compared
from cogov.analysis.logs.shape.measures import CURVES, MEASURES
from cogov.analysis.logs.shape.shape import Shape, shape_from
from cogov.commands.log import shape_of_run
from cogov.experiments.runner import RunRequest, RunResult
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.validation.row import Estimate, Extent, Row

HERE = Path(__file__).parent / "log_shapes"
INCIDENTS = "Steeman 2013, BPI Challenge 2013, incidents"
PERMITS = "Buijs 2014, CoSeLoG, receipt of permits"
ALIKE = 0.25
"""Shapes count as alike within a quarter of the log's value: it is another office in another country."""
RARE = "more first hand-offs: an office less clear or more misled than the default city (`boundary_clarity`, `triage.sigma_max`)"
BACK = "desks that hand back to whoever sent a matter: here anyone who declined may be asked anew (`triage.asked_anew`)"
COMPARED: dict[str, tuple[str, dict[str, str]]] = {
    "incidents": (
        INCIDENTS,
        {
            "handoffs_mean": RARE,
            "handoffs_dispersion": RARE,
            "return_share": BACK,
            "pingpong_share": BACK,
            "rank_correlation": "time that keeps rising beyond the second hand-off",
            "reopened_share": "what makes settlements fail (`mediation.performed`, closing early) comes from mediation, not from incidents",
            "load_gini": "townships that differ in staff per head and speed",
            "explained_by_topic": "work that differs otherwise between topics",
        },
    ),
    "permits": (
        PERMITS,
        {
            "tail_sigma": "work and waits that spread less within a topic",
            "tail_ratio": "work and waits that spread less within a topic",
            "late_share": "work that gathers at deadlines (`handling.deferral`, off by default)",
        },
    ),
    "permits_receipt": (
        PERMITS,
        {
            "arrival_dispersion": "days on which all places have more, beside clusters in one village and topic (`emergence.day_spread`, off by default)",
            "weekend_ratio": "offices that take in nothing at weekends; citizens report on every day",
        },
    ),
}
"""By log: its source, the measures that it can tell of, and what a failure would need. Arrivals of the incidents tell nothing: their cases were
chosen by when they closed."""
STEPS = 4
"""Steps of the chance of another hand-off that are compared."""


def real_log(name: str) -> Shape:
    """Return the shape of a real log: derived figures, the log itself is not here."""
    file = HERE / f"{name}.json"
    return shape_from(json.loads(file.read_text("utf-8")), file.name)


def simulated(extent: Extent) -> Compared:
    """Return logs of the default city under the status quo, a seed each, beside the incidents."""
    length = {"city.population": 3000, "days": 150, "warmup": 50} if extent == "quick" else {"city.population": 10_000}
    scenario, seeds = load_scenario("leping", length), tuple(range(1, 4 if extent == "quick" else 13))
    requests = [RunRequest(scenario, "as_is", resolve_policy(scenario, "as_is", {}), seed) for seed in seeds]
    found = [shape_of_run(request) for request in requests]
    return Compared(real_log("incidents"), tuple(one for one in found if not isinstance(one, RunResult)), seeds)


def shapes(extent: Extent) -> list[Row]:
    """Each measure that a log can tell of."""
    runs = simulated(extent).runs
    rows = [row for name in COMPARED for row in _measures(name, runs)]
    return rows + _again(runs)


def _measures(name: str, runs: tuple[Shape, ...]) -> list[Row]:
    source, names = COMPARED[name]
    log, titles = real_log(name), {one.name: one.title.en for one in MEASURES}
    return [_row(titles[one], source, log.measures[one], [run.measures[one] for run in runs], needs) for one, needs in names.items()]


def _again(runs: tuple[Shape, ...]) -> list[Row]:
    log, curve = real_log("incidents"), next(one for one in CURVES if one.name == "another_handoff")
    values = [(float(log.curves[curve.name][k]), [float(run.curves[curve.name][k]) for run in runs]) for k in range(STEPS)]
    return [_row(f"{curve.title.en} {k}", INCIDENTS, own, theirs, RARE) for k, (own, theirs) in enumerate(values)]


def _row(claim: str, source: str, log: float, simulated: list[float], needs: str) -> Row:
    known = np.array([value for value in simulated if not np.isnan(value)])
    error = float(known.std(ddof=1)) / np.sqrt(len(known)) if len(known) > 1 else np.inf
    value = float(known.mean()) if len(known) else np.nan
    return Row(claim, source, log, Estimate(value, error, f"{len(known)} seeds"), ALIKE * abs(log), "", needs)
