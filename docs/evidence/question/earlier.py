"""The same 2 × 2 experiment under the choices of the first version of the model: what changed the answer, the model or the measure?

The model as it was and the model of today, both with matters counted as they were (`reported_*`) and by true settlement. So a reader sees
whether a sign turned because of what is measured or because of what happens.
"""

from pathlib import Path

import pandas as pd

from cogov.model.words import Text
from docs.evidence.effects import EFFECTS
from docs.evidence.pages import write_table
from docs.evidence.question.corners import Variation
from docs.evidence.question.grid import SHARES
from docs.evidence.runs import Runs, live

EARLIER: dict[str, object] = {
    "choices.alignment": "linear",
    "choices.partners": "tied",
    "choices.mix": "count",
    "parameters.triage.facts_persistence": 0.0,
    "parameters.triage.reach_clarity": 0.0,
    "parameters.triage.taking_collective": 0.0,
    "parameters.triage.taking_petitioned": 0.0,
    "parameters.triage.escalation": 0.0,
    "parameters.triage.passing_up": 0.0,
    "parameters.emergence.lingering": 0.0,
    "parameters.discovery.voice": 1.0,
    "parameters.deliberation.desk_days": 0.0,
    "parameters.deliberation.susceptibility_spread": 0.0,
    "parameters.deliberation.disappointment": 0.0,
    "parameters.handling.w_pressed": 0.0,
    "parameters.handling.dispatches_per_handler": 40.0,
    "parameters.handling.hotline_handlers": 0.75,
    "parameters.handling.order_writers": 1.0,
    "parameters.mediation.ageing": 0.0,
    "parameters.closure.counters_closed": 0.0,
    "parameters.closure.refused_hours": 0.0,
    "parameters.wellbeing.performance": 0.0,
    "parameters.wellbeing.lapsed": 0.0,
    "parameters.learning.contact": 0.0,
    "parameters.enforcement.campaign_wearing": 0.0,
    "parameters.enforcement.campaign_repetition": 0.0,
    "parameters.assessment.gaming_days": 0.0,
}
"""Every choice and number that makes the model the first version again, as far as its mechanisms can still be turned back."""
MODELS: dict[str, tuple[Text, dict[str, object]]] = {
    "earlier": (Text(zh="第一版的选项", en="choices of the first version"), EARLIER),
    "today": (Text(zh="现在的模型", en="the model of today"), {}),
}
MEASURES = ("owned_in_time_rate", "mean_days", "reported_mean_days", "resolution_rate", "reported_resolution_rate")
GROUPS = ("", "@single", "@composite")


def variations() -> list[Variation]:
    """Return both models at every composite share."""
    return [
        Variation(f"{name}/{share:g}", says, {**own, "composite_share": share}) for name, (says, own) in MODELS.items() for share in SHARES
    ]


def make(population: int, replicates: int, workers: int, folder: Path) -> tuple[Path, Runs]:
    """Live through both models and write what came of them."""
    found = variations()
    runs = live([cell for one in found for cell in one.cells(population, replicates)], workers)
    return write_table(folder, "question_earlier", frame(runs, found)), runs


def frame(runs: Runs, found: list[Variation]) -> pd.DataFrame:
    """One row a model, composite share, indicator and effect."""
    rows = []
    for one in found:
        model, _, share = one.name.partition("/")
        for name in (measure + group for measure in MEASURES for group in GROUPS):
            for effect in EFFECTS:
                own = one.effects(runs, name)[effect]
                indicator, _, group = name.partition("@")
                rows.append({
                    "model": model, "composite_share": float(share), "group": group or "all", "indicator": indicator, "effect": effect,
                    "difference": own.difference, "ci_low": own.ci_low, "ci_high": own.ci_high, "p": own.p, "seeds": own.pairs,
                })  # fmt: skip
    return pd.DataFrame(rows)
