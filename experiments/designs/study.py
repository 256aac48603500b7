"""A design with all that it speaks of: its city and policies, its factors, its points. What is wrong is said at the design's own lines."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from cogov.experiments.absent import absent_townships
from cogov.experiments.designs import budgets
from cogov.experiments.designs.axes import SAMPLERS, Axis, axis, column_axis
from cogov.experiments.designs.factors import Factor, gives, laid_on_policy, laid_on_scenario, parts_beside_wholes, standing
from cogov.experiments.designs.kinds import too_many, wrong_keys
from cogov.experiments.designs.naming import factors_of
from cogov.experiments.designs.reading import Ground, columns, gathered, retold
from cogov.experiments.designs.schema import LARGEST_SEED, Design
from cogov.experiments.designs.set_here import fixed, told_at
from cogov.experiments.planning import Point
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.shorter import within_days
from cogov.scenarios.words import Words

SAY = Words(__file__)

OWN_PLACES = {"population": "city.population", "days": "days", "warmup": "warmup"}
"""Keys of a design that are parameters of the scenario."""


@dataclass(frozen=True)
class ResolvedDesign:
    """A design, resolved."""

    design: Design
    scenario: Scenario
    policies: dict[str, Policy]
    titles: dict[str, Text]
    factors: tuple[Factor, ...]
    points: dict[str, list[Point]]
    """By policy; the same list for all, save where a design starts from where each policy stands."""
    notes: tuple[Text, ...]


def study_of(design: Design, scenario: Scenario, policies: dict[str, Policy], titles: dict[str, Text]) -> ResolvedDesign:
    """Return a design with its city and policies, or everything that is wrong with its factors."""
    if wrong := [*wrong_keys(design), *_too_big(design)]:
        raise InputError(wrong)
    scenario, notes = within_days(scenario)
    known = factors_of(scenario)
    axes = _axes(design, Ground(known, scenario, next(iter(policies.values()))))
    factors, sets = tuple(one.factor for one in axes), fixed(design)
    if wrong := [*_in_two_places(design, factors, sets)]:
        raise InputError(wrong)
    _refuse_absent(design, scenario, policies, factors)
    points = _points(design, axes, scenario, policies)
    _try_first_point(design, factors, points, scenario)
    told = _within_budget(design, scenario, policies, factors, points)
    notes += [
        *told,
        *_alike(policies, factors, points),
        *_phased(policies, [*(known[name] for name in sets if name in known), *factors], scenario.days),
    ]
    return ResolvedDesign(design, scenario, policies, titles, factors, points, tuple(notes))


def _too_big(design: Design) -> Iterator[Problem]:
    if design.seed + design.replicates - 1 > LARGEST_SEED:
        yield design.written.problem(("seed",), SAY.seed_too_big, value=design.seed, allowed=(f"≤ {LARGEST_SEED - design.replicates + 1}",))


def _axes(design: Design, ground: Ground) -> list[Axis]:
    if design.design == "points":
        return gathered(partial(column_axis, column, ground) for column in columns(design))
    axes = gathered(partial(axis, name, said, design, ground) for name, said in design.factors.items())
    sizes = [len(one.levels) for one in axes]
    if (problem := too_many(sizes, design)) is not None:
        raise InputError(problem)
    return axes


def _in_two_places(design: Design, factors: Sequence[Factor], sets: Collection[str]) -> Iterator[Problem]:
    names = {factor.name for factor in factors}
    for name, said in parts_beside_wholes(factors).items():
        yield design.written.problem(("factors", name), said)
    for name in sets:
        if name in names:
            yield design.written.problem(("factors", name), SAY.also_set.filled(place="set"))
        elif whole := next((one for one in names if name.startswith(f"{one}.")), None):
            yield told_at(Problem(SAY.part_set.filled(whole=whole), key=name), design)
    for key, name in OWN_PLACES.items():
        if getattr(design, key) is not None and (name in names or name in sets):
            yield design.written.problem((key,), SAY.also_set.filled(place="factors" if name in names else "set"))


def _points(design: Design, axes: Sequence[Axis], scenario: Scenario, policies: dict[str, Policy]) -> dict[str, list[Point]]:
    """Return the points of every policy; those of one at a time start from where the policy stands."""
    sampler = SAMPLERS[design.design]
    if design.design != "one_at_a_time":
        return dict.fromkeys(policies, sampler(axes, (), design))
    return {name: sampler(axes, _base(design, axes, scenario, name, policy), design) for name, policy in policies.items()}


def _base(design: Design, axes: Sequence[Axis], scenario: Scenario, name: str, policy: Policy) -> Point:
    stands = [(one.factor, standing(one.factor, scenario, policy)) for one in axes]
    wrong = [factor for factor, value in stands if value is None]
    if wrong:
        raise InputError(design.written.problem(("factors", factor.name), SAY.no_base.filled(policy=name)) for factor in wrong)
    return tuple(value for _, value in stands if value is not None)


def _try_first_point(design: Design, factors: Sequence[Factor], points: dict[str, list[Point]], scenario: Scenario) -> None:
    """Lay the first point on the scenario: values may be allowed alone and not together."""
    first = next(iter(points.values()))[0]
    try:
        laid_on_scenario(scenario, dict(zip(factors, first, strict=True)))
    except InputError as error:
        tell = partial(design.written.problem, ("factors",))
        raise InputError(retold(one, tell) for one in error.problems) from None


def _alike(policies: dict[str, Policy], factors: Sequence[Factor], points: dict[str, list[Point]]) -> Iterator[Text]:
    """Name the policies of which the factors leave nothing to tell them apart by."""
    names: dict[str, list[str]] = {}
    for name, policy in policies.items():
        laid = laid_on_policy(policy, dict(zip(factors, points[name][0], strict=True)))
        names.setdefault(laid.model_dump_json(exclude={"budget"}), []).append(name)
    yield from (SAY.alike.filled(names=", ".join(same)) for same in names.values() if len(same) > 1)


def _phased(policies: Mapping[str, Policy], given: Sequence[Factor], days: int) -> Iterator[Text]:
    """Name the levers that phases of a policy take away from where the design puts them."""
    for name, policy in policies.items():
        levers = [phase.levers for phase in policy.phases if phase.from_day < days]
        moved = [factor.name for factor in given if any(gives(one, factor) for one in levers)]
        if moved:
            yield SAY.phased.filled(policy=name, levers=", ".join(moved))


def _refuse_absent(design: Design, scenario: Scenario, policies: dict[str, Policy], factors: Sequence[Factor]) -> None:
    """Refuse phases in townships that are not there; where the city's size is varied, a run says so itself."""
    if any(factor.path[0] == "city" for factor in factors):
        return
    names = list(policies)
    if wrong := [
        retold(one, partial(design.written.problem, ("policies", names.index(one.key)))) for one in absent_townships(scenario, policies)
    ]:
        raise InputError(wrong)


def _within_budget(
    design: Design, scenario: Scenario, policies: dict[str, Policy], factors: Sequence[Factor], points: dict[str, list[Point]]
) -> Iterator[Text]:
    seeds = range(design.seed, design.seed + min(design.replicates, budgets.LOOKED_AT))
    if wrong := budgets.refused(scenario, policies, factors, seeds):
        names = list(policies)
        raise InputError(retold(one, partial(design.written.problem, ("policies", names.index(one.key)))) for one in wrong)
    return budgets.notes(scenario, policies, factors, points, design.seed)
