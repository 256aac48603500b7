"""Building a city: the land, its desks and the levers in force, what desks misunderstand and want, the people."""

import numpy as np

from cogov.model import citizens, desks, goals, minds, morning, network, phases, staffing, venues
from cogov.model.births import Births
from cogov.model.chance import Purpose
from cogov.model.city import City
from cogov.model.indicators import SERIES
from cogov.model.loans import Loans
from cogov.model.mandates import Worth, tabulate, worth
from cogov.model.network import Network
from cogov.model.policy import Policy
from cogov.model.register import Register
from cogov.model.rules.sharing import Sharing
from cogov.model.scenario import Scenario
from cogov.model.tally import Tally
from cogov.model.territory import lay_out
from cogov.model.topics import as_columns, expect, nature
from cogov.model.venues import Venues


def build(scenario: Scenario, policy: Policy | None = None, seed: int = 1) -> City:
    """Return a city as it stands on the morning of its first day, under the scenario's own policy unless another is given."""
    city = build_offices(scenario, policy, seed)
    _draw_minds(city)
    _people(city)
    return city


def build_offices(scenario: Scenario, policy: Policy | None = None, seed: int = 1) -> City:
    """Return a city of which only the land, the desks and the network that ties them are there: what a picture or a file of it needs."""
    city = City(scenario, scenario.base_policy() if policy is None else policy, seed)
    _lay_out(city)
    _set_up_desks(city)
    _put_levers_in_force(city)
    titles = tuple(kind.title.zh for kind in scenario.kinds.values())
    city.network = network.build(city.slots, city.institutions, titles, city.levers, scenario.numbers(Network), scenario.network)
    return city


def _lay_out(city: City) -> None:
    scenario = city.scenario
    city.territory = lay_out(scenario.city)
    city.distances = venues.distances(scenario.numbers(Venues), city.territory)
    city.topics, city.nature = as_columns(scenario), nature(scenario)
    city.arrivals = (expect(scenario, city.topics, city.nature.rate[0], city.territory),)


def _set_up_desks(city: City) -> None:
    scenario = city.scenario
    city.slots, city.institutions = desks.set_up(scenario, city.territory)
    city.mandates = tabulate(scenario, city.slots)
    city.worth = worth(city.mandates, scenario.numbers(Worth))[None]
    staffing.follow_mix(city)
    staffing.tell_townships_apart(city)
    city.loans = Loans(city.institutions.size, scenario.numbers(Sharing).loan_days)
    city.enforces = staffing.areas_of_kinds(city)
    city.institutions.roster_phase[:] = city.chance.uniform(Purpose.ROSTER, np.arange(city.institutions.size))


def _put_levers_in_force(city: City) -> None:
    """What follows levers slowly has followed those of the scenario's own policy; on support social organisations depend from the start."""
    townships = city.territory.townships
    before = phases.everywhere(city.scenario.base_policy(), townships)
    city.gaming, city.gaming_by_day = before.assessment_pressure, []
    city.gone_online = before.online_service
    city.dependence = np.zeros(townships + 1)
    morning.turn_levers(city)
    morning.staff_desks(city, np.ones(city.twins, dtype=bool))
    city.dependence += city.levers.social_org_support


def _draw_minds(city: City) -> None:
    """Draw what institutions misunderstand and want."""
    scenario, institutions, topics = city.scenario, city.institutions, len(city.topics.names)
    desk, topic, slot = np.arange(institutions.size)[:, None], np.arange(topics)[None, :], np.arange(len(city.slots))
    city.rule_between = city.chance.normal(Purpose.RULE_BETWEEN, desk, topic)
    city.rule_within = city.chance.normal(Purpose.RULE_WITHIN, desk, topic)
    centre = np.arange(city.territory.townships + 1)[:, None, None]
    city.centre_between = city.chance.normal(Purpose.CENTRE_BETWEEN, centre, topic[..., None], slot[None, None, :])
    city.centre_within = city.chance.normal(Purpose.CENTRE_WITHIN, centre, topic[..., None], slot[None, None, :])
    city.log_need, city.need = np.zeros((1, topics)), np.ones((1, topics))
    city.own_goals = goals.own_goals(scenario, institutions, city.slots, city.mandates, city.chance)
    minds.network_changed(city)
    minds.note_need(city)


def _people(city: City) -> None:
    """Settle the people; nothing has happened to them yet."""
    city.citizens = citizens.settle(city.scenario, city.territory, city.distances[:, desks.TOWNSHIP], city.chance)
    city.with_access = citizens.access(city.citizens, city.territory)
    city.register = Register()
    city.births = Births(city.register)
    city.tally = Tally(daily={name: [] for name in SERIES})
    city.shared_information = np.zeros(city.territory.townships + 1)
    city.root = np.zeros((city.territory.villages, len(city.topics.names)))
    city.village_rules = np.zeros_like(city.root)
    city.sore = np.zeros(city.territory.villages)
