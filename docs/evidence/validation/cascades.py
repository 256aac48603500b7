"""Participation as a cascade on a random graph (Watts 2002): large between two degrees, small outside them."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from cogov.model.citizens import ADULT
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.participation import participation
from cogov.scenarios import load_scenario
from docs.evidence.validation import theory
from docs.evidence.validation.row import Estimate, Extent, Row

THRESHOLD = 0.18
SEEDS = 0.01
"""Share that takes part from the beginning; few seeds start few cascades in a finite town."""
ALONE = {
    f"parameters.participation.{name}": 0.0 for name in ("efficacy", "fatigue", "mobilization", "party_members", "crowding_out", "joining")
}
TOLERANCE = 0.03
"""Of a mean-field size in a graph of some thousands (Gleeson & Cahalane 2007)."""


def graph(people: int, degree: float, rng: np.random.Generator) -> "sparse.csr_array[np.float32]":
    """Return a Poisson random graph as the share of each one's neighbours that another is."""
    count = rng.poisson(people * degree / 2)
    ends = rng.integers(0, people, (count, 2))
    ends = ends[ends[:, 0] != ends[:, 1]]
    ties = sparse.coo_array(
        (np.ones(2 * len(ends), dtype=np.float32), (np.r_[ends[:, 0], ends[:, 1]], np.r_[ends[:, 1], ends[:, 0]])), shape=(people, people)
    )
    adjacent = sparse.csr_array(ties)
    adjacent.data[:] = 1
    degrees: npt.NDArray[np.float64] = np.asarray(adjacent.sum(axis=1), dtype=np.float64).ravel()
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(degrees, 1)) @ adjacent).astype(np.float32)


def crowd(population: int, degree: float, seed: int) -> tuple[CoGovernanceModel, npt.NDArray[np.int64]]:
    """Return a city whose grown-ups are tied at random, all with one threshold but the seeds, which need nobody; nothing else moves them."""
    model = CoGovernanceModel(load_scenario("leping", {"city.population": population, "days": 2000, **ALONE}), seed=seed)
    model.rules = [participation]
    citizens = model.city.citizens
    people, rng = np.flatnonzero(citizens.age_group == ADULT), np.random.default_rng(seed)
    own = graph(len(people), degree, rng).tocoo()
    ties = sparse.csr_array((own.data, (people[own.row], people[own.col])), shape=(len(citizens.age_group),) * 2)
    model.city.citizen_ties = {seed: ties}
    citizens.threshold[:] = 2.0
    citizens.threshold[people] = THRESHOLD - 1e-6  # the share of neighbours is a float32
    citizens.threshold[rng.choice(people, round(SEEDS * len(people)), replace=False)] = -1.0
    citizens.active[:] = False
    return model, people


def final_share(population: int, degree: float, seed: int) -> float:
    """Return the share that takes part when nobody joins any more."""
    model, people = crowd(population, degree, seed)
    active, before = model.city.citizens.active, -1
    while active[people].sum() != before:
        before = int(active[people].sum())
        for _ in range(7):
            model.step()
    return float(active[people].mean())


def window(extent: Extent) -> list[Row]:
    """Degrees below, inside and above the window of global cascades."""
    towns, population = (3, 4000) if extent == "quick" else (5, 8_000)
    rows = []
    for degree in (0.8, 3.0, 10.0) if extent == "quick" else (0.8, 1.5, 2.0, 3.0, 5.0, 8.0, 10.0):
        found = np.array([final_share(population, degree, seed) for seed in range(towns)])
        ours = Estimate(float(found.mean()), float(found.std(ddof=1)) / np.sqrt(towns), f"{towns} towns")
        name = f"threshold {THRESHOLD:g}, {degree:g} ties each, {SEEDS:.0%} seeds: share that takes part"
        rows.append(
            Row(
                name,
                "Watts 2002; Gleeson & Cahalane 2007",
                theory.cascade_size(degree, THRESHOLD, SEEDS),
                ours,
                TOLERANCE,
                "mean field of an endless graph",
            )
        )
    return rows
