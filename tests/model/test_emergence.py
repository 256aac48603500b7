"""Emergence by hand: how need drifts, which potential matters there are and which arise, and what a matter is like at birth."""

import importlib
from collections.abc import Callable

import numpy as np
import pytest

from cogov.model import hazards
from cogov.model.chance import Purpose
from cogov.model.city import City
from cogov.model.rules.emergence import ORDINALS, _hazard, drift_need, emergence, potential_matters
from cogov.model.stages import Channel, Origin, Reason, Stage
from cogov.model.topics import APPLICATION

rule = importlib.import_module("cogov.model.rules.emergence")  # the package gives the rule itself
Small, Enter = Callable[..., City], Callable[..., np.ndarray]
TOWN = {"city.population": 20_000}
"""Large enough for some 60 potential matters a day."""


def hazard_of(monkeypatch: pytest.MonkeyPatch, multiple: float) -> None:
    """Let every hazard be a multiple of its base rate."""
    monkeypatch.setattr(hazards, "relative", lambda city: np.full(city.root.shape, multiple))


# -- need ----------------------------------------------------------------------------------------------------------------------------


def normals(city: City, week: int) -> np.ndarray:
    return city.chance.normal(Purpose.NEED, week, np.arange(len(city.topics.names)))[None, :]


def test_need_drifts_from_week_to_week(small: Small) -> None:
    """Week 0 anew: .25 z₀; week 1: .9 · .25 z₀ + .25 √(1 − .81) z₁; need itself is e^(that − .25²/2), 1 on average."""
    drift = {"need_spread": 0.25, "need_persistence": 0.9, "need_shift_chance": 0.0}
    city = small(**{f"emergence__{name}": value for name, value in drift.items()})
    city.log_need[:] = 9.0
    drift_need(city)
    assert city.log_need == pytest.approx(0.25 * normals(city, 0))
    city.day = 7
    drift_need(city)
    log_need = 0.9 * 0.25 * normals(city, 0) + 0.25 * np.sqrt(0.19) * normals(city, 1)
    assert city.log_need == pytest.approx(log_need)
    assert city.need == pytest.approx(np.exp(log_need - 0.03125))


def test_a_jump_forgets_what_was_needed(small: Small) -> None:
    city = small(emergence__need_shift_chance=1.0, emergence__need_spread=0.25)
    city.day, city.log_need[:] = 14, 9.0
    drift_need(city)
    assert city.log_need == pytest.approx(0.25 * normals(city, 2))


def test_jumps_come_with_their_chance(small: Small) -> None:
    """Where nothing drifts only a jump moves need: .2 a week over 24 topics and 100 weeks, 4 sd."""
    city = small(emergence__need_shift_chance=0.2, emergence__need_persistence=0.999, emergence__need_spread=0.001)
    jumps = 0
    for week in range(1, 101):
        city.day, city.log_need[:] = 7 * week, 1.0
        drift_need(city)
        jumps += int((city.log_need < 0.5).sum())
    assert jumps / city.need.size / 100 == pytest.approx(0.2, abs=0.033)


@pytest.mark.parametrize("day", range(8))
def test_need_drifts_on_mondays(small: Small, day: int) -> None:
    city = small()
    city.day = day
    emergence(city)
    assert (city.need != 1.0).all() == (day in (0, 7))


def test_fixed_need_stays_at_its_base(small: Small) -> None:
    city = small(settings={"choices.need": "fixed"})
    city.need[:] = 3.0
    drift_need(city)
    assert (city.need == 1.0).all()


# -- potential matters ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [0, 5])
def test_as_many_potential_matters_as_the_base_rates_say(small: Small, day: int) -> None:
    """Poisson counts over 60 Mondays or Saturdays, 4 sd; fewer applications on a Saturday."""
    city = small(settings={**TOWN, "choices.arrivals": "poisson"})
    found = np.zeros((city.territory.villages, len(city.topics.names)))
    for week in range(60):
        city.day = 7 * week + day
        np.add.at(found.ravel(), potential_matters(city)[1], 1)
    expected = 60 * np.diff(city.arrivals[0].cells[day == 5], prepend=0.0).reshape(found.shape)
    for of in (city.topics.form == APPLICATION, city.topics.form != APPLICATION):
        assert found[:, of].sum() == pytest.approx(expected[:, of].sum(), abs=4 * np.sqrt(expected[:, of].sum()))
    by_village = expected.sum(axis=1)
    assert (np.abs(found.sum(axis=1) - by_village) < 4.5 * np.sqrt(by_village)).all()


