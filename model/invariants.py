"""What must hold every day of every run: every matter is somewhere, resources balance, shares stay within bounds."""

from typing import Any

import numpy as np

from cogov.model.city import City
from cogov.model.columns import writing
from cogov.model.holdings import in_hand
from cogov.model.loans import RIVAL
from cogov.model.resources import wanted_today
from cogov.model.stages import ENDS, Stage


class InvariantBroken(AssertionError):
    """Something that can never happen has happened: a defect of the model, not of the scenario."""


@writing("")
def check_day(city: City) -> None:
    """Check the model's state at the end of a day."""
    for check in CHECKS:
        check(city)


def matters_are_somewhere(city: City) -> None:
    """Opened = settled + lapsed + given up + open, and those in hand have a holder."""
    register = city.register
    stage = register.stage[: register.size]
    ended = np.isin(stage, ENDS)
    _demand(int(ended.sum()) + len(register.open_rows) == register.size, "a matter was lost or counted twice", city)
    _demand((ended == ~np.isnan(register.ended[: register.size])).all(), "a matter ended without a time, or the other way round", city)
    held = np.isin(stage, (Stage.IN_HAND, Stage.PARTNERS, Stage.TALKS, Stage.SESSION, Stage.COURT))
    _demand((register.holders[: register.size][held] > 0).all(), "a matter is in hand but nobody holds it", city)


def records_agree(city: City) -> None:
    """The records tell what the columns tell: what ended, what is open; no two matters are the same one."""
    register = city.register
    ended = np.isin(register.stage[: register.size], ENDS)
    _demand(int(np.isin(register.moves().after, ENDS).sum()) == int(ended.sum()), "a matter ended without a record, or twice", city)
    _demand(np.array_equal(np.sort(register.open_rows), np.flatnonzero(~ended)), "what is open is not what has not ended", city)
    of_city = [register.identity[: register.size][city.twin_of(np.arange(register.size)) == twin] for twin in range(city.twins)]
    _demand(all(len(np.unique(identity)) == len(identity) for identity in of_city), "two matters have one identity", city)


def everything_is_known(city: City) -> None:
    """No number of the state is infinite, and none NaN but what is declared as not known yet."""
    for table in (city.register, city.citizens, city.institutions, city.grid_workers):
        for name, values in table.arrays():
            unknown = np.isnan(values) & np.isnan(table.columns[name].initial)
            _demand((np.isfinite(values) | unknown).all(), f"{name} is no number", city)
    goals, loans, desks = city.goals, city.loans, city.institutions
    state = {name: getattr(city, name) for name in STATE}
    state |= {"attention": goals.attention, "stance": goals.stance, "goals": goals.city, "flows": desks.flows}
    for name, values in (state | {"loans": loans.lent, "debts": loans.borrowed, "openness": desks.free_openness}).items():
        _demand(np.isfinite(values).all(), f"{name} is no number", city)


STATE = (
    *("need", "root", "village_rules", "rule_between", "rule_within"),
    *("shared_information", "dependence", "workers", "orders_a_day"),
)
"""State of the city that is in no table."""


def times_are_ordered(city: City) -> None:
    """A matter arises, becomes known, is taken and ends, in this order."""
    register = city.register
    rows = register.ended_today
    arose, ended = register.arose[rows], register.ended[rows]
    known, taken = register.known[rows], register.taken[rows]
    _demand((ended >= arose).all(), "a matter ended before it arose", city)
    _demand(not (known < arose).any(), "a matter was known before it arose", city)
    _demand(not (taken < known).any(), "a matter was taken before it was known", city)
    _demand(not (ended < taken - 1e-9).any(), "a matter ended before it was taken", city)


def resources_balance(city: City) -> None:
    """Used + lent + idle = own + borrowed for every desk and rival flow, nothing negative; what is lent is borrowed."""
    loans = city.loans
    own = city.institutions.flows[:, :RIVAL]
    have = own + loans.borrowed - loans.lent
    used = np.minimum(wanted_today(city, in_hand(city)), np.maximum(have, 0.0))
    idle = have - used
    _demand((idle > -1e-6).all(), "a desk lent more than it had", city)
    _demand(bool(np.allclose(used + loans.lent + idle, own + loans.borrowed, atol=1e-9)), "resources do not balance", city)
    lent, borrowed = loans.lent.sum(axis=0), loans.borrowed.sum(axis=0)
    _demand(bool(np.allclose(lent, borrowed, rtol=1e-6, atol=1e-6)), "what is lent is not what is borrowed", city)
    _demand((city.institutions.training >= 0).all(), "a stock of training is negative", city)


def shares_are_bounded(city: City) -> None:
    """Feelings and shares stay within 0 and 1; nothing is NaN; attention sums to 1."""
    for name in ("gain", "happiness", "security", "trust", "expectation", "efficacy", "fatigue", "engagement"):
        column = getattr(city.citizens, name)
        _demand(((column >= -1e-6) & (column <= 1 + 1e-6)).all(), f"{name} left the interval from 0 to 1", city)
    _demand(bool(np.allclose(city.goals.attention.sum(axis=1), 1.0)), "attention does not sum to 1", city)
    _demand((city.register.work_left[city.register.open_rows] >= -1e-6).all(), "work left is negative", city)


def beats_cover_everybody(city: City) -> None:
    """Everybody lives in one grid worker's beat; rounds stay within it, nobody walks further than once round it a day."""
    workers = city.grid_workers
    ends = workers.first + workers.residents
    _demand(workers.first[0] == 0 and ends[-1] == city.citizens.size, "somebody lives in no grid worker's beat", city)
    _demand((ends[:-1] == workers.first[1:]).all(), "the beats of two grid workers overlap", city)
    for way in ("patrol", "call"):
        begins, goes = getattr(workers, f"{way}_from"), getattr(workers, f"{way}_length")
        _demand(((begins >= 0) & (begins <= workers.residents)).all(), "a grid worker left its beat", city)
        _demand(((goes >= 0) & (goes <= workers.residents * (1 + 1e-9))).all(), "a grid worker went round its beat twice in a day", city)


CHECKS = (
    *(matters_are_somewhere, records_agree, everything_is_known, times_are_ordered),
    *(resources_balance, shares_are_bounded, beats_cover_everybody),
)
"""What is checked at the end of a day."""


def _demand(holds: Any, complaint: str, city: City) -> None:
    if not holds:
        raise InvariantBroken(f"day {city.day}, seed {', '.join(map(str, city.seeds))}: {complaint}")
