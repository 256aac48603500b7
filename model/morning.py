"""The morning: levers move, and what follows from them follows, at once or as slowly as people learn."""

import numpy as np
import numpy.typing as npt

from cogov.model import grid_workers, minds, network, phases, staffing
from cogov.model.assessment import Assessment
from cogov.model.city import EACH, City
from cogov.model.columns import writing
from cogov.model.levers import Levers
from cogov.model.network import Network
from cogov.model.rules.closure import Closure
from cogov.model.staffing import Support

Bools = npt.NDArray[np.bool_]


@writing(
    "city.levers city.changing city.workers city.grid_workers city.grid_ties city.orders_a_day city.gaming city.gaming_by_day "
    "city.gone_online city.dependence city.network city.governance city.taught "
    "institutions.ability institutions.staff institutions.flows institutions.handlers institutions.free_openness"
)
def begin(city: City) -> None:
    """Begin a day: nothing has ended yet, nobody has talked; levers turn and followers follow."""
    city.register.begin_day()
    city.forget()
    moving = _moving(city)
    if moving.any():
        days = city.numbers(Support, townships=EACH).dependence_days
        city.dependence = city.dependence + (city.levers.social_org_support - city.dependence) / days
        if any(phases.move(policy, city.day) for policy in city.policies):
            turn_levers(city)
            _tighten_party_ties(city)
        staff_desks(city, moving)
    _follow_levers(city)


def _moving(city: City) -> Bools:
    """Say in which cities levers, or what follows from them, may stand elsewhere today than yesterday.

    A campaign moves something until the day after its last, support until social organisations depend on all of it.
    """
    campaigns = [any(0 <= city.day - one.start <= one.days for one in policy.campaigns) for policy in city.policies]
    phased = [bool(policy.phases) for policy in city.policies]
    depending = city.by_city(city.dependence != city.levers.social_org_support).any(axis=1)
    return np.asarray(depending | campaigns | phased)


def turn_levers(city: City) -> None:
    """Put today's levers in force, with all that follows from them at once."""
    townships = city.territory.townships
    each = [(policy, townships, city.day, city.chance.of(np.array([twin]))) for twin, policy in enumerate(city.policies)]
    city.levers = Levers.beside([phases.in_force(*one) for one in each])
    city.changing = np.concatenate([phases.changing(*one) for one in each])
    density = city.levers.grid_density[city.territory.township]
    city.workers = np.maximum(1.0, np.rint(city.territory.households / density))
    _post_grid_workers(city)
    city.grid_ties = network.in_grids(city.slots, city.levers, city.territory.township, city.numbers(Network, villages=EACH))
    staffing.feel_power(city)


def staff_desks(city: City, moving: Bools) -> None:
    """Man the desks of some cities as their levers, campaigns and what follows slowly ask for today."""
    staffing.assign(city, moving)
    city.orders_a_day = staffing.orders_a_day(city)


def _post_grid_workers(city: City) -> None:
    """Divide the villages anew among their grid workers where the number has changed."""
    counts, before = city.workers.astype(np.intp), getattr(city, "grid_workers", None)
    if before is None or not np.array_equal(counts, np.bincount(before.village)):
        city.grid_workers = grid_workers.post(city.territory, counts, before)


def _tighten_party_ties(city: City) -> None:
    """Let Party ties follow Party-building where it has moved."""
    if network.set_party_strength(city.network, city.institutions, city.levers, city.numbers(Network, desks=EACH)):
        minds.network_changed(city)


def _follow_levers(city: City) -> None:
    """Let what follows its lever slowly go a day's way: gaming of assessment is learnt, counters close after service went online."""
    before = city.gone_online
    city.gaming = phases.followed(city.gaming, city.levers.assessment_pressure, city.numbers(Assessment, townships=EACH).gaming_days)
    city.gaming_by_day.append(city.gaming)
    city.gone_online = phases.followed(before, city.levers.online_service, city.numbers(Closure, townships=EACH).closing_days)
    if np.any(city.numbers(Closure, townships=EACH).counters_closed > 0) and (before != city.gone_online).any():
        staffing.man(city)
