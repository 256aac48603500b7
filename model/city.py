"""The model: one city, one policy, one run."""

from functools import cached_property
from typing import Any

import mesa
import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy import sparse

from cogov.model import citizens, desks, goals, grid_workers, network, phases, portable, staffing, venues
from cogov.model.agents import AGENT_OF_SECTOR, Citizen, GridWorker
from cogov.model.births import Births
from cogov.model.chance import Chance, Purpose
from cogov.model.choices import CITIZEN_GROUPS, SECTORS
from cogov.model.in_force import Levers, everywhere
from cogov.model.indicators.measure import measure
from cogov.model.invariants import check_day
from cogov.model.mandates import tabulate
from cogov.model.policy import Policy
from cogov.model.register import Register
from cogov.model.resources import Loans
from cogov.model.rules import DAY, Rule
from cogov.model.scenario import Scenario
from cogov.model.tally import Tally
from cogov.model.territory import lay_out
from cogov.model.topics import REST_DAYS, as_columns, expect

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class CoGovernanceModel(mesa.Model):
    """A city in which Party, government, mass, economic, social and self-governance organisations and citizens govern together.

    A day is `rules` in order; each is a function of the model that changes the columns it owns:

    |    | rule          | who acts                                | what changes                                   |
    |----|---------------|-----------------------------------------|------------------------------------------------|
    | 1  | emergence     | citizens meet with matters              | the register grows; need drifts                |
    | 2  | discovery     | citizens, grid workers, mass organis.   | unknown → known, lapsed                        |
    | 3  | triage        | candidates claim, centres dispatch      | known → in hand, waiting for partners, unclaimed |
    | 4  | deliberation  | owners and citizens talk                | in hand → talks → in hand                      |
    | 5  | sharing       | institutions lend                       | loans, training, shared information            |
    | 6  | handling      | handlers work, partners gather          | work left; in hand → settled, session          |
    | 7  | mediation     | parties agree or not                    | session → settled, in hand, up a level, court  |
    | 8  | closure       | citizens judge                          | satisfaction, visits; matters that come back   |
    | 9  | wellbeing     | citizens take it to heart               | gain, happiness, security, trust               |
    | 10 | participation | citizens look at their neighbours       | active, engagement, volunteers                 |
    | 11 | learning      | desks remember hand-offs                | standing misunderstandings                     |
    """

    def __init__(self, scenario: Scenario, policy: Policy | None = None, seed: int = 1, *, check: bool = False) -> None:
        super().__init__(rng=seed)
        self._setting = scenario
        self.policy = scenario.base_policy() if policy is None else policy
        self.seed = seed
        self.check = check
        self.day = 0
        self.working_day = 0
        self.rules: list[Rule] = [rule for rule in DAY if getattr(scenario.rules, rule.__name__)]
        self.chance = Chance(seed)
        self._build_land_and_desks()
        self._build_minds()
        self._build_people()
        self._make_institution_agents()

    @property
    def scenario(self) -> Scenario:
        """The city's scenario. Mesa's own scenario object, which only carries the seed, is kept aside."""
        return self._setting

    @scenario.setter
    def scenario(self, value: Any) -> None:
        self._scenario = value

    def _build_land_and_desks(self) -> None:
        scenario = self.scenario
        self.territory = lay_out(scenario.city)
        self.distances = venues.distances(scenario.parameters.venues, self.territory)
        self.topics = as_columns(scenario)
        self.arrivals = expect(scenario, self.topics, self.territory)
        self.slots, self.institutions = desks.set_up(scenario, self.territory)
        self.mandates = tabulate(scenario, self.slots)
        staffing.follow_mix(self)
        self.loans = Loans(self.institutions.size, scenario.parameters.sharing.loan_days)
        self.enforces = staffing.areas_of_kinds(self)
        self.dependence: Floats = np.zeros(self.territory.townships + 1)
        self.institutions.roster_phase[:] = self.chance.uniform(Purpose.ROSTER, np.arange(self.institutions.size))
        before = everywhere(scenario.base_policy(), self.territory.townships)
        self.gaming: Floats = before.assessment_pressure
        self.gaming_by_day: list[Floats] = []
        self.gone_online: Floats = before.online_service
        self._turn_levers()
        self.dependence += self.levers.social_org_support

    def _turn_levers(self) -> None:
        """Put today's levers in force, with all that follows from them at once."""
        townships = self.territory.townships
        self.levers: Levers = phases.in_force(self.policy, townships, self.day, self.chance)
        if self.day > 0:
            self._tighten_party_ties()
        self.changing = phases.changing(self.policy, townships, self.day, self.chance)
        density = self.levers.grid_density[self.territory.township]
        self.workers: Floats = np.maximum(1.0, np.rint(self.territory.households / density))
        self._post_grid_workers()
        self.grid_ties: Floats = network.in_grids(self.slots, self.levers, self.territory.township, self.scenario.parameters.network)
        desks.feel_power(self.institutions, self.scenario, self.levers, self.chance)
        staffing.assign(self)
        self.orders_a_day = self._orders_a_day()

    def _post_grid_workers(self) -> None:
        """Divide the villages anew among their grid workers where the number has changed; agents come and go with it."""
        counts, before = self.workers.astype(np.int64), getattr(self, "grid_workers", None)
        if before is None:
            self.grid_workers = grid_workers.post(self.territory, counts)
        elif not np.array_equal(counts, np.bincount(before.village)):
            self.grid_workers = grid_workers.post(self.territory, counts, before)
            self._man_beats()

    def _tighten_party_ties(self) -> None:
        """Let Party ties follow Party-building where it has moved."""
        if network.set_party_strength(self.network, self.institutions, self.levers, self.scenario.parameters.network):
            self.network_changed()

    def _build_minds(self) -> None:
        """Draw what institutions misunderstand and want, and tie them to one another."""
        kinds, topics = self.institutions.size, len(self.topics.names)
        desk, topic, slot = np.arange(kinds)[:, None], np.arange(topics)[None, :], np.arange(len(self.slots))
        self.rule_between = self.chance.normal(Purpose.RULE_BETWEEN, desk, topic)
        self.rule_within = self.chance.normal(Purpose.RULE_WITHIN, desk, topic)
        centre = np.arange(self.territory.townships + 1)[:, None, None]
        self.centre_between = self.chance.normal(Purpose.CENTRE_BETWEEN, centre, topic[..., None], slot[None, None, :])
        self.centre_within = self.chance.normal(Purpose.CENTRE_WITHIN, centre, topic[..., None], slot[None, None, :])
        self.log_need: Floats = np.zeros(topics)
        self.need: Floats = np.ones(topics)
        self.moved_by_talks = 0.0
        self.drifted = False
        self.goals: goals.Goals
        self.own_goals = goals.own_goals(self.scenario, self.institutions, self.slots, self.mandates, self.chance)
        titles = tuple(kind.title.zh for kind in self.scenario.kinds.values())
        strength, own = self.scenario.parameters.network, self.scenario.network
        self.network = network.build(self.slots, self.institutions, titles, self.levers, strength, own)
        self._tie_desks()
        self.note_need()

    def _build_people(self) -> None:
        self.citizens = citizens.settle(self.scenario, self.territory, self.chance)
        self.with_access: Floats = citizens.access(self.citizens, self.territory)
        self.register = Register()
        self.births = Births(self.register)
        self.tally = Tally()
        self.shared_information: Floats = np.zeros(self.territory.townships + 1)
        self.root: Floats = np.zeros((self.territory.villages, len(self.topics.names)))
        self.village_rules: Floats = np.zeros_like(self.root)
        self.sore: Floats = np.zeros(self.territory.villages)
        self._handoffs: list[tuple[Ints, Ints]] = []
        self._talks: list[tuple[Ints, Ints, Floats, Floats]] = []
        self._people_made = False

    # -- the day ---------------------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Live through one day: every rule in order."""
        self._begin_day()
        for rule in self.rules:
            rule(self)
        self._end_day()

    def _begin_day(self) -> None:
        self.register.ended_today = np.empty(0, dtype=np.int64)
        self._handoffs.clear()
        self._talks.clear()
        if self.policy.phases or self.policy.campaigns or self.levers.social_org_support.any():
            days = self.scenario.parameters.support.dependence_days
            self.dependence = self.dependence + (self.levers.social_org_support - self.dependence) / days
            self._turn_levers()
        self._follow_levers()

    def _follow_levers(self) -> None:
        """Let what follows its lever slowly go a day's way: gaming of assessment is learnt, counters close after service went online."""
        parameters, before = self.scenario.parameters, self.gone_online
        self.gaming = phases.followed(self.gaming, self.levers.assessment_pressure, parameters.assessment.gaming_days)
        self.gaming_by_day.append(self.gaming)
        self.gone_online = phases.followed(before, self.levers.online_service, parameters.closure.closing_days)
        if parameters.closure.counters_closed > 0 and not np.array_equal(before, self.gone_online):
            staffing.assign(self)

    def _end_day(self) -> None:
        if self.check:
            check_day(self)
        self.tally.close_day(self)
        self.working_day += not self.is_rest_day
        self.day += 1

    def run(self) -> "CoGovernanceModel":
        """Live through all days of the scenario."""
        while self.day < self.scenario.days:
            self.step()
        return self

    @property
    def is_rest_day(self) -> bool:
        """Institutions rest at weekends, unless `choices: {calendar: every_day}`."""
        return self.scenario.choices.calendar == "weekdays" and self.day % 7 in REST_DAYS

    @property
    def is_measured(self) -> bool:
        """The warm-up is over."""
        return self.day >= self.scenario.warmup

    def has_rule(self, name: str) -> bool:
        """Say whether a rule of this name is in the list."""
        return any(getattr(rule, "__name__", type(rule).__name__) == name for rule in self.rules)

    def indicators(self) -> dict[str, float]:
        """Return every indicator of the run so far; NaN where a denominator is 0 or a quantile is not reached."""
        return measure(self)

    def township_of(self, rows: Ints) -> Ints:
        """Return the township where each matter arose: whose levers apply to it."""
        return self.territory.township[self.register.village[rows]]

    # -- what rules ask and tell ------------------------------------------------------------------------------------------------

    def concerned_citizen(self, village: Ints, topic: Ints, draw: Floats) -> Ints:
        """Return whose matter it is: a resident of the village from the group that the topic concerns."""
        concerns = self._concerned_group[topic]
        citizen = np.empty(len(village), dtype=np.int64)
        for group in range(len(self._group_rows)):
            concerned = concerns == group
            citizen[concerned] = self.resident(group, village[concerned], draw[concerned])
        return citizen

    def resident(self, group: int, village: Ints, draw: Floats) -> Ints:
        """Return a resident of each village from a group of citizens, anybody where the village has nobody of it."""
        rows, first = self._group_rows[group]
        start, end = first[village], first[village + 1]
        anybody = self.territory.first_citizen[village] + (draw * self.territory.residents[village]).astype(np.int64)
        if len(rows) == 0:
            return anybody
        picked = rows[np.minimum(start + (draw * (end - start)).astype(np.int64), len(rows) - 1)]
        return np.where(end > start, picked, anybody)

    @cached_property
    def _concerned_group(self) -> Ints:
        return np.array([CITIZEN_GROUPS.index(topic.concerns) for topic in self.scenario.topics.values()])

    @cached_property
    def _group_rows(self) -> list[tuple[Ints, Ints]]:
        """Rows of each group's members, and where each village's begin."""
        bounds, found = self.territory.first_citizen, []
        for flags in citizens.group_flags(self.citizens).values():
            rows = np.flatnonzero(flags)
            found.append((rows, np.searchsorted(rows, bounds)))
        return found

    def congruence(self, first: Ints, second: Ints, topic: Ints) -> Floats:
        """Return the goal congruence of desks on topics, by `choices: congruence`."""
        function = goals.CONGRUENCE[self.scenario.choices.congruence]
        return function(self.goals, first, second, topic, self.scenario.parameters.goals.gamma)

    def note_need(self) -> None:
        """Let the city's goals follow need where the policy or the week's talks make them, and institutions follow the city."""
        moves = self.policy.goals == "need" or self.moved_by_talks > 0 or self.drifted or self.policy.phases
        if self.day > 0 and not moves:
            return
        work = self.need * self.topics.rate.mean(axis=0) * self.topics.work_mean * (0.5 + self.topics.severity)
        need = goals.shares(work)
        declared = goals.citys_goals(self.scenario, self.policy, need) if self.day == 0 or self.policy.goals == "need" else self.goals.city
        city = declared + (1 - portable.exp(-self.moved_by_talks)) * (need - declared)
        self.moved_by_talks, self.drifted = 0.0, False
        alignment = self.levers.goal_alignment[self.institutions.township]
        pool = goals.ALIGNMENT[self.scenario.choices.alignment]
        self.goals = goals.aligned(self.own_goals, city, alignment, self.scenario.parameters.goals.floor, pool)
        self._tabulate_tie_congruence()

    def network_changed(self) -> None:
        """Rebuild what is derived from the network; call it after changing `network`."""
        self._tie_desks()
        self._tabulate_tie_congruence()

    def _tie_desks(self) -> None:
        self.governance = network.as_ties(self.network)
        economic = (self.institutions.sector == SECTORS.index("economic")).astype(np.float64)
        self.taught: Floats = np.minimum(1.0, self.governance.matrix @ economic)

    def _tabulate_tie_congruence(self) -> None:
        ties, topic = self.governance, np.arange(len(self.topics.names))[None, :]
        self.tie_congruence = self.congruence(ties.source[:, None], ties.target[:, None], topic)

    def record_handoff(self, desk: Ints, topic: Ints) -> None:
        """Note that desks handed off matters of topics, for learning."""
        self._handoffs.append((desk, topic))

    def handoffs_today(self) -> tuple[Ints, Ints]:
        """Return desk and topic of every hand-off recorded today."""
        none = np.empty(0, dtype=np.int64)
        desk, topic = zip((none, none), *self._handoffs, strict=True)
        return np.concatenate(desk), np.concatenate(topic)

    def record_talk(self, desk: Ints, topic: Ints, attention: Floats, stance: Floats) -> None:
        """Note how far desks are, in attention to a topic and in stance on it, from where a talk left them, for learning."""
        self._talks.append((desk, topic, attention, stance))

    def talks_today(self) -> tuple[Ints, Ints, Floats, Floats]:
        """Return desk, topic and distances in attention and stance of every desk at every talk that ended today."""
        nobody = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0), np.empty(0))
        desk, topic, attention, stance = zip(nobody, *self._talks, strict=True)
        return np.concatenate(desk), np.concatenate(topic), np.concatenate(attention), np.concatenate(stance)

    def _orders_a_day(self) -> Floats:
        """Return how many work orders hotline and centres can write a day for each township, in fractions."""
        handling, institutions, territory = self.scenario.parameters.handling, self.institutions, self.territory
        strength = self.levers.centre_strength[institutions.township, institutions.level]
        seconded = institutions.staff * handling.seconded * handling.order_writers * strength
        people = territory.residents_of_townships()
        clerks = handling.hotline_handlers * people / 10_000
        local = institutions.level < desks.CITY
        clerks += np.bincount(institutions.township[local], weights=seconded[local], minlength=territory.townships)
        clerks += seconded[~local].sum() * people / people.sum()
        return np.asarray(clerks * handling.dispatches_per_handler)

    # -- agents, as Mesa knows them ----------------------------------------------------------------------------------------------

    @cached_property
    def citizen_ties(self) -> sparse.csr_array:
        """Who sees whom take part: row i averages over i's neighbours."""
        return citizens.tie(self.scenario.city, self.territory, self.chance)

    def citizen_graph(self) -> "nx.Graph[int]":
        """Return the citizens' ties as a networkx graph."""
        graph: nx.Graph[int] = nx.from_scipy_sparse_array(self.citizen_ties)
        return graph

    def _make_institution_agents(self) -> None:
        for row, sector in enumerate(self.institutions.sector):
            AGENT_OF_SECTOR[SECTORS[sector]](self, row)
        self._grid_agents: dict[tuple[int, int], GridWorker] = {}
        self._man_beats()

    def _man_beats(self) -> None:
        """Give every beat its agent: who has one keeps it, who has none any more leaves."""
        workers, there = self.grid_workers, self._grid_agents
        beats = list(zip(workers.village.tolist(), workers.place.tolist(), strict=True))
        for beat in there.keys() - set(beats):
            there[beat].remove()
        self._grid_agents = {beat: there[beat] if beat in there else GridWorker(self, row) for row, beat in enumerate(beats)}
        for row, agent in enumerate(self._grid_agents.values()):
            agent.row = row

    def _make_people(self) -> None:
        """Make all citizens at once, when somebody first looks."""
        if self._people_made or not hasattr(self, "tally"):
            return
        self._people_made = True
        for row in range(self.citizens.size):
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
