"""What must hold every day of every run: every matter is somewhere, resources balance, shares stay within bounds."""

from typing import TYPE_CHECKING, Any

import numpy as np

from cogov.model.holdings import in_hand
from cogov.model.resources import RIVAL, wanted_today
from cogov.model.stages import ENDS, Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel


class InvariantBroken(AssertionError):
    """Something that can never happen has happened: a defect of the model, not of the scenario."""


def check_day(model: "CoGovernanceModel") -> None:
    """Check the model's state at the end of a day."""
    for check in CHECKS:
        check(model)


def matters_are_somewhere(model: "CoGovernanceModel") -> None:
    """Opened = settled + lapsed + given up + open, and those in hand have a holder."""
    register = model.register
    stage = register.stage[: register.size]
    ended = np.isin(stage, ENDS)
    _demand(int(ended.sum()) + len(register.open_rows) == register.size, "a matter was lost or counted twice", model)
    _demand((ended == ~np.isnan(register.ended[: register.size])).all(), "a matter ended without a time, or the other way round", model)
    held = np.isin(stage, (Stage.IN_HAND, Stage.PARTNERS, Stage.TALKS, Stage.SESSION, Stage.COURT))
    _demand((register.holders[: register.size][held] > 0).all(), "a matter is in hand but nobody holds it", model)


def records_agree(model: "CoGovernanceModel") -> None:
    """The records tell what the columns tell: what ended, what is open; no two matters are the same one."""
    register = model.register
    ended = np.isin(register.stage[: register.size], ENDS)
    _demand(int(np.isin(register.moves().after, ENDS).sum()) == int(ended.sum()), "a matter ended without a record, or twice", model)
    _demand(np.array_equal(np.sort(register.open_rows), np.flatnonzero(~ended)), "what is open is not what has not ended", model)
    _demand(len(np.unique(register.identity[: register.size])) == register.size, "two matters have one identity", model)


def everything_is_known(model: "CoGovernanceModel") -> None:
    """No number of the state is infinite, and none NaN but what is declared as not known yet."""
    for table in (model.register, model.citizens, model.institutions, model.grid_workers):
        for name, values in table.arrays():
            unknown = np.isnan(values) & np.isnan(table.columns[name].initial)
            _demand((np.isfinite(values) | unknown).all(), f"{name} is no number", model)
    goals, loans, desks = model.goals, model.loans, model.institutions
    state = {name: getattr(model, name) for name in STATE}
    state |= {"attention": goals.attention, "stance": goals.stance, "goals": goals.city, "flows": desks.flows}
    for name, values in (state | {"loans": loans.lent, "debts": loans.borrowed, "openness": desks.free_openness}).items():
        _demand(np.isfinite(values).all(), f"{name} is no number", model)


STATE = (
    *("need", "root", "village_rules", "rule_between", "rule_within", "tie_congruence"),
    *("shared_information", "dependence", "workers", "orders_a_day"),
)
"""State of the city that is in no table."""


def times_are_ordered(model: "CoGovernanceModel") -> None:
    """A matter arises, becomes known, is taken and ends, in this order."""
    register = model.register
    rows = register.ended_today
    arose, ended = register.arose[rows], register.ended[rows]
    known, taken = register.known[rows], register.taken[rows]
    _demand((ended >= arose).all(), "a matter ended before it arose", model)
    _demand(not (known < arose).any(), "a matter was known before it arose", model)
    _demand(not (taken < known).any(), "a matter was taken before it was known", model)
    _demand(not (ended < taken - 1e-9).any(), "a matter ended before it was taken", model)


def resources_balance(model: "CoGovernanceModel") -> None:
    """Used + lent + idle = own + borrowed for every desk and rival flow, nothing negative; what is lent is borrowed."""
    loans = model.loans
    own = model.institutions.flows[:, :RIVAL]
    have = own + loans.borrowed - loans.lent
    used = np.minimum(wanted_today(model, in_hand(model)), np.maximum(have, 0.0))
    idle = have - used
    _demand((idle > -1e-6).all(), "a desk lent more than it had", model)
    _demand(bool(np.allclose(used + loans.lent + idle, own + loans.borrowed, atol=1e-9)), "resources do not balance", model)
    lent, borrowed = loans.lent.sum(axis=0), loans.borrowed.sum(axis=0)
    _demand(bool(np.allclose(lent, borrowed, rtol=1e-6, atol=1e-6)), "what is lent is not what is borrowed", model)
    _demand((model.institutions.training >= 0).all(), "a stock of training is negative", model)


def shares_are_bounded(model: "CoGovernanceModel") -> None:
    """Feelings and shares stay within 0 and 1; nothing is NaN; attention sums to 1."""
    for name in ("gain", "happiness", "security", "trust", "expectation", "efficacy", "fatigue", "engagement"):
        column = getattr(model.citizens, name)
        _demand(((column >= -1e-6) & (column <= 1 + 1e-6)).all(), f"{name} left the interval from 0 to 1", model)
    _demand(bool(np.allclose(model.goals.attention.sum(axis=1), 1.0)), "attention does not sum to 1", model)
    _demand((model.register.work_left[model.register.open_rows] >= -1e-6).all(), "work left is negative", model)


def beats_cover_everybody(model: "CoGovernanceModel") -> None:
    """Everybody lives in one grid worker's beat; rounds stay within it, nobody walks further than once round it a day."""
    workers = model.grid_workers
    ends = workers.first + workers.residents
    _demand(workers.first[0] == 0 and ends[-1] == model.citizens.size, "somebody lives in no grid worker's beat", model)
    _demand((ends[:-1] == workers.first[1:]).all(), "the beats of two grid workers overlap", model)
    for way in ("patrol", "call"):
        begins, goes = getattr(workers, f"{way}_from"), getattr(workers, f"{way}_length")
        _demand(((begins >= 0) & (begins <= workers.residents)).all(), "a grid worker left its beat", model)
        _demand(((goes >= 0) & (goes <= workers.residents * (1 + 1e-9))).all(), "a grid worker went round its beat twice in a day", model)


CHECKS = (
    *(matters_are_somewhere, records_agree, everything_is_known, times_are_ordered),
    *(resources_balance, shares_are_bounded, beats_cover_everybody),
)
"""What is checked at the end of a day."""


def _demand(holds: Any, complaint: str, model: "CoGovernanceModel") -> None:
    if not holds:
        raise InvariantBroken(f"day {model.day}, seed {model.seed}: {complaint}")
