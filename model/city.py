"""The city: its state on one day, in tables and arrays, and small questions about it. No rule stands here, and no agent.

`build` makes one, `day` lives through a day of it, `mesa_model` shows it to Mesa.
"""

from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy import sparse

from cogov.model import citizens
from cogov.model.births import Births
from cogov.model.chance import Chance, Luck
from cogov.model.columns import State, Table, verb
from cogov.model.desks import Institutions, Slots
from cogov.model.goals import CONGRUENCE, Aims, Goals
from cogov.model.grid_workers import GridWorkers
from cogov.model.levers import Levers
from cogov.model.loans import Loans
from cogov.model.mandates import Mandates
from cogov.model.names import CITIZEN_GROUPS
from cogov.model.network import Ties
from cogov.model.numbers import Numbers, OfEach
from cogov.model.options import Choice
from cogov.model.parts import Parts
from cogov.model.policy import Policy
from cogov.model.register import Register
from cogov.model.scenario import Scenario
from cogov.model.tally import Tally
from cogov.model.territory import Territory
from cogov.model.topics import CALENDAR, Arrivals, Nature, Topics

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Where = Ints | slice | tuple[slice | None, ...]
"""Some of a table's rows."""
EACH, EACH_ROW = np.s_[:], np.s_[:, None]
"""All of them; all of them, against what has a second axis."""


