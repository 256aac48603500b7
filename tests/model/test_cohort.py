"""Who settled and who had it first, by hand: sets of desks as bits, the circles of settlement, the four shares of government."""

from types import SimpleNamespace

import numpy as np
import pytest

from cogov.model.cohort import circles, government_shares, grouped, measured, sectors_of, true
from cogov.model.desks import GOVERNMENT, pack, slots_in, unpack
from cogov.model.names import SECTORS, SPHERES

OTHER = SECTORS.index("social")


def test_sets_of_slots_are_bits_by_hand() -> None:
    flags = np.array([[True, False, True], [False, True, False], [False, False, False]])
    assert pack(flags).tolist() == [5, 2, 0]  # 1 + 4, 2, nothing
    assert pack(flags[:2]).tolist() == [5, 2]
    assert unpack(np.array([5, 2, 0], dtype=np.uint64), 3).tolist() == flags.tolist()
    assert unpack(np.array([6], dtype=np.uint64), 2).tolist() == [[False, True]]


def test_all_64_slots_fit() -> None:
    flags = np.eye(64, dtype=bool)
    assert pack(flags).tolist() == [2**slot for slot in range(64)]
    assert (unpack(pack(flags), 64) == flags).all()


def test_the_slots_in_sets_by_hand() -> None:
    place, slot = slots_in(np.array([5, 0, 2, 2**63 + 1], dtype=np.uint64))  # {0, 2}, nobody, {1}, {0, 63}
    assert (place.tolist(), slot.tolist()) == ([0, 0, 2, 3, 3], [0, 2, 1, 0, 63])
    assert [found.size for found in slots_in(np.empty(0, dtype=np.uint64))] == [0, 0]


def test_the_slots_in_sets_are_the_flags_that_are_set() -> None:
    flags = np.random.default_rng(1).random((300, 27)) < np.linspace(0, 1, 300)[:, None]
    assert [found.tolist() for found in slots_in(pack(flags))] == [found.tolist() for found in np.nonzero(flags)]


def test_who_settled_by_hand() -> None:
    spheres = list(dict.fromkeys(SPHERES.values()))  # party-state, market, society
    of = {sphere: [SPHERES[name] == sphere for name in SECTORS] for sphere in spheres}
    state, market, society = (np.array(of[sphere]) for sphere in spheres)
    sectors = np.array([state, society, state | society, market, state | market, society | market, state & ~state])
    service, own, several = circles(sectors)
    assert service.tolist() == [True, False, False, False, False, False, False]
    assert own.tolist() == [False, True, False, False, False, False, False]
    assert several.tolist() == [False, False, True, True, True, True, True]


def test_sectors_are_those_of_the_desks_that_hold() -> None:
    city = SimpleNamespace(slots=_slots([2, 0, 2]))
    held = sectors_of(city, np.array([0b101, 0b010, 0b011, 0], dtype=np.uint64))  # type: ignore[arg-type]
    assert [np.flatnonzero(row).tolist() for row in held] == [[2], [0], [0, 2], []]
    assert held.shape == (4, len(SECTORS))


class Slots(SimpleNamespace):
    def __len__(self) -> int:
        return len(self.sector)


def _slots(sectors: list[int]) -> Slots:
    return Slots(sector=np.array(sectors))


# Slots: two of government, one of another sector. Duty of topic 0: the first; of topic 1: the third; of topic 2: both of government.
DUTY = np.array([[[1, 0, 0], [0, 0, 1], [1, 1, 0]]], dtype=bool)
FIRST, SECOND, THIRD = 1, 2, 4
CASES = [
    (0, FIRST, "clear"),
    (0, FIRST | THIRD, "clear"),  # what another sector does is not the government's
    (0, FIRST | SECOND, "overreach"),
    (0, SECOND, "misplacement"),
    (0, SECOND | THIRD, "misplacement"),
    (0, 0, "absence"),
    (0, THIRD, "absence"),
    (1, THIRD, ""),
    (1, 0, ""),
    (1, SECOND, "overreach"),  # nobody's duty in government
    (1, FIRST | THIRD, "overreach"),
    (2, FIRST | SECOND, "clear"),
    (2, SECOND, "absence"),  # one of two
    (2, 0, "absence"),
]


@pytest.mark.parametrize("triaged", [True, False])
def test_the_four_shares_of_government_by_hand(*, triaged: bool) -> None:
    topic, taken, share = (np.array(column) for column in zip(*CASES, strict=True))
    register = SimpleNamespace(
        level_at_birth=np.zeros(len(CASES), dtype=np.int8),
        topic=topic,
        first_holders=taken.astype(np.uint64),
        outcome=np.full(len(CASES), int(triaged), dtype=np.int8),
    )
    slots = _slots([GOVERNMENT, GOVERNMENT, OTHER])
    city = SimpleNamespace(register=register, mandates=SimpleNamespace(rightful=DUTY), slots=slots)
    found = government_shares(city, np.arange(len(CASES)))  # type: ignore[arg-type]
    for name in ("clear", "overreach", "misplacement", "absence"):
        assert found[name].tolist() == [triaged and one == name for one in share], name
    assert found["of"].tolist() == [triaged and one != "" for one in share]


def test_a_settlement_is_true_if_it_was_kept_or_ruled_and_not_closed_early() -> None:
    kept, court, early = (np.array(column, dtype=bool) for column in zip(*np.ndindex(2, 2, 2), strict=True))
    city = SimpleNamespace(register=SimpleNamespace(performed=kept, court=court, closed_early=early))
    # kept, court, early in order 000, 001, 010, 011, 100, 101, 110, 111
    assert true(city, np.arange(8)).tolist() == [False, False, True, False, True, False, True, False]  # type: ignore[arg-type]


def test_measured_is_what_arose_from_the_end_of_the_warm_up_until_today() -> None:
    register = SimpleNamespace(arose=np.array([9.9, 10.0, 19.9, 20.0]))
    city = SimpleNamespace(register=register, scenario=SimpleNamespace(warmup=10), day=20)
    assert measured(city, np.arange(4)).tolist() == [False, True, True, False]  # type: ignore[arg-type]


def test_groups_by_hand() -> None:
    found = [(value, places.tolist()) for value, places in grouped(np.array([0.5, 0.1, 0.5, 0.9, 0.1]))]
    assert found == [(0.1, [1, 4]), (0.5, [0, 2]), (0.9, [3])]
    assert list(grouped(np.empty(0))) == []
