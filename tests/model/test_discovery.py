"""Discovery by hand: the chances that somebody hears of a matter, meets it or is told of it."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cogov.model import rounds
from cogov.model.levers import MEDIATION_PARTS
from cogov.model.rounds import GridWork
from cogov.model.rules.discovery import PEOPLE_IN_VILLAGE, Discovery, grid_chance, hearing_chance, proactive_chance
from cogov.model.rules.mediation import Mediation
from cogov.model.topics import APPLICATION, DISPUTE

ROWS = np.arange(2)


def two_matters(**levers: Any) -> Any:
    """One matter a township; the first is a dispute that everybody sees, the second an application that half of those who pass see."""
    topics = SimpleNamespace(form=np.array([DISPUTE, APPLICATION]), visibility=np.array([1.0, 0.5]))
    return SimpleNamespace(
        register=SimpleNamespace(topic=ROWS, citizen=ROWS),
        topics=topics,
        citizens=SimpleNamespace(called=np.array([3, 2])),
        day=3,
        levers=SimpleNamespace(**levers),
        township_of=lambda rows: rows,
        numbers=lambda kind: kind(),
    )


def test_mass_organisations_hear_more_where_they_mobilise() -> None:
    p = Discovery()
    found = hearing_chance(two_matters(mobilization=np.array([0.0, 0.5])), ROWS)
    np.testing.assert_allclose(found, [p.mass_base, p.mass_base + p.mass_mobilization / 2])


def test_mediators_come_upon_disputes_alone() -> None:
    mediation = np.zeros((2, len(MEDIATION_PARTS)))
    mediation[:, PEOPLE_IN_VILLAGE] = 0.5
    np.testing.assert_allclose(proactive_chance(two_matters(mediation=mediation), ROWS), [Mediation().proactive / 2, 0.0])


def test_a_grid_worker_sees_in_passing_or_is_told_at_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "passed", lambda *_: np.array([0.2, 0.2]))
    monkeypatch.setattr(rounds, "of_a_call", lambda *_: 0.5)
    told = GridWork().heard * 0.5
    # the first citizen was called on today: seen by .2, else told; the second yesterday: seen by .2 · .5 alone
    np.testing.assert_allclose(grid_chance(two_matters(), ROWS), [0.2 + 0.8 * told, 0.1])
