"""Minds: what institutions want today, the city's goals among it, and how the network ties them."""

import numpy as np

from cogov.model import goals, network, portable
from cogov.model.choices import SECTORS
from cogov.model.city import City


def note_need(city: City) -> None:
    """Let the city's goals follow need where the policy or the week's talks make them, and institutions follow the city."""
    moves = city.policy.goals == "need" or city.moved_by_talks > 0 or city.drifted or city.policy.phases
    if city.day > 0 and not moves:
        return
    work = city.need * city.topics.rate.mean(axis=0) * city.topics.work_mean * (0.5 + city.topics.severity)
    need = goals.shares(work)
    declared = goals.citys_goals(city.scenario, city.policy, need) if city.day == 0 or city.policy.goals == "need" else city.goals.city
    pooled = declared + (1 - portable.exp(-city.moved_by_talks)) * (need - declared)
    alignment = city.levers.goal_alignment[city.institutions.township]
    city.pool(goals.aligned(city.own_goals, pooled, alignment, city.numbers(goals.Aims).floor, city.chosen(goals.ALIGNMENT)))
    city.tie()


def network_changed(city: City) -> None:
    """Rebuild what is derived from the network; call it after changing `city.network`."""
    tie_desks(city)
    city.tie()


def tie_desks(city: City) -> None:
    """Turn the network into arrays."""
    city.governance = network.as_ties(city.network)
    economic = (city.institutions.sector == SECTORS.index("economic")).astype(np.float64)
    city.taught = np.minimum(1.0, city.governance.matrix @ economic)
