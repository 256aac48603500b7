"""Mesa agents: institutions, grid workers and citizens, genuine agents whose state lives in columns."""

from typing import TYPE_CHECKING, Any

import mesa

from cogov.model.choices import LEVELS, RESOURCES, SECTORS
from cogov.model.columns import ColumnOf
from cogov.model.grid_workers import roles

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel


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

    def __init__(self, model: "CoGovernanceModel", row: int) -> None:
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

    def __init__(self, model: "CoGovernanceModel", row: int) -> None:
        self.row = row
        super().__init__(model)

    @property
    def route(self) -> list[int]:
        """Neighbourhoods that it walks in turn, as citizens know them (`grid`)."""
        model: Any = self.model
        workers, first = model.grid_workers, model.grid_workers.first[self.row]
        grids = model.citizens.grid[[first, first + workers.residents[self.row] - 1]]
        return list(range(int(grids[0]), int(grids[1]) + 1))

    @property
    def party_tie(self) -> float:
        """Strength of the Party tie in its grid (党组织网络与网格的整合)."""
        model: Any = self.model
        return float(model.grid_ties[self.village])

    @property
    def roles(self) -> dict[str, float]:
        """Share of the day that each of its four roles takes, and what it carries."""
        model: Any = self.model
        own = 1 / (1 + model.scenario.parameters.grid_workers.carrying * self.load)
        return {role: share * own for role, share in roles(model).items()} | {"carrying": 1 - own}


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

    def __init__(self, model: "CoGovernanceModel", row: int) -> None:
        self.row = row
        super().__init__(model)

    def _city(self) -> "CoGovernanceModel":
        model: Any = self.model
        city: CoGovernanceModel = model
        return city

    @property
    def kind(self) -> str:
        """Kind of desk, as the scenario names it."""
        model = self._city()
        return model.slots.kinds[int(model.institutions.kind[self.row])]

    @property
    def sector(self) -> str:
        """Sector that the desk belongs to."""
        return SECTORS[int(self._city().institutions.sector[self.row])]

    @property
    def level(self) -> str:
        """Village, township or city."""
        return LEVELS[int(self._city().institutions.level[self.row])]

    @property
    def openness(self) -> dict[str, float]:
        """Readiness to lend what is spare, by resource."""
        return dict(zip(RESOURCES, self._city().institutions.openness[self.row].tolist(), strict=True))

    @property
    def attention(self) -> dict[str, float]:
        """Weights over topics that sum to 1."""
        model = self._city()
        return dict(zip(model.topics.names, model.goals.attention[self.row].tolist(), strict=True))

    @property
    def stance(self) -> dict[str, float]:
        """Stance on each topic, −1 to 1."""
        model = self._city()
        return dict(zip(model.topics.names, model.goals.stance[self.row].tolist(), strict=True))


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
