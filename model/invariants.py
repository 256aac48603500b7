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
    for check in (matters_are_somewhere, times_are_ordered, resources_balance, shares_are_bounded):
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


def _demand(holds: Any, complaint: str, model: "CoGovernanceModel") -> None:
    if not holds:
        raise InvariantBroken(f"day {model.day}, seed {model.seed}: {complaint}")
