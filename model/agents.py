"""Mesa agents: institutions, grid workers and citizens, genuine agents whose state lives in columns."""

from typing import TYPE_CHECKING, Any

import mesa

from cogov.model.columns import ColumnOf
from cogov.scenarios.choices import LEVELS, SECTORS

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
    burden = ColumnOf("citizens")

    def __init__(self, model: "CoGovernanceModel", row: int) -> None:
        self.row = row
        super().__init__(model)


class GridWorker(mesa.Agent):
    """The worker of one grid: walks it, finds matters, brings them to the village."""

    def __init__(self, model: "CoGovernanceModel", row: int) -> None:
        self.row = row
        super().__init__(model)

    @property
    def village(self) -> int:
        """Index of the village that the grid belongs to."""
        model: Any = self.model
        return int(model.territory.grid_village[self.row])

    @property
    def residents(self) -> int:
        """Residents of the grid."""
        model: Any = self.model
        bounds = model.territory.grid_first_citizen
        return int(bounds[self.row + 1] - bounds[self.row])


class Institution(mesa.Agent):
    """A desk: one sector or department in one jurisdiction."""

    handlers = ColumnOf("institutions")
    staff = ColumnOf("institutions")
    residents = ColumnOf("institutions")
    openness = ColumnOf("institutions")
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
