"""Sharing by hand: what is offered, what arrives, and that every loan is given back."""

import importlib
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from cogov.model.build import build
from cogov.model.loans import RIVAL, Loans
from cogov.model.rules.sharing import Sharing, one_pass, sharing
from cogov.scenarios.loader import load_scenario, resolve_policy

rule = importlib.import_module("cogov.model.rules.sharing")  # the package gives the rule itself


def three_desks(strength: tuple[float, float] = (1.0, 1.0)) -> Any:
    """Desk 0 is tied to desks 1 and 2."""
    source, target = np.array([0, 0]), np.array([1, 2])
    governance = SimpleNamespace(source=source, target=target, strength=np.array(strength))
    return SimpleNamespace(governance=governance, institutions=SimpleNamespace(size=3))


@pytest.mark.parametrize(
    ("strength", "kappa", "offer", "deficits", "arrives"),
    [
        ((1, 1), (1, 1), 6, (1, 2), (1, 2)),  # 6 · 1/3 = 2 and 6 · 2/3 = 4, at most what is missing
        ((1, 1), (0.5, 0.5), 6, (1, 2), (1, 2)),  # half of 2 and of 4
        ((1, 1), (0.5, 0.25), 3, (1, 2), (0.5, 0.5)),  # 3 · 1/3 · 1/2 and 3 · 2/3 · 1/4
        ((3, 1), (1, 1), 2, (5, 5), (1.5, 0.5)),  # three quarters go over the strong tie
        ((1, 1), (1, 1), 2, (0, 5), (0, 2)),  # nothing to who needs nothing
    ],
)
def test_an_offer_is_spread_by_deficit_strength_and_congruence(
    strength: tuple[float, float], kappa: tuple[float, float], offer: float, deficits: tuple[float, float], arrives: tuple[float, float]
) -> None:
    offers, missing = np.array([[offer], [0.0], [0.0]]), np.array([[0.0], [deficits[0]], [deficits[1]]])
    given, received = one_pass(three_desks(strength), np.arange(2), offers, missing, np.array(kappa))
    np.testing.assert_allclose(received.ravel(), [0.0, *arrives], atol=1e-12)
    np.testing.assert_allclose(given.ravel(), [sum(arrives), 0.0, 0.0], atol=1e-12)


def test_a_loan_is_given_back_when_its_days_are_over() -> None:
    loans, one = Loans(2, days=3), np.zeros((2, RIVAL))
    one[0, 0] = 2.0
    loans.book(one, one[::-1])
    lent, borrowed = [], []
    for _ in range(4):
        lent.append(loans.lent[0, 0])
        borrowed.append(loans.borrowed[1, 0])
        loans.next_day()
    assert lent == borrowed == [2.0, 2.0, 2.0, 0.0]


def test_what_was_given_back_is_not_given_back_again() -> None:
    loans, one = Loans(1, days=3), np.zeros((1, RIVAL))
    one[0, 0] = 2.0
    loans.book(one, one)
    for _ in range(4):
        loans.next_day()
    loans.book(2 * one, 2 * one)
    for _ in range(2):
        loans.next_day()
    assert loans.lent[0, 0] == loans.borrowed[0, 0] == 4.0


def test_what_is_left_of_an_offer_is_offered_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six days, of which pulls of 5 · 1 and 1 · 5 send three each way; one arrives where one is missing, and the two left go the other way."""
    city, nothing = three_desks((5.0, 1.0)), np.zeros((3, RIVAL))
    city.loans = Loans(3, days=2)
    monkeypatch.setattr(rule, "_congruence_on_ties", lambda *_: np.ones(2))
    monkeypatch.setattr(rule, "_second_hop", lambda *_: (nothing, nothing))
    offer, missing = nothing.copy(), nothing.copy()
    offer[0, 0], missing[1, 0], missing[2, 0] = 6.0, 1.0, 5.0
    rule._lend(city, cast("Any", None), offer, missing)
    np.testing.assert_allclose(city.loans.borrowed[:, 0], [0.0, 1.0, 5.0])
    np.testing.assert_allclose(city.loans.lent[:, 0], [6.0, 0.0, 0.0])


def test_the_rule_gives_back_what_is_due_every_day() -> None:
    """Also where nobody shares: a loan booked today is gone after its days."""
    scenario = load_scenario("leping", {"city.population": 500, "days": 10, "warmup": 2})
    city = build(scenario, resolve_policy(scenario, "as_is", {"resource_sharing": 0.0}), 1)
    one = np.ones((city.institutions.size, RIVAL))
    city.loans.book(one, one)
    days = city.numbers(Sharing).loan_days
    for _ in range(days - 1):
        sharing(city)
    assert (city.loans.lent == 1.0).all()
    sharing(city)
    assert (city.loans.lent == 0.0).all()
    assert (city.loans.borrowed == 0.0).all()