class City(State):
    """A city in which Party, government, mass, economic, social and self-governance organisations and citizens govern together.

    Arrays that say so are by township, with the city level as a last entry. Nearly always it is one city; several twins, each
    with its own policy, seed and numbers, may be lived through in one pass (`twins`). They never meet: arrays hold one city behind the other, and what is
    told of a city as a whole has an entry for each.
    """

    # What it is made of
    territory: Territory
    distances: Floats
    """(villages, levels): the way to the venues of each level, in km."""
    topics: Topics
    nature: Nature
    arrivals: tuple[Arrivals, ...]
    """What is expected of each city."""
    slots: Slots
    mandates: Mandates
    worth: Floats
    """(cities, levels, topics, slots): ω, how far a matter is a slot's by the lists, before joint action and convening."""
    enforces: Bools
    """(kinds, areas): which kinds of desk answer for topics of a key area."""
    with_access: Floats
    """Share of residents with online access, by township."""

    # Who acts
    institutions: Institutions
    citizens: citizens.Citizens
    grid_workers: GridWorkers
    network: "nx.Graph[int]"
    governance: Ties
    """The network as arrays; call `minds.network_changed` after changing `network`."""
    taught: Floats
    """How near each desk is to economic organisations, who train it."""

    # Levers in force today, and what follows from them
    levers: Levers
    changing: Floats
    """How far a phase is on its way, by township."""
    workers: Floats
    """Grid workers, by village."""
    grid_ties: Floats
    """The Party tie in each of the village's grids."""
    orders_a_day: Floats
    """Work orders that hotline and centres can write for each township."""
    gaming: Floats
    """How far desks have learnt to game the assessment, by township."""
    gaming_by_day: list[Floats]
    gone_online: Floats
    """How far counters have followed service that went online, by township."""
    dependence: Floats
    """How far social organisations depend on support, by township."""

    # Minds
    rule_between: Floats
    """(desks, topics): standing misunderstandings of the boundary between spheres, standard normal at first."""
    rule_within: Floats
    """(desks, topics): the same of the lines inside a sphere."""
    centre_between: Floats
    """(centres, topics, slots): the same two of those who dispatch."""
    centre_within: Floats
    own_goals: tuple[Floats, Floats]
    """(desks, topics): every desk's own attention and stance."""
    goals: Goals
    """What they come to with the city's goals."""
    log_need: Floats
    need: Floats
    """(cities, topics): how much each topic is needed, 1 on average."""

    # Matters, and what they leave behind
    register: Register
    births: Births
    root: Floats
    """(villages, topics): disputes settled at the root, fading."""
    village_rules: Floats
    """(villages, topics): village rules 村规民约 in force, fading."""
    sore: Floats
    """By village: severity of what nobody cared for, fading."""
    loans: Loans
    shared_information: Floats
    """How far information is shared, by township."""
    tally: Tally

    def __init__(self, scenario: Scenario, policy: Policy, seed: int) -> None:
        self.scenarios: tuple[Scenario, ...] = (scenario,)
        self.policies: tuple[Policy, ...] = (policy,)
        self.seeds: tuple[int, ...] = (seed,)
        self.chance = Chance(seed)
        self._numbers: dict[type[Numbers], Any] = {}
        self.day = 0
        self.working_day = 0
        self.rules: tuple[str, ...] = ()
        """Names of the rules of its day."""
        self.moved_by_talks = np.zeros(1)
        """How far this week's talks move the goals of each city to need."""
        self.drifted = np.zeros(1, dtype=bool)
        """By city: some desk's own goals have moved since goals were last pooled."""
        self.handoffs: list[tuple[Ints, Ints]] = []
        self.talks: list[tuple[Ints, Ints, Floats, Floats]] = []

    # -- the cities --------------------------------------------------------------------------------------------------------------------

    @property
    def twins(self) -> int:
        """Number of cities that are lived through in one pass."""
        return len(self.seeds)

    @property
    def scenario(self) -> Scenario:
        """The scenario. Of twins it is the first one's: what they may differ in is read from `numbers` and the city's own tables."""
        return self.scenarios[0]

    @property
    def policy(self) -> Policy:
        """The policy of a city that lives alone."""
        (policy,) = self.policies
        return policy

    @property
    def seed(self) -> int:
        """The seed of a city that lives alone."""
        (seed,) = self.seeds
        return seed

    def by_city[Kind: np.generic](self, values: npt.NDArray[Kind]) -> npt.NDArray[Kind]:
        """Return what is by desk, village or township with the cities on an axis of their own, the first."""
        return values.reshape(self.twins, -1, *values.shape[1:])

    def twin_of(self, rows: Ints) -> Ints:
        """Return in which of the twin cities each matter arose."""
        return self.territory.twin[self.register.village[rows]]

    def twin_of_desk(self, desk: Ints) -> Ints:
        """Return to which of the twin cities each desk belongs."""
        return desk // (self.institutions.size // self.twins)

    def luck(self, rows: Ints) -> Luck:
        """Return the luck of each matter's city."""
        return self.chance.of(self.twin_of(rows))

    def count_by_city(self, rows: Ints) -> Ints:
        """Return how many matters are of each city."""
        return np.bincount(self.twin_of(rows), minlength=self.twins)

    def matters_at_home(self) -> Ints:
        """Return which row each matter has in the register of its city when that stands alone."""
        order, parts = Parts.one(self.register.size).split(self.twin_of(np.arange(self.register.size)), self.twins)
        home = np.empty_like(order)
        home[order] = np.arange(len(order)) - parts.edges[parts.number]
        return home

    def at_home(self, table: Table, rows: Ints) -> Ints:
        """Return the rows of citizens or desks as if their city lived alone: as such chance knows them."""
        return rows % (table.size // self.twins)

    # -- the scenario ------------------------------------------------------------------------------------------------------------------

    def numbers[Block: Numbers](
        self,
        block: type[Block],
        matters: Ints | None = None,
        *,
        citizens: Where | None = None,
        desks: Where | None = None,
        villages: Where | None = None,
        townships: Where | None = None,
        cities: Where | None = None,
    ) -> Block:
        """Return a block of numbers by its class, as it holds for those of whom it is asked: some matters, or some others.

        `desks=EACH` are all desks, `desks=EACH_ROW` the same against tables with a second axis. A number is plain where all cities have the same,
        as nearly always. Where twins differ in it there is one for each of those asked about, and asking it of nobody is an error.
        """
        if block not in self._numbers:
            blocks = [scenario.numbers(block) for scenario in self.scenarios]
            self._numbers[block] = blocks[0] if blocks.count(blocks[0]) == len(blocks) else OfEach.put_together(blocks)
        found: Any = self._numbers[block]
        if isinstance(found, OfEach):
            land = self.territory
            of_others = (citizens, self.citizens.size), (desks, self.institutions.size), (villages, land.villages), (townships, land.places)
            by_row = (*of_others, (cities, self.twins))
            asked = [_chosen(rows, size) // (size // self.twins) for rows, size in by_row if rows is not None]
            asked += [] if matters is None else [self.twin_of(matters)]
            if asked:
                (twin,) = asked
                found = found.of(twin)
        answer: Block = found
        return answer

    def chosen[What](self, choice: Choice[What]) -> What:
        """Return what the scenario chooses of a named choice."""
        return choice.of(self.scenario.choices)

    # -- the calendar --------------------------------------------------------------------------------------------------------------

    @property
    def is_rest_day(self) -> bool:
        """Institutions rest at weekends, unless `choices: {calendar: every_day}`."""
        return self.day % 7 in self.chosen(CALENDAR)

    @property
    def is_measured(self) -> bool:
        """The warm-up is over."""
        return self.day >= self.scenario.warmup

    @property
    def is_sampled(self) -> bool:
        """Residents are asked today: once a week, counted from the end of the warm-up."""
        return (self.day - self.scenario.warmup) % 7 == 0

    # -- places and people -----------------------------------------------------------------------------------------------------------

    def township_of(self, rows: Ints) -> Ints:
        """Return the township where each matter arose: whose levers apply to it."""
        return self.territory.township[self.register.village[rows]]

    def concerned_citizen(self, village: Ints, topic: Ints, draw: Floats) -> Ints:
        """Return whose matter it is: a resident of the village from the group that the topic concerns."""
        concerns = self._concerned_group[topic]
        citizen = np.empty(len(village), dtype=np.intp)
        for group in range(len(self._group_rows)):
            concerned = concerns == group
            citizen[concerned] = self.resident(group, village[concerned], draw[concerned])
        return citizen

    def resident(self, group: int, village: Ints, draw: Floats) -> Ints:
        """Return a resident of each village from a group of citizens, anybody where the village has nobody of it."""
        rows, first = self._group_rows[group]
        start, end = first[village], first[village + 1]
        anybody = self.territory.first_citizen[village] + (draw * self.territory.residents[village]).astype(np.intp)
        if len(rows) == 0:
            return anybody
        picked = rows[np.minimum(start + (draw * (end - start)).astype(np.intp), len(rows) - 1)]
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

    @cached_property
    def citizen_ties(self) -> dict[int, sparse.csr_array]:
        """Who sees whom in a city of each seed, whatever its policy: row i averages over i's neighbours."""
        return {self.seed: citizens.tie(self.scenario.city, self.territory, self.chance)}

    def share_of_neighbours(self, flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
        """Return by citizen the share of neighbours for whom a flag stands."""
        by_city = self.by_city(flags).astype(np.float32)
        share = np.empty_like(by_city)
        for seed, ties in self.citizen_ties.items():
            twins = [twin for twin, own in enumerate(self.seeds) if own == seed]
            share[twins] = (ties @ by_city[twins].T).T
        return share.ravel()

    # -- what matters leave behind -----------------------------------------------------------------------------------------------------

    @verb("root")
    def settle_at_the_root(self, village: Ints, topic: Ints) -> None:
        """Let a settled dispute keep others of its kind away."""
        self.root[village, topic] = 1.0

    @verb("village_rules")
    def agree_on_rules(self, village: Ints, topic: Ints) -> None:
        """Let village rules 村规民约 be in force."""
        self.village_rules[village, topic] = 1.0

    @verb("root village_rules")
    def fade(self, root: float | Floats, village_rules: float | Floats) -> None:
        """Let both fade to a part of what they were."""
        self.root *= root
        self.village_rules *= village_rules

    # -- what desks want, and what they remember until the evening -------------------------------------------------------------------

    def congruence(self, first: Ints, second: Ints, topic: Ints) -> Floats:
        """Return the goal congruence of desks on topics, by `choices: congruence`: the same from either end."""
        return self.chosen(CONGRUENCE)(self.goals, first, second, topic, self.numbers(Aims, desks=first).gamma)

    @verb("handoffs talks")
    def forget(self) -> None:
        """Begin a new day's notes."""
        self.handoffs, self.talks = [], []

    @verb("handoffs")
    def record_handoff(self, desk: Ints, topic: Ints) -> None:
        """Note that desks handed off matters of topics, for learning."""
        self.handoffs.append((desk, topic))

    def handoffs_today(self) -> tuple[Ints, Ints]:
        """Return desk and topic of every hand-off recorded today."""
        none = np.empty(0, dtype=np.intp)
        desk, topic = zip((none, none), *self.handoffs, strict=True)
        return np.concatenate(desk), np.concatenate(topic)

    @verb("talks")
    def record_talk(self, desk: Ints, topic: Ints, attention: Floats, stance: Floats) -> None:
        """Note how far desks are, in attention to a topic and in stance on it, from where a talk left them, for learning."""
        self.talks.append((desk, topic, attention, stance))

    def talks_today(self) -> tuple[Ints, Ints, Floats, Floats]:
        """Return desk, topic and distances in attention and stance of every desk at every talk that ended today."""
        nobody = (np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp), np.empty(0), np.empty(0))
        desk, topic, attention, stance = zip(nobody, *self.talks, strict=True)
        return np.concatenate(desk), np.concatenate(topic), np.concatenate(attention), np.concatenate(stance)

    @verb("drifted")
    def drift(self, desk: Ints) -> None:
        """Note that the own goals of desks have moved."""
        self.drifted[self.twin_of_desk(desk)] = True

    @verb("moved_by_talks")
    def move_goals(self, pull: Floats) -> None:
        """Let agreed talks move the goals of each city to need."""
        self.moved_by_talks += pull

    @verb("goals drifted moved_by_talks")
    def pool(self, pooled: Goals) -> None:
        """Let what desks want be their own and the city's goals in one."""
        self.goals = pooled
        self.drifted, self.moved_by_talks = np.zeros(self.twins, dtype=bool), np.zeros(self.twins)


def _chosen(where: Where, size: int) -> Ints:
    """Return those rows of a table of some size."""
    match where:
        case slice():
            return np.arange(*where.indices(size))
        case tuple():
            return np.asarray(np.arange(size)[where])
    return where
