"""The closed forms, as pure functions: what must come out in the limits. Units: one mean service, one server's rate μ = 1."""

import math

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]


def chance_of_waiting(servers: int, load: float) -> float:
    """Erlang C: the chance that an arrival at M/M/c waits; `load` per server."""
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = servers * load * blocked / (k + servers * load * blocked)
    return blocked / (1 - load * (1 - blocked))


def mean_wait(servers: int, load: float) -> float:
    """Mean wait at M/M/c."""
    return chance_of_waiting(servers, load) / (servers * (1 - load))


def later_than(servers: int, load: float, wait: float) -> float:
    """Chance of a wait longer than this at M/M/c: an exponential tail behind Erlang C."""
    return chance_of_waiting(servers, load) * math.exp(-servers * (1 - load) * wait)


def pollaczek_khinchine(load: float, cv: float) -> float:
    """Mean wait at M/G/1 with work of a coefficient of variation."""
    return load * (1 + cv**2) / (2 * (1 - load))


def separate_queues(loads: tuple[float, ...]) -> float:
    """Mean wait over the arrivals of several M/M/1."""
    return sum(load * mean_wait(1, load) for load in loads) / sum(loads)


def erlang_a(servers: int, arrivals: float, impatience: float, most: int = 2000) -> tuple[float, float, float]:
    """Erlang A, a birth-death chain: chance of waiting, share that gives up, mean wait of all."""
    states = np.arange(1, most + 1)
    out = np.minimum(states, servers) + impatience * np.maximum(states - servers, 0)
    weight = np.concatenate(([0.0], np.cumsum(np.log(arrivals) - np.log(out))))
    chance = np.exp(weight - weight.max())
    chance /= chance.sum()
    queue = float((np.maximum(np.arange(most + 1) - servers, 0) * chance).sum())
    return float(chance[servers:].sum()), impatience * queue / arrivals, queue / arrivals


def preemptive_sojourns(first: float, second: float) -> tuple[float, float]:
    """Mean times in the system of two classes at M/M/1, the first of which interrupts the second (preemptive-resume), equal service."""
    return 1 / (1 - first), 1 / ((1 - first) * (1 - first - second))


def misrouted_sojourn(load: float, right: float) -> float:
    """Mean time in the system where each pass is right with a chance and costs a full service: 1/q passes at load ρ0/q."""
    return (1 / right) / (1 - load / right)


def jackson(arrivals: Floats, passes: Floats, service: Floats) -> tuple[Floats, Floats, float]:
    """Open network of M/M/1: throughput and mean number at each, and the mean time in the system; `passes` from row to column."""
    through = np.linalg.solve(np.eye(len(service)) - passes.T, arrivals)
    load = through * service
    number = load / (1 - load)
    return through, number, float(number.sum() / arrivals.sum())


def friedkin_johnsen(start: Floats, weight: Floats) -> Floats:
    """Return where positions end that each holds to with what it gives to itself: x* = (I − ΛW)⁻¹ (I − Λ) x₀, Λ = I − diag W."""
    own = np.diag(np.diag(weight))
    end: Floats = np.linalg.solve(np.eye(len(start)) - (np.eye(len(start)) - own) @ weight, own @ start)
    return end


def geo_geo(arrival: float, completion: float) -> float:
    """Mean time in the system, in ticks, of Geo/Geo/1: at most one comes in a tick, whoever is served ends in a tick with a chance."""
    return (1 - arrival) / (completion - arrival)


def escalation(chances: tuple[float, ...]) -> tuple[list[float], float]:
    """Absorbing chain of levels that solve with a chance, else pass up: shares solved at each and nowhere, mean levels visited."""
    N = np.linalg.inv(np.eye(len(chances)) - np.diag(1 - np.array(chances[:-1]), k=1))
    reached = N[0]
    solved = reached * np.array(chances)
    return [*solved.tolist(), 1 - float(solved.sum())], float(reached.sum())


def cascade_size(degree: float, threshold: float, seeds: float) -> float:
    """Share that takes part in the end on a Poisson random graph, from a share of seeds (Gleeson & Cahalane 2007, mean field)."""
    degrees = np.arange(0, int(degree + 12 * math.sqrt(degree)) + 12)
    weight = stats.poisson.pmf(degrees, degree)

    def joins(q: float, less: int) -> float:
        """Chance that a node joins by neighbours that each take part with chance q; `less` neighbours are not looked at."""
        needed = np.maximum(np.ceil(threshold * degrees - 1e-12).astype(int), 1)
        chance = stats.binom.sf(needed - 1, np.maximum(degrees - less, 0), q)
        share = degrees * weight / degree if less else weight
        return float((share * np.where(degrees - less >= 0, chance, 0.0)).sum())

    q = seeds
    for _ in range(5000):
        q = seeds + (1 - seeds) * joins(q, 1)
    return seeds + (1 - seeds) * joins(q, 0)
