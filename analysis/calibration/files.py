"""What is left behind: a scenario with the fitted numbers, the draws as a table of points, a design that takes them, the whole as a document.

Numbers of a place stay with it: another city has a clarity, dispatch and staff of its own. They stand in the document and in a table of their own.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from cogov.analysis.calibration.asked import EVERYWHERE
from cogov.analysis.calibration.calibration import Calibration
from cogov.experiments.designs.factors import laid_on_scenario, numbers_at
from cogov.experiments.writing import write_frame, write_text
from cogov.model.words import Text
from cogov.scenarios.extends import seen_from
from cogov.scenarios.loader import put
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import as_block

SAY = Words(__file__)

DRAWS, WITH_PLACES, DESIGN, DOCUMENT = "draws.csv", "draws_with_places.csv", "uncertainty.yaml", "calibration.json"
OF_PLACES = SAY.of_places
"""What is said of numbers of places wherever they are shown."""
POLICIES = ("as_is", "co_governance")
"""What the design compares unless somebody writes others."""


def scenario_mapping(found: Calibration, reference: str, folder: Path, targets: Text) -> dict[str, Any]:
    """Return what the calibrated scenario's file says: what it extends, and the numbers that targets tell something of."""
    words = {"city": found.question.scenario.title, "targets": targets}
    said: dict[str, Any] = {"extends": seen_from(folder, reference), "title": SAY.title.filled(**words).as_mapping()}
    said["source"] = SAY.source.filled(**words).in_("en")
    numbers = zip(found.question.numbers, found.central, found.told, strict=True)
    fitted = {number.factor: value for number, value, one in numbers if one.verdict != "flat" and number.place == EVERYWHERE}
    for factor, value in fitted.items():
        if factor.of == "policy":
            put(said, ("policy", *factor.path), value)
    city = laid_on_scenario(found.question.scenario, fitted)
    for factor in fitted:
        if factor.of == "scenario":
            for path, stands in numbers_at(city, factor.path):
                put(said, path, stands)
    return said


def design_mapping(found: Calibration, reference: str, folder: Path) -> dict[str, Any]:
    """Return what a design in a folder says that takes the draws as its points, on the city that was fitted, for `sweep` and `robustness`."""
    city = found.question.scenario
    title: Text = SAY.uncertainty.filled(city=city.title)
    return {
        "title": title.as_mapping(),
        "scenario": seen_from(folder, reference),
        "population": city.city.population,
        "days": city.days,
        "warmup": city.warmup,
        "replicates": 2,
        "policies": list(POLICIES),
        "design": "points",
        "points": DRAWS,
    }


def draws_frame(found: Calibration) -> pd.DataFrame:
    """Return the draws, a row each, a column a number."""
    return pd.DataFrame(found.draws, columns=[number.name for number in found.question.numbers])


def written(found: Calibration, reference: str, out: Path, folder: Path, targets: Text) -> list[Path]:
    """Write scenario, draws and design, and the draws with what is each place's own."""
    draws = draws_frame(found)
    return [
        write_text(out, as_block(scenario_mapping(found, reference, out.parent, targets))),
        write_frame(folder / DRAWS, draws[[number.name for number in found.question.numbers if number.place == EVERYWHERE]]),
        *([write_frame(folder / WITH_PLACES, draws)] if found.question.has_own else []),
        write_text(folder / DESIGN, as_block(design_mapping(found, reference, folder))),
    ]


def document(found: Calibration) -> dict[str, Any]:
    """Return all that came out, as plain values."""
    scenario = found.question.scenario
    return {
        "scenario": scenario.name,
        "policy": found.question.policy_name,
        "residents": scenario.city.population,
        "days": scenario.days,
        "warmup": scenario.warmup,
        "effort": asdict(found.effort),
        "runs": found.runs,
        "widened": found.region.widened,
        "numbers": _numbers(found),
        "targets": _targets(found),
        "waves": [
            {"points": wave.points, "share_left": wave.share, "foretold": {name: one.explains for name, one in wave.emulators.items()}}
            for wave in found.waves
        ],
        "generations": [
            {"tolerance": one.tolerance, "tried": one.tried, "accepted": one.accepted, "effective_draws": one.effective}
            for one in found.generations
        ],
        **_places(found),
    }


def _places(found: Calibration) -> dict[str, Any]:
    """Return the titles of places, and what becomes of their numbers; nothing of a city alone."""
    titles = {place.name: place.title.as_mapping() for place in found.question.places if place != EVERYWHERE}
    note = {"note": OF_PLACES.as_mapping()} if found.question.has_own else {}
    return {"places": titles, **note} if titles else {}


def _numbers(found: Calibration) -> list[dict[str, Any]]:
    names = [number.name for number in found.question.numbers]
    rows = zip(found.question.numbers, found.told, found.central, found.intervals, strict=True)
    return [
        {
            "name": number.name,
            "stands": number.stands,
            "prior_low": number.at(0.0),
            "prior_high": number.at(1.0),
            "draws_low": low,
            "draws_median": middle,
            "draws_high": high,
            "calibrated": value,
            "narrowed": one.narrowed,
            "strength": one.strength,
            "verdict": one.verdict,
            "partner": None if one.partner is None else names[one.partner],
            "collinearity": one.collinearity,
        }
        for number, one, value, (low, middle, high) in rows
    ]


def _targets(found: Calibration) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "value": one.value,
            "error": one.error,
            "discrepancy": one.discrepancy,
            "weight": one.weight,
            "hold_out": one.held_out,
            "within_reach": one.name not in found.beyond,
            "nearest": found.beyond.get(one.name),
            "before": float(found.before.of(one.name)[0]),
            "draws_mean": found.simulated(one).mean,
            "draws_sd": found.simulated(one).deviation,
            "after": float(found.after.of(one.name)[0]),
            "hit": found.hit(one),
        }
        for one in found.question.targets
    ]
