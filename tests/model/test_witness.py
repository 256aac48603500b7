"""A witness changes nothing, and what it remembers is what happened."""

import numpy as np
import pytest
from scipy.special import expit

from cogov.model.city import City
from cogov.model.desks import unpack
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.triage import willingness
from cogov.model.scenario import Scenario
from cogov.model.stages import Reason
from cogov.model.witness import Witness, _missing_partners, watch
from cogov.scenarios.loader import load_scenario, resolve_policy

SCENARIO = load_scenario("leping", {"city.population": 2000, "days": 60, "warmup": 10})
TRIAGED = [Reason.CLAIMED, Reason.DISPATCHED, Reason.NOBODY_TOOK_IT]


def city(scenario: Scenario = SCENARIO) -> CoGovernanceModel:
    return CoGovernanceModel(scenario, resolve_policy(scenario, "as_is", {}), seed=2)


@pytest.fixture(scope="module")
def watched() -> tuple[CoGovernanceModel, Witness]:
    model = city()
    witness = watch(model.rules)
    return model.run(), witness


def test_the_run_is_the_same_to_the_last_byte(watched: tuple[CoGovernanceModel, Witness]) -> None:
    plain, seen = city().run(), watched[0]
    for table in ("register", "institutions", "citizens"):
        for (name, one), (_, other) in zip(getattr(plain.city, table).arrays(), getattr(seen.city, table).arrays(), strict=True):
            assert one.tobytes() == other.tobytes(), name
    for one, other in zip(vars(plain.city.register.moves()).values(), vars(seen.city.register.moves()).values(), strict=True):
        assert one.tobytes() == other.tobytes()
    assert repr(plain.indicators()) == repr(seen.indicators())


def test_there_is_one_sighting_for_every_triage(watched: tuple[CoGovernanceModel, Witness]) -> None:
    model, witness = watched
    moves, seen = model.city.register.moves(), witness.sightings()
    triaged = np.isin(moves.reason, TRIAGED)
    assert sorted(seen.row.tolist()) == sorted(moves.row[triaged].tolist())
    assert set(witness.days) == set(range(60))


def test_who_took_it_is_among_those_that_saw_it_unless_the_centre_decided(watched: tuple[CoGovernanceModel, Witness]) -> None:
    model, witness = watched
    seen, moves = witness.sightings(), model.city.register.moves()
    none_took = seen.taken == 0
    assert none_took.sum() == (moves.reason == Reason.NOBODY_TOOK_IT).sum() > 0
    decided = np.isin(seen.row, moves.row[moves.reason == Reason.ARBITRATED]) | np.isin(
        seen.row, moves.row[moves.reason == Reason.DISPATCHED]
    )
    saw, took = (unpack(mask, len(model.city.slots)) for mask in (seen.seen, seen.taken))
    assert (saw | ~took)[~decided].all()


def test_it_remembers_how_the_desks_stood_when_they_chose() -> None:
    model = city()
    witness, compared = watch(model.rules), []

    def compare(city: City) -> None:
        standing, parameters = witness.days[city.day], city.scenario.parameters.triage
        desk, topic = np.arange(city.institutions.size)[:, None], np.arange(len(city.topics.names))[None, :]
        load = np.minimum(standing.load / np.maximum(standing.handlers, 0.1), parameters.load_cap)
        weight = (1 - standing.duty_clarity[city.institutions.township]) * parameters.taking_load
        attention = parameters.taking_attention * np.log(city.goals.topics * standing.attention)
        np.testing.assert_allclose(expit(parameters.taking_base + attention - (weight * load)[:, None]), willingness(city, desk, topic))
        compared.append(standing.load.sum())

    model.rules.insert(model.rules.index(witness) + 1, compare)
    model.run()
    assert len(compared) == 60
    assert max(compared) > 0


def test_missing_partners_are_those_whose_duty_it_is_too(watched: tuple[CoGovernanceModel, Witness]) -> None:
    model, witness = watched
    absences = witness.absences()
    assert len(absences.row) > 0
    for share in (absences.readiness, absences.tie, absences.congruence):
        assert ((share >= 0) & (share <= 1)).all()
    mandate = model.city.mandates.mandate[
        model.city.register.level_at_birth[absences.row].astype(int), model.city.register.topic[absences.row]
    ]
    assert (mandate == 1).all()


def test_a_missing_partner_is_held_against_the_rightful_desk_that_has_the_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A composite matter that the last of those whose duty it is has, and a wrong desk as well."""
    there = city().city
    topic = there.topics.names.index("bride_price")
    duty, others = np.flatnonzero(there.mandates.rightful[0, topic]), np.flatnonzero(~there.mandates.rightful[0, topic])
    holders, desks = np.uint64((1 << int(duty[-1])) | (1 << int(others[0]))), there.slots.desk_of[0]
    rows = there.register.enter(identity=np.array([1], dtype=np.uint64), topic=topic, village=0, citizen=0, arose=0.0, holders=holders)
    monkeypatch.setattr("cogov.model.witness.partners.tie", lambda _city, _row, _missing, holder: holder.astype(float))
    found = _missing_partners(there, rows)
    assert (len(duty), found.row.tolist()) == (3, [rows[0]] * 2)
    assert found.desk.tolist() == desks[duty[:-1]].tolist()
    assert found.tie.tolist() == [desks[duty[-1]]] * 2


def test_a_city_without_triage_can_be_watched_too() -> None:
    scenario = SCENARIO.model_copy(update={"rules": SCENARIO.rules.model_copy(update={"triage": False}), "days": 12})
    model = city(scenario)
    witness = watch(model.rules)
    model.run()
    assert len(witness.sightings().row) == 0
    assert len(witness.absences().row) == 0
