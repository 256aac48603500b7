"""A desk's day: who gets how much time. Against the Lindley recursion (exact) and Erlang's formula (statistical)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from cogov.model.queueing import gamma_work, roster, serve

Floats = NDArray[np.float64]


def erlang_c_wait(servers: int, load: float) -> float:
    """Return the mean wait in units of the mean service time (FACTS A1)."""
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = servers * load * blocked / (k + servers * load * blocked)
    return blocked / (1 - load * (1 - blocked)) / (servers * (1 - load))


def test_erlangs_table_of_the_facts() -> None:
    assert erlang_c_wait(1, 0.7) == pytest.approx(2.3333, abs=5e-5)
    assert erlang_c_wait(3, 0.7) == pytest.approx(0.5470, abs=5e-5)
    assert erlang_c_wait(10, 0.9) == pytest.approx(0.6687, abs=5e-5)


@pytest.mark.parametrize("handlers", [0.05, 0.3, 1.0, 2.6])
def test_a_roster_brings_exactly_the_handler_days_on_the_payroll(handlers: float) -> None:
    days = 1000
    for phase in (0.0, 0.25, 0.999):
        present = np.array([roster(np.array([handlers]), np.array([phase]), day)[0] for day in range(days)])
        assert set(np.unique(present)) <= {np.floor(handlers), np.ceil(handlers)}
        # floor(n h + phase) in n days: the only rounding is the last
        assert present.sum() == np.floor(days * handlers + phase)


def test_a_hand_worked_day_of_one_handler() -> None:
    # .3 left of an old matter, .5 of a matter that comes at .2, .4 of one that comes at .9; in order of coming:
    # ends at .3, at .8, and at .9 + .4 = 1.3 of which .1 fits
    given_, end = serve(np.zeros(3, dtype=np.int64), np.array([0.3, 0.5, 0.1]), np.array([0.0, 0.2, 0.9]), np.array([1.0]), in_order=True)
    assert given_ == pytest.approx([0.3, 0.5, 0.1])
    assert end == pytest.approx([0.3, 0.8, 1.0])


def test_nobody_is_served_at_an_empty_desk_and_nothing_is_fine() -> None:
    given_, _ = serve(np.array([0, 1]), np.array([0.5, 0.5]), np.zeros(2), np.array([0.0, 1.0]), in_order=True)
    assert given_.tolist() == [0.0, 0.5]
    none = np.empty(0)
    assert len(serve(np.empty(0, dtype=np.int64), none, none, np.ones(1), in_order=True)[0]) == 0


@st.composite
def days(draw: st.DrawFn) -> tuple[NDArray[np.int64], Floats, Floats, Floats]:
    size = draw(st.integers(1, 30))
    desks = draw(st.integers(1, 4))
    share = st.floats(0, 1, allow_nan=False)
    desk = np.sort(np.array(draw(st.lists(st.integers(0, desks - 1), min_size=size, max_size=size)), dtype=np.int64))
    ready = np.array(draw(st.lists(share, min_size=size, max_size=size)))
    demand = np.array(draw(st.lists(share, min_size=size, max_size=size))) * (1 - ready)
    capacity = np.array(draw(st.lists(st.integers(0, 4), min_size=desks, max_size=desks)), dtype=np.float64)
    return desk, demand, ready, capacity


@given(day=days(), in_order=st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_desk_gives_more_than_it_has_and_no_matter_gets_more_than_a_handler(
    day: tuple[NDArray[np.int64], Floats, Floats, Floats],
    in_order: bool,  # noqa: FBT001
) -> None:
    desk, demand, ready, capacity = day
    given_, end = serve(desk, demand, ready, capacity, in_order=in_order)
    assert (given_ >= -1e-12).all()
    assert (given_ <= demand + 1e-12).all()
    assert (given_ <= 1 - ready + 1e-12).all()
    assert (np.bincount(desk, weights=given_, minlength=len(capacity)) <= capacity + 1e-9).all()
    assert ((end >= ready + given_ - 1e-9) & (end <= 1 + 1e-12)).all()


@given(day=days())
@settings(max_examples=100, deadline=None)
def test_no_time_is_wasted_on_matters_that_wait_from_the_morning(day: tuple[NDArray[np.int64], Floats, Floats, Floats]) -> None:
    desk, demand, ready, capacity = day
    given_, _ = serve(desk, demand, np.zeros_like(ready), capacity, in_order=True)
    wanted = np.bincount(desk, weights=demand, minlength=len(capacity))
    assert np.bincount(desk, weights=given_, minlength=len(capacity)) == pytest.approx(np.minimum(wanted, capacity), abs=1e-9)


@given(day=days())
@settings(max_examples=60, deadline=None)
def test_desks_do_not_disturb_one_another(day: tuple[NDArray[np.int64], Floats, Floats, Floats]) -> None:
    desk, demand, ready, capacity = day
    together, end = serve(desk, demand, ready, capacity, in_order=True)
    for place in np.unique(desk):
        here = desk == place
        alone, end_alone = serve(np.zeros(here.sum(), dtype=np.int64), demand[here], ready[here], capacity[[place]], in_order=True)
        assert together[here] == pytest.approx(alone, abs=1e-9)
        assert end[here] == pytest.approx(end_alone, abs=1e-9)


def work_down(arrived: Floats, work: Floats, desk: NDArray[np.int64], handlers: int) -> Floats:
    """Return when each matter is done, by iterating `serve` over days, first come first served at each desk."""
    left, done, open_ = work.copy(), np.full(len(work), np.nan), np.empty(0, dtype=np.int64)
    order = np.argsort(arrived, kind="stable")
    capacity = np.full(int(desk.max()) + 1, float(handlers))
    day, came = 0, 0
    while came < len(order) or len(open_):
        until = int(np.searchsorted(arrived[order], day + 1))
        open_ = np.concatenate([open_, order[came:until]])
        came = until
        open_ = open_[np.lexsort((arrived[open_], desk[open_]))]
        ready = np.clip(arrived[open_] - day, 0, 1)
        got, end = serve(desk[open_], np.minimum(1 - ready, left[open_]), ready, capacity, in_order=True)
        left[open_] -= got
        finished = left[open_] <= 1e-9
        done[open_[finished]] = day + end[finished]
        open_ = open_[~finished]
        day += 1
    return done


def test_one_handler_is_the_lindley_recursion() -> None:
    """Start = max(arrival, end of the one before): a deterministic identity, equal to 1e-7 days.

    Matters shorter and longer than a day, at three desks; done counts at 1e-9 work left, and the error of a sum over 2,000 days adds.
    """
    rng = np.random.default_rng(8)
    arrived, work, desk = np.sort(rng.random(3000)) * 1000, rng.exponential(0.8, 3000), rng.integers(0, 3, 3000)
    done = work_down(arrived, work, desk, 1)
    for place in range(3):
        end = 0.0
        for row in np.flatnonzero(desk == place):
            end = max(float(arrived[row]), end) + float(work[row])
            assert done[row] == pytest.approx(end, abs=1e-7)


SERVICE = 60.0
"""Mean service in days: the day's rounding (at most 1 day of a sojourn) is below a sixtieth of it."""


