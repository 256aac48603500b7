"""Sharing by hand: what is offered, what arrives, and that every loan is given back."""

import importlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from cogov.model.build import build
from cogov.model.city import City
from cogov.model.desks import BROKERS, GOVERNMENT
from cogov.model.loans import RIVAL, Loans
from cogov.model.network import Ties
from cogov.model.rules.sharing import Sharing, one_pass, sharing
from cogov.scenarios.loader import load_scenario, resolve_policy

rule = importlib.import_module("cogov.model.rules.sharing")  # the package gives the rule itself
Small = Callable[..., City]


def three_desks(strength: tuple[float, float] = (1.0, 1.0)) -> Any:
    """Desk 0 is tied to desks 1 and 2."""
    governance = Ties(3, source=np.array([0, 0]), target=np.array([1, 2]), strength=np.array(strength))
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
    given, received = one_pass(three_desks(strength).governance, offers, missing, np.array(kappa))
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


# -- the rule itself -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "decay", "before", "stands"), [(0, 0.005, 9.0, 1.6), (1, 0.005, 2.0, 1.998), (0, 0.0, 2.0, 2.008)])
def test_training_by_hand(small: Small, day: int, decay: float, before: float, stands: float) -> None:
    """.4 · .02 · taught 1 = .008 a day; on the first day where gain and decay are equal, .008 / .005; later 2 + .008 − .01."""
    city = small({"resource_sharing.economic": 0.4}, sharing__training_flow=0.02, sharing__training_decay=decay)
    city.day, city.taught[:], city.institutions.training[:] = day, 1.0, before
    sharing(city)
    assert city.institutions.training == pytest.approx(stands)


def test_information_is_shared_as_far_as_government_shares(small: Small) -> None:
    city = small({"resource_sharing.government": 0.7, "resource_sharing.economic": 0.2})
    sharing(city)
    assert city.shared_information == pytest.approx(0.7)
    city.shared_information[0] = 0.0
    assert city.levers.resource_sharing[0, 1] == pytest.approx(0.7)  # it is a copy


