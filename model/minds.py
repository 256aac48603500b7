"""Minds: what institutions want today, the city's goals among it, and how the network ties them."""

import numpy as np
import numpy.typing as npt

from cogov.model import goals, network, portable
from cogov.model.city import EACH_ROW, City
from cogov.model.names import SECTORS

Floats = npt.NDArray[np.float64]


def note_need(city: City) -> None:
    """Let the city's goals follow need where the policy or the week's talks make them, and institutions follow the city."""
    moves = any(policy.goals == "need" or policy.phases for policy in city.policies) or city.drifted.any() or city.moved_by_talks.any()
    if city.day > 0 and not moves:
        return
    work = city.need * city.nature.rate.mean(axis=1) * city.nature.work_mean * (0.5 + city.topics.severity)
    need = np.array([goals.shares(weights) for weights in work])
    declared = np.array([_declared(city, twin, need[twin]) for twin in range(city.twins)])
    pooled = declared + (1 - portable.exp(-city.moved_by_talks))[:, None] * (need - declared)
    alignment = city.levers.goal_alignment[city.institutions.township]
    city.pool(
        goals.aligned(city.own_goals, pooled, alignment, city.numbers(goals.Aims, desks=EACH_ROW).floor, city.chosen(goals.ALIGNMENT))
    )


def _declared(city: City, twin: int, need: Floats) -> Floats:
    """Return the goals that one of the cities declares today; its policy says them once for all, or follows need."""
    policy = city.policies[twin]
    return goals.citys_goals(city.scenarios[twin], policy, need) if city.day == 0 or policy.goals == "need" else city.goals.city[twin]


def network_changed(city: City) -> None:
    """Turn the network into arrays; call it after changing `city.network`."""
    city.governance = network.as_ties(city.network)
    economic = (city.institutions.sector == SECTORS.index("economic")).astype(np.float64)
    city.taught = np.minimum(1.0, city.governance.matrix @ economic)