def _mean_wait(servers: int, load: float, desks: int, each: int, seed: int) -> tuple[float, float]:
    """Return mean and standard error of the wait, in units of mean service, desks being independent replicates."""
    rng = np.random.default_rng(seed)
    gaps = rng.exponential(SERVICE / (servers * load), (desks, each))
    arrived, work = np.cumsum(gaps, axis=1), rng.exponential(SERVICE, (desks, each))
    desk = np.repeat(np.arange(desks), each)
    done = work_down(arrived.ravel(), work.ravel(), desk, servers).reshape(desks, each)
    wait = ((done - arrived - work) / SERVICE)[:, each // 4 :].mean(axis=1)
    return float(wait.mean()), float(wait.std(ddof=1) / np.sqrt(desks))


@pytest.mark.slow("evidence/test_validation.py::test_every_closed_form_comes_out_in_a_quick_trial")
@pytest.mark.parametrize(("servers", "load"), [(1, 0.5), (1, 0.7), (3, 0.5), (3, 0.7), (5, 0.8)])
def test_waits_are_erlangs(servers: int, load: float) -> None:
    """Within 3.5 standard errors plus the day's rounding (1/60 service for a sojourn), and within 5 % plus that (FACTS A1)."""
    mean, error = _mean_wait(servers, load, desks=300, each=1000, seed=servers)
    theory, rounding = erlang_c_wait(servers, load), (0.0 if servers == 1 else 1 / SERVICE)
    assert abs(mean - theory) < 3.5 * error + rounding
    assert abs(mean - theory) < 0.05 * theory + rounding + 1e-9


def test_work_is_gamma_with_its_mean_and_cv() -> None:
    u = (np.arange(100_000) + 0.5) / 100_000
    for mean, cv in ((2.0, 1.0), (0.5, 0.4), (3.0, 2.0)):
        work = gamma_work(u, np.full(u.shape, mean), np.full(u.shape, cv))
        assert work.mean() == pytest.approx(mean, rel=0.01)  # the midpoint rule misses part of the last tail
        assert work.std() / work.mean() == pytest.approx(cv, rel=0.02)
    assert gamma_work(np.array([0.3]), np.array([2.0]), np.array([1.0])) == pytest.approx(stats.expon.ppf(0.3, scale=2))
    assert gamma_work(np.array([0.01, 0.99]), np.full(2, 1.5), np.zeros(2)).tolist() == [1.5, 1.5]


def test_two_handlers_work_as_one_of_their_speed_but_give_no_matter_more_than_one() -> None:
    # lengths .8/2 = .4, .6/2 = .3, 1/2 = .5: ends .4, .7, 1.2; the last starts at .7 and finds (1 − .7) · 2 = .6 handler-days.
    # It is done when the day is: .7 + .6 is beyond it
    given_, end = serve(np.zeros(3, dtype=np.int64), np.array([0.8, 0.6, 1.0]), np.zeros(3), np.array([2.0]), in_order=True)
    assert given_ == pytest.approx([0.8, 0.6, 0.6])
    # one handler each: .8 from 0, .6 from .4, .6 from .7
    assert end == pytest.approx([0.8, 1.0, 1.0])


def test_out_of_order_who_comes_late_keeps_nobody_waiting() -> None:
    # the first comes at .9 and gets the .1 that is left of the day; the second is served as if it came first in the room
    # behind the first's .3: from .3 to .7
    given_, end = serve(np.zeros(2, dtype=np.int64), np.array([0.3, 0.4]), np.array([0.9, 0.0]), np.array([1.0]), in_order=False)
    assert given_ == pytest.approx([0.1, 0.4])
    assert end == pytest.approx([1.0, 0.7])
    in_line, _ = serve(np.zeros(2, dtype=np.int64), np.array([0.1, 0.4]), np.array([0.9, 0.0]), np.array([1.0]), in_order=True)
    assert in_line == pytest.approx([0.1, 0.0])


def test_work_is_never_nothing() -> None:
    # the lowest quantile of work that varies by ten times its mean is 0 to the last bit
    assert gamma_work(np.array([0.01]), np.array([1.0]), np.array([10.0])).tolist() == [1e-6]
    assert gamma_work(np.array([0.5]), np.zeros(1), np.zeros(1)).tolist() == [1e-6]
    # a coefficient of 1e-4: shape 1e8, the median a third of 1e-8 below the mean
    assert gamma_work(np.array([0.5]), np.array([2.0]), np.array([1e-4])) == pytest.approx(2.0, rel=1e-7)


def test_half_a_handler_takes_twice_as_long() -> None:
    # .2 of a handler-day at half a handler fills .4 of the day, .4 more would need .8 of it: .6 · .5 = .3 is given
    given_, _ = serve(np.zeros(2, dtype=np.int64), np.array([0.2, 0.4]), np.zeros(2), np.array([0.5]), in_order=True)
    assert given_ == pytest.approx([0.2, 0.3])


def test_what_comes_late_at_one_desk_keeps_nobody_at_the_next_waiting_however_short_it_is() -> None:
    given_, end = serve(np.array([0, 1]), np.full(2, 0.01), np.array([0.9, 0.0]), np.ones(2), in_order=True)
    assert given_ == pytest.approx([0.01, 0.01])
    assert end == pytest.approx([0.91, 0.01])
