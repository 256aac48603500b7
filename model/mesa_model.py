"""The city as Mesa knows it: a model with agents, steps and a random seed, around a `City`."""

from collections.abc import Sequence
from typing import Any, Self

import mesa

from cogov.model.agents import AGENT_OF_SECTOR, Citizen, GridWorker
from cogov.model.build import build
from cogov.model.day import live_through, rules_of
from cogov.model.indicators.measure import measure
from cogov.model.names import SECTORS
from cogov.model.policy import Policy
from cogov.model.rule import Doing, name_of
from cogov.model.scenario import Scenario


class CoGovernanceModel(mesa.Model):
    """A city in which Party, government, mass, economic, social and self-governance organisations and citizens govern together.

    Its state is `city`. A day is `rules` in order (`cogov.model.day`); each is a function of the city that changes the columns it owns. Add
    yours to the list, or give another: `rules=[*DAY, rumour]`; unless said it is that of the scenario.
    """

    def __init__(
        self,
        scenario: Scenario,
        policy: Policy | None = None,
        seed: int = 1,
        *,
        rules: Sequence[Doing] = (),
        check: bool = False,
    ) -> None:
        super().__init__(rng=seed)
        self.check = check
        self.rules: list[Doing] = rules_of(scenario, rules)
        self.city = build(scenario, policy, seed)
        self.city.rules = tuple(map(name_of, self.rules))
        self._people_made = False
        self._make_institution_agents()

    @property
    def scenario(self) -> Scenario:
        """The city's scenario. Mesa's own scenario object, which only carries the seed, is kept aside."""
        return self.city.scenario

    @scenario.setter
    def scenario(self, value: Any) -> None:
        self._scenario = value

    @property
    def day(self) -> int:
        """Days lived through: what Mesa's reporters ask for by name."""
        return self.city.day

    def step(self) -> None:
        """Live through one day."""
        live_through(self.city, self.rules, check=self.check)
        self._man_beats()

    def run(self) -> Self:
        """Live through all days of the scenario."""
        while self.city.day < self.city.scenario.days:
            self.step()
        return self

    def indicators(self) -> dict[str, float]:
        """Return every indicator of the run so far; NaN where a denominator is 0 or a quantile is not reached."""
        return measure(self.city)

    # -- agents ------------------------------------------------------------------------------------------------------------------

    def _make_institution_agents(self) -> None:
        for row, sector in enumerate(self.city.institutions.sector):
            AGENT_OF_SECTOR[SECTORS[sector]](self, row)
        self._grid_agents: dict[tuple[int, int], GridWorker] = {}
        self._posted: object = None
        self._man_beats()

    def _man_beats(self) -> None:
        """Give every beat its agent where beats were divided anew: who has one keeps it, who has none any more leaves."""
        workers, there = self.city.grid_workers, self._grid_agents
        if workers is self._posted:
            return
        beats = list(zip(workers.village.tolist(), workers.place.tolist(), strict=True))
        for beat in there.keys() - set(beats):
            there[beat].remove()
        self._grid_agents = {beat: there[beat] if beat in there else GridWorker(self, row) for row, beat in enumerate(beats)}
        for row, agent in enumerate(self._grid_agents.values()):
            agent.row = row
        self._posted = workers

    def _make_people(self) -> None:
        """Make all citizens at once, when somebody first looks."""
        if not hasattr(self, "_posted") or self._people_made:
            return
        self._people_made = True
        for row in range(self.city.citizens.size):
            Citizen(self, row)

    @property
    def agents(self) -> Any:
        """All agents; citizens are made on the first look."""
        self._make_people()
        return super().agents

    @property
    def agents_by_type(self) -> Any:
        """Agents by their type; citizens are made on the first look."""
        self._make_people()
        return super().agents_by_type

    @property
    def agent_types(self) -> Any:
        """All types of agents; citizens are made on the first look."""
        self._make_people()
        return super().agent_types