def test_bursty_arrivals_are_as_many_and_come_in_clusters(small: Small) -> None:
    """Clusters of a mean size: counts vary 1 + 3 · (2 − 1) = 4 times as much as Poisson ones in a cell; mean of 150 days within 4 sd."""
    city = small(settings=TOWN, emergence__dispersion=2.0, emergence__cap=3.0)
    counts = []
    for day in range(0, 1050, 7):
        city.day = day
        counts.append(len(potential_matters(city)[1]))
    mean = city.arrivals[0].cells[0][-1]
    assert np.mean(counts) == pytest.approx(mean, abs=4 * np.sqrt(4 * mean / 150))
    assert np.var(counts) / mean == pytest.approx(4.0, abs=2.0)


def test_a_potential_matter_is_known_by_where_and_when_it_lies(small: Small) -> None:
    city = small(settings=TOWN)
    cells = city.territory.villages * len(city.topics.names)
    seen: set[int] = set()
    for city.day in range(5):
        identity, cell = potential_matters(city)
        place, ordinal = np.divmod(identity.astype(np.int64), ORDINALS)
        assert (place == city.day * cells + cell).all()
        assert (np.diff(cell) >= 0).all()
        for one in np.unique(cell):
            assert ordinal[cell == one].tolist() == list(range((cell == one).sum()))
        seen.update(identity.tolist())
        assert len(seen) > 5 * city.day


# -- which arise ---------------------------------------------------------------------------------------------------------------------


def test_a_potential_matter_arises_as_often_as_its_hazard_over_the_cap(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """.9 of a cap of 3: three tenths of 20 days' potential matters, 4 sd; none is entered twice, and the others are not."""
    hazard_of(monkeypatch, 0.9)
    city, potential = small(settings=TOWN, emergence__cap=3.0), 0
    for city.day in range(20):
        identity, cell = potential_matters(city)
        before, potential = city.register.size, potential + len(cell)
        emergence(city)
        new = slice(before, city.register.size)
        _, at, _ = np.intersect1d(identity, city.register.identity[new], return_indices=True)
        assert len(at) == city.register.size - before
        assert (city.register.village[new] * len(city.topics.names) + city.register.topic[new] == cell[np.sort(at)]).all()
    share = city.register.size / potential
    assert share == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / potential))


