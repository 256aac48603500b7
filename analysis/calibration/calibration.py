"""The whole way from a question to draws: waves of runs that rule out, generations of runs that draw, the city before and after.

A point holds the numbers of all places and is lived through in each. Every step keeps its runs in a folder of its own, and asks for the same ones when it is taken again: a way that was stopped goes on where it was.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cogov.analysis.calibration.asked import Place
from cogov.analysis.calibration.emulator import Emulator, learnt
from cogov.analysis.calibration.identifiability import Told, sensitivities, told
from cogov.analysis.calibration.observed import plan_at
from cogov.analysis.calibration.particles import MOST_BATCHES, Generation, Ruler, generations
from cogov.analysis.calibration.question import Question
from cogov.analysis.calibration.region import Region, out_of_reach, region_of
from cogov.analysis.calibration.simulated import Simulated
from cogov.analysis.calibration.targets import Target
from cogov.experiments.plan import Plan
from cogov.experiments.planning import Point
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

Floats = npt.NDArray[np.float64]
Watch = Callable[[str, Place, Plan, Path], None]
"""Lives through the plan of a step, which is named first, for a place, in a folder."""

FEWEST = 8
"""Points with a value that an emulator needs at least."""
SHRUNK = 0.7
"""A wave that leaves more than so much of what the last one left is the last."""
BESIDE = 4
"""The city before and after has so many times the runs of a point."""
HIT = 1.96
INTERVAL = (0.05, 0.5, 0.95)
"""Quantiles of draws that are shown."""


@dataclass(frozen=True)
class Effort:
    """How much is run."""

    points: int
    """Of a wave."""
    seeds: int
    """Of a point."""
    waves: int
    draws: int
    generations: int
    seed: int

    @property
    def most_runs(self) -> int:
        """How many runs of a place there are at most."""
        batches = 1 + (self.generations - 1) * MOST_BATCHES
        return self.seeds * (self.waves * self.points + batches * self.draws + 2 * BESIDE)


@dataclass(frozen=True)
class Wave:
    """What a wave learnt and ruled out."""

    points: int
    share: float
    """Part of the prior that is left."""
    emulators: dict[str, Emulator]


@dataclass(frozen=True)
class Spread:
    """A target beside simulated values."""

    mean: float
    deviation: float

    def misses(self, target: Target) -> float:
        """Return by how many standard deviations of all that is unsure."""
        return (self.mean - target.value) / float(np.hypot(self.deviation, target.spread))


@dataclass(frozen=True)
class Calibration:
    """What came out."""

    question: Question
    effort: Effort
    waves: tuple[Wave, ...]
    region: Region
    beyond: dict[str, float]
    """Targets that no values reach, with the nearest, NaN where too few points have a value to learn from; they were not fitted."""
    generations: tuple[Generation, ...]
    before: Simulated
    after: Simulated
    runs: int
    central: Point
    told: tuple[Told, ...] = field(default=())

    @property
    def last(self) -> Generation:
        """The draws."""
        return self.generations[-1]

    @property
    def stands_still(self) -> bool:
        """Whether the draws came no nearer though they might have: too few of those tried for another generation were kept."""
        return len(self.generations) < self.effort.generations and self.last.tolerance > Ruler(self.region.targets).last

    @cached_property
    def positions(self) -> Floats:
        """Draws of equal weight, each number between 0 and 1."""
        return self.last.positions[self.last.equal()]

    @cached_property
    def draws(self) -> list[Point]:
        """Draws of equal weight, as values."""
        return [self.question.point(row) for row in self.positions.tolist()]

    @property
    def intervals(self) -> list[tuple[float, float, float]]:
        """Low end, median and high end of the draws, a number each."""
        low, middle, high = np.quantile(np.array(self.draws), INTERVAL, axis=0).tolist()
        return list(zip(low, middle, high, strict=True))

    def fitted(self, target: Target) -> bool:
        """Whether a target had a say."""
        return not target.held_out and target.name not in self.beyond

    def simulated(self, target: Target) -> Spread:
        """Return what the draws leave of a target; the spread is between draws, what luck adds to it taken out."""
        simulated = self.last.simulated.taken(self.last.equal())
        values, luck = simulated.of(target.name), float(simulated.noise(target.name).mean())
        values = values[np.isfinite(values)]
        if not values.size:
            return Spread(math.nan, math.nan)
        return Spread(float(values.mean()), math.sqrt(max(0.0, float(values.var()) - luck)))

    def hit(self, target: Target) -> bool:
        """Whether the draws hold a target, the stated errors of both considered."""
        return abs(self.simulated(target).misses(target)) <= HIT


def calibrated(question: Question, effort: Effort, folder: Path, watch: Watch) -> Calibration:
    """Go the whole way."""
    steps = Steps(question, effort, folder, watch)
    before = steps.beside("before", question.standing)
    waves, region, beyond = _waves(steps)
    ruler = Ruler(region.targets, region.widened)
    found = tuple(generations(region, ruler, steps.live, effort.draws, effort.generations, effort.seed))
    last = found[-1]
    positions = last.positions[last.equal()]
    sensitive = sensitivities(waves[-1].emulators, region.targets, np.median(positions, axis=0), region.widened)
    numbers = tuple(told(sensitive, positions))
    central = _central(question, positions, numbers)
    after = steps.beside("after", central)
    return Calibration(question, effort, tuple(waves), region, beyond, found, before, after, steps.runs, central, numbers)


def _central(question: Question, positions: Floats, numbers: Sequence[Told]) -> Point:
    """Return the median of the draws; what targets say nothing of stays as the scenario has it."""
    middle = question.point(np.median(positions, axis=0).tolist())
    return tuple(stands if one.verdict == "flat" else value for one, stands, value in zip(numbers, question.standing, middle, strict=True))


@dataclass
class Steps:
    """Steps of runs, each in a folder of its own."""

    question: Question
    effort: Effort
    folder: Path
    watch: Watch
    runs: int = 0

    def live(self, name: str, positions: Floats) -> Simulated:
        """Live through runs at positions and return what they leave."""
        return self._lived(name, positions, [self.question.point(row) for row in positions.tolist()], self.effort.seeds)

    def beside(self, name: str, point: Point) -> Simulated:
        """Live through more runs at one point."""
        return self._lived(name, np.empty((1, len(point))), [point], BESIDE * self.effort.seeds)

    def _lived(self, name: str, positions: Floats, points: Sequence[Point], seeds: int) -> Simulated:
        """Live through points in every place."""
        return reduce(Simulated.across, [self._lived_in(place, name, positions, points, seeds) for place in self.question.places])

    def _lived_in(self, place: Place, name: str, positions: Floats, points: Sequence[Point], seeds: int) -> Simulated:
        asked, columns = self.question.within(place), self.question.columns(place)
        plan = plan_at(asked, [tuple(point[column] for column in columns) for point in points], seeds, self.effort.seed)
        folder = self.folder / "-".join(filter(None, (name, place.name)))
        self.watch(name, place, plan, folder)
        self.runs += plan.count
        found = Simulated.in_folder(folder, positions, asked.targets)
        rows = np.array([plan.copies.get(row, row) for row in range(len(points))])
        return replace(found.taken(rows), positions=positions) if plan.copies else found


def _waves(steps: Steps) -> tuple[list[Wave], Region, dict[str, float]]:
    """Run, learn, rule out, until a wave rules out little more."""
    effort, question = steps.effort, steps.question
    region, beyond, known = Region(len(question.numbers)), dict[str, float](), None
    waves: list[Wave] = []
    for number in range(1, effort.waves + 1):
        chance = np.random.default_rng((effort.seed, number))
        known = steps.live(f"wave-{number}", region.spaced(effort.points, chance)).beside(known)
        emulators = dict(_learnt(known, question, effort.seed))
        region, beyond = _left(len(question.numbers), question.fitted, emulators, effort.seed)
        waves.append(Wave(len(known.positions), region.share(effort.seed), emulators))
        if number > 1 and waves[-1].share > SHRUNK * waves[-2].share:
            break
    return waves, region, beyond


def _left(numbers: int, targets: Sequence[Target], emulators: dict[str, Emulator], seed: int) -> tuple[Region, dict[str, float]]:
    """Return what is not ruled out by targets that are within reach, and those that are not."""
    learnt_of = tuple(one for one in targets if one.name in emulators)
    beyond = {one.name: math.nan for one in targets if one.name not in emulators} | out_of_reach(
        Region(numbers, learnt_of, emulators), seed
    )
    within = [one for one in targets if one.name not in beyond]
    if not within:
        raise InputError(Problem(SAY.all_beyond, value=", ".join(beyond)))
    return region_of(numbers, within, emulators, 1.0, seed), beyond


def _learnt(known: Simulated, question: Question, seed: int) -> Iterator[tuple[str, Emulator]]:
    """Learn every target from the points that have it and the numbers that hold where it is asked; one that hardly any has teaches nothing."""
    for one in question.fitted:
        values, noise = known.of(one.name), known.noise(one.name)
        there = np.isfinite(values)
        if there.sum() >= FEWEST:
            yield one.name, learnt(known.positions[there], values[there], noise[there], question.columns(one.place), seed)