def test_what_is_spare_is_offered_and_what_is_missing_is_asked_for(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """Own flows of 5 each; readiness .5 · .8. Desk 0 wants 2: 3 spare. Desk 1 has lent 4 and borrowed 9: no more than 1 of its own. Desk 2
    wants 9: 4 missing. Desk 3 has lent more than it has."""
    city = small({"resource_sharing": 0.5})
    institutions, loans, wanted = city.institutions, city.loans, np.full((city.institutions.size, RIVAL), 5.0)
    institutions.flows = np.full_like(institutions.flows, 5.0)
    institutions.free_openness = np.full_like(institutions.free_openness, 0.8)
    loans.lent[1], loans.borrowed[1], loans.lent[3], loans.borrowed[3] = 4.0, 9.0, 6.0, 9.0
    wanted[:4] = np.array([2.0, 1.0, 9.0, 1.0])[:, None]
    asked: dict[str, np.ndarray] = {}
    monkeypatch.setattr(rule, "wanted_today", lambda *_: wanted)
    monkeypatch.setattr(rule, "_lend", lambda _, __, offer, missing: asked.update(offer=offer, missing=missing))
    sharing(city)
    assert asked["offer"][:5, 0] == pytest.approx([3 * 0.4, 1 * 0.4, 0.0, 0.0, 0.0])
    assert asked["missing"][:5, 0] == pytest.approx([0.0, 0.0, 4.0, 0.0, 0.0])


@pytest.mark.parametrize(("day", "lever", "lends"), [(0, 0.1, True), (5, 0.1, False), (0, 0.0, False)])
def test_nobody_lends_on_a_rest_day_or_where_nobody_shares(
    small: Small,
    monkeypatch: pytest.MonkeyPatch,
    day: int,
    lever: float,
    lends: bool,  # noqa: FBT001 - a table of cases
) -> None:
    city, asked = small({"resource_sharing": lever}), []
    monkeypatch.setattr(rule, "_lend", lambda *_: asked.append(1))
    city.day = day
    sharing(city)
    assert bool(asked) == lends


def test_congruence_on_a_tie_is_that_of_the_matters_in_the_targets_queue() -> None:
    """Desk 1 has two matters of topic 0 and one of topic 1; desk 2 has none: (2 · .9 + .3) / 3 = .7, and nothing."""
    city = three_desks()
    city.topics, city.register = SimpleNamespace(names=("a", "b")), SimpleNamespace(topic=np.array([0, 0, 1, 1]))
    kappa = np.array([[0.9, 0.3], [0.8, 0.8]])
    city.congruence = lambda _, target, topic: kappa[target - 1, topic]
    holdings = cast("Any", SimpleNamespace(desk=np.array([1, 1, 1]), row=np.array([0, 1, 3])))
    assert rule._congruence_on_ties(city, holdings, city.governance) == pytest.approx([0.7, 0.0])
    assert rule._congruence_on_ties(city, holdings, city.governance.only(np.array([1]))) == pytest.approx([0.0])
    one = cast("Any", SimpleNamespace(desk=np.array([2]), row=np.array([2])))
    assert rule._congruence_on_ties(city, one, city.governance) == pytest.approx([0.0, 0.8])


def test_brokers_pass_on_part_of_what_could_not_be_placed() -> None:
    """Desk 0 has 8 left: 6 go to broker 1 over a tie three times as strong as that to broker 2, which knows nobody in need. Half of 6 is passed
    on; desk 3, whom desk 0 is not tied to, misses 2 and gets them: desk 0 gave 2 of the 6 that it entrusted. Desk 4 is no broker."""
    source, target = np.array([0, 0, 0, 1, 2, 4]), np.array([1, 2, 4, 3, 0, 3])
    governance = Ties(5, source, target, strength=np.array([0.6, 0.2, 0.9, 0.5, 0.2, 0.5]))
    sector = np.array([GOVERNMENT, BROKERS[0], BROKERS[1], GOVERNMENT, GOVERNMENT])
    city: Any = SimpleNamespace(
        governance=governance, institutions=SimpleNamespace(size=5, sector=sector), numbers=lambda kind, *_, **__: kind()
    )
    offer, missing, ties = np.zeros((5, 1)), np.zeros((5, 1)), governance.only(np.array([3, 5]))
    offer[0], missing[3] = 8.0, 2.0
    given, received = rule._second_hop(city, ties, offer, missing, np.ones(2))
    assert received.ravel() == pytest.approx([0, 0, 0, 2, 0])
    assert given.ravel() == pytest.approx([2, 0, 0, 0, 0])
    missing[3] = 9.0  # at most the half of 6 that a broker passes on
    given, received = rule._second_hop(city, ties, offer, missing, np.ones(2))
    assert received.ravel() == pytest.approx([0, 0, 0, 3, 0])
    assert given.ravel() == pytest.approx([3, 0, 0, 0, 0])


def test_only_ties_to_a_desk_in_need_carry_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    city, nothing = three_desks(), np.zeros((3, RIVAL))
    city.loans, used = Loans(3, days=2), []
    monkeypatch.setattr(rule, "_congruence_on_ties", lambda _, __, ties: used.append(ties.target.tolist()) or np.ones(len(ties.target)))
    monkeypatch.setattr(rule, "_second_hop", lambda *_: (nothing, nothing))
    offer, missing = nothing.copy(), nothing.copy()
    offer[0], missing[2, 3] = 1.0, 5.0
    rule._lend(city, cast("Any", None), offer, missing)
    assert used == [[2]]
    assert city.loans.borrowed[2, 3] == city.loans.borrowed.sum() == 1.0


def test_what_brokers_bring_is_booked_beside_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Desk 0 places 1 of its 2 directly; of what is left and missing then, a broker moves .5."""
    city = three_desks((1.0, 0.0))
    city.loans, seen = Loans(3, days=2), []
    offer, missing, moved = np.zeros((3, RIVAL)), np.zeros((3, RIVAL)), np.zeros((3, RIVAL))
    offer[0, 0], missing[1, 0], missing[2, 0], moved[0, 0] = 2.0, 1.0, 4.0, 0.5
    monkeypatch.setattr(rule, "_congruence_on_ties", lambda *_: np.ones(2))
    monkeypatch.setattr(rule, "_second_hop", lambda _, __, left, short, ___: seen.append((left, short)) or (moved, moved[[1, 2, 0]]))
    rule._lend(city, cast("Any", None), offer, missing)
    assert (seen[0][0][0, 0], seen[0][1][:, 0].tolist()) == (1.0, [0.0, 0.0, 4.0])
    assert city.loans.lent[:, 0].tolist() == [1.5, 0.0, 0.0]
    assert city.loans.borrowed[:, 0].tolist() == [0.0, 1.0, 0.5]