def test_no_hazard_is_above_the_cap_and_those_at_it_are_counted(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    city = small(emergence__cap=3.0)
    hazard = np.full(city.root.shape, 1.5)
    hazard[0, :6] = [2.9, 3.0, 7.0, 3.1, 0.0, 2.0]
    monkeypatch.setattr(hazards, "relative", lambda _: hazard)
    city.day = 2
    found = _hazard(city)
    assert found[:6].tolist() == [2.9, 3.0, 3.0, 3.0, 0.0, 2.0]
    assert (found[6:] == 1.5).all()
    assert city.tally.capped == pytest.approx(3 / 48)
    city.day = 1  # the warm-up is not counted
    _hazard(city)
    assert city.tally.capped == pytest.approx(3 / 48)


def test_what_prevents_fades(small: Small) -> None:
    city = small(emergence__prevention_decay_days=50, deliberation__rule_days=200)
    city.root[:], city.village_rules[:] = 1.0, 1.0
    _hazard(city)
    assert city.root == pytest.approx(np.exp(-0.02))
    assert city.village_rules == pytest.approx(np.exp(-0.005))


# -- what a matter is like at birth --------------------------------------------------------------------------------------------------


def test_a_new_matter_is_of_its_topic_and_of_somebody_of_its_village(small: Small) -> None:
    city = small(mediation__hardness=1.5, mediation__hardness_spread=0.0, triage__ambiguity_spread=0.0)
    cell = np.repeat(np.arange(city.root.size), 30)
    city.day = 4
    rule._enter_new(city, np.arange(len(cell), dtype=np.uint64), cell)
    register, topics, cut = city.register, city.topics, slice(len(cell))
    topic = register.topic[cut]
    assert (topic == cell % 24).all()
    assert (register.village[cut] == cell // 24).all()
    assert (city.citizens.village[register.citizen[cut]] == cell // 24).all()
    assert (register.level[cut] == topics.level[topic]).all()
    assert (register.hardness[cut] == 1.5).all()
    assert register.ambiguity[cut] == pytest.approx(city.nature.ambiguity[0][topic])
    assert (register.arose[cut] >= 4).all()
    assert (register.arose[cut] < 5).all()
    assert register.arose[cut].mean() == pytest.approx(4.5, abs=0.03)
    sure = (city.nature.collective[0] == 0) | (city.nature.collective[0] == 1)
    assert (register.collective[cut] == city.nature.collective[0][topic])[sure[topic]].all()
    for one in range(24):
        here, n, cv = topic == one, 60, city.nature.work_cv[0][one]
        assert register.work_total[cut][here].mean() == pytest.approx(city.nature.work_mean[0][one], rel=4.5 * cv / np.sqrt(n))
        assert register.collective[cut][here].mean() == pytest.approx(city.nature.collective[0][one], abs=4.5 * 0.5 / np.sqrt(n))


def test_hardness_and_ambiguity_spread_around_their_means(small: Small) -> None:
    """Normal, mean 1 and sd .8, and lognormal with sd .3 of the log, over 4,000 matters: 4 se."""
    city = small(mediation__hardness=1.0, mediation__hardness_spread=0.8, triage__ambiguity_spread=0.3)
    rule._enter_new(city, np.arange(4000, dtype=np.uint64), np.zeros(4000, dtype=np.int64))
    hardness, log = city.register.hardness[:4000], np.log(city.register.ambiguity[:4000] / city.nature.ambiguity[0][0])
    assert (hardness.mean(), hardness.std()) == (pytest.approx(1.0, abs=0.051), pytest.approx(0.8, abs=0.036))
    assert (log.mean(), log.std()) == (pytest.approx(0.0, abs=0.019), pytest.approx(0.3, abs=0.014))


def test_one_born_of_another_has_its_place_and_its_nature(small: Small, enter: Enter) -> None:
    """A matter that came back is unknown again; a petition is known from the start, at a desk of the level above."""
    city = small(triage__ambiguity_spread=0.0)
    parent = enter(city, Stage.IN_HAND, 2, "bride_price", village=1, citizen=700, hardness_at_birth=0.4, collective=True)
    city.register.hardness[parent] = 0.9
    city.register.move(parent, Stage.SETTLED, 0.5, Reason.WORK_DONE)
    city.births.announce(parent[:1], np.array([3.25]), Origin.REOPENED, 0)
    city.births.announce(parent[1:], np.array([3.5]), Origin.PETITION, 1)
    for city.day, size in ((2, 2), (3, 4), (4, 4)):
        rule._enter_born(city)
        assert city.register.size == size
    register, born = city.register, np.array([2, 3])
    assert register.parent[born].tolist() == parent.tolist()
    assert register.origin[born].tolist() == [Origin.REOPENED, Origin.PETITION]
    assert register.level[born].tolist() == [0, 1]
    assert register.arose[born].tolist() == [3.25, 3.5]
    assert (register.topic[born] == register.topic[parent]).all()
    assert register.village[born].tolist() == [1, 1]
    assert register.citizen[born].tolist() == [700, 700]
    assert register.hardness[born].tolist() == [0.9, 0.9]
    assert register.collective[born].all()
    assert register.stage[born].tolist() == [Stage.UNKNOWN, Stage.KNOWN]
    assert (register.known[3], register.channel[3], register.at_desk[3]) == (3.5, Channel.TOLD, True)
    assert register.moves().reason[-1] == Reason.PETITIONED
