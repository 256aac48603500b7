"""Mesa agents: institutions, grid workers and citizens, genuine agents whose state lives in columns."""

from typing import Any

import mesa

from cogov.model.city import City
from cogov.model.columns import ColumnOf
from cogov.model.names import LEVELS, RESOURCES, SECTORS
from cogov.model.rounds import GridWork, roles


def _city_of(agent: mesa.Agent) -> City:
    """Return the city whose state an agent is part of."""
    model: Any = agent.model
    city: City = model.city
    return city


class Citizen(mesa.Agent):
    """A resident: meets with matters, judges how they were dealt with, takes part or not."""

    village = ColumnOf("citizens")
    grid = ColumnOf("citizens")
    age_group = ColumnOf("citizens")
    left_behind = ColumnOf("citizens")
    migrant = ColumnOf("citizens")
    low_income = ColumnOf("citizens")
    online = ColumnOf("citizens")
    party_member = ColumnOf("citizens")
    member = ColumnOf("citizens")
    threshold = ColumnOf("citizens")
    active = ColumnOf("citizens")
    engagement = ColumnOf("citizens")
    efficacy = ColumnOf("citizens")
    fatigue = ColumnOf("citizens")
    trust = ColumnOf("citizens")
    gain = ColumnOf("citizens")
    happiness = ColumnOf("citizens")
    security = ColumnOf("citizens")
    expectation = ColumnOf("citizens")

    def __init__(self, model: mesa.Model, row: int) -> None:
        self.row = row
        super().__init__(model)


class GridWorker(mesa.Agent):
    """A grid worker: walks its beat in turn, finds matters, settles small ones, carries the others on, calls at the doors."""

    village = ColumnOf("grid_workers")
    place = ColumnOf("grid_workers")
    residents = ColumnOf("grid_workers")
    households = ColumnOf("grid_workers")
    standing = ColumnOf("grid_workers")
    load = ColumnOf("grid_workers")

    def __init__(self, model: mesa.Model, row: int) -> None:
        self.row = row
        super().__init__(model)

    @property
    def route(self) -> list[int]:
        """Neighbourhoods that it walks in turn, as citizens know them (`grid`)."""
        city = _city_of(self)
        workers, first = city.grid_workers, city.grid_workers.first[self.row]
        grids = city.citizens.grid[[first, first + workers.residents[self.row] - 1]]
        return list(range(int(grids[0]), int(grids[1]) + 1))

    @property
    def party_tie(self) -> float:
        """Strength of the Party tie in its grid (党组织网络与网格的整合)."""
        return float(_city_of(self).grid_ties[self.village])

    @property
    def roles(self) -> dict[str, float]:
        """Share of the day that each of its four roles takes, and what it carries."""
        city = _city_of(self)
        own = 1 / (1 + city.numbers(GridWork).carrying * self.load)
        return {role: share * own for role, share in roles(city.numbers(GridWork)).items()} | {"carrying": 1 - own}


class Institution(mesa.Agent):
    """A desk: one sector or department in one jurisdiction."""

    handlers = ColumnOf("institutions")
    staff = ColumnOf("institutions")
    residents = ColumnOf("institutions")
    volunteers = ColumnOf("institutions")
    training = ColumnOf("institutions")
    load = ColumnOf("institutions")
    worked = ColumnOf("institutions")
    wasted = ColumnOf("institutions")
    jurisdiction = ColumnOf("institutions")

    def __init__(self, model: mesa.Model, row: int) -> None:
        self.row = row
        super().__init__(model)

    @property
    def kind(self) -> str:
        """Kind of desk, as the scenario names it."""
        city = _city_of(self)
        return city.slots.kinds[int(city.institutions.kind[self.row])]

    @property
    def sector(self) -> str:
        """Sector that the desk belongs to."""
        return SECTORS[int(_city_of(self).institutions.sector[self.row])]

    @property
    def level(self) -> str:
        """Village, township or city."""
        return LEVELS[int(_city_of(self).institutions.level[self.row])]

    @property
    def openness(self) -> dict[str, float]:
        """Readiness to lend what is spare, by resource."""
        return dict(zip(RESOURCES, _city_of(self).institutions.openness[self.row].tolist(), strict=True))

    @property
    def attention(self) -> dict[str, float]:
        """Weights over topics that sum to 1."""
        city = _city_of(self)
        return dict(zip(city.topics.names, city.goals.attention[self.row].tolist(), strict=True))

    @property
    def stance(self) -> dict[str, float]:
        """Stance on each topic, −1 to 1."""
        city = _city_of(self)
        return dict(zip(city.topics.names, city.goals.stance[self.row].tolist(), strict=True))


class PartyOrganization(Institution):
    """A Party organisation 党组织."""


class GovernmentDepartment(Institution):
    """A government department 政府部门."""


class EconomicOrganization(Institution):
    """An economic organisation 经济组织."""


class MassOrganization(Institution):
    """A mass organisation 群团组织."""


class SocialOrganization(Institution):
    """A social organisation 社会组织."""


class SelfGovernanceOrganization(Institution):
    """A villagers' or residents' committee 自治组织."""


AGENT_OF_SECTOR: dict[str, type[Institution]] = {
    "party": PartyOrganization,
    "government": GovernmentDepartment,
    "economic": EconomicOrganization,
    "mass": MassOrganization,
    "social": SocialOrganization,
    "self_governance": SelfGovernanceOrganization,
}
