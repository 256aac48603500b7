"""Handling: what overlapping owners, absent holders and stale goals may and may not do to the work."""

import numpy as np
import pytest

from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.handling import handling
from cogov.model.schema import scenario_of
from cogov.model.stages import Reason, Stage
from cogov.scenarios import load_scenario

Choices = scenario_of().model_fields["choices"].annotation


def _matter_in_hand(holders: int, work: float) -> CoGovernanceModel:
    """Return a city with one matter, held by its rightful village desk and `holders − 1` others of its village."""
    settings = {"city.population": 2000, "parameters.handling.turf_conflict": 0.0, "parameters.handling.progress_floor": 1.0}
    model = CoGovernanceModel(load_scenario("leping", settings), seed=1)
    topic = model.city.topics.names.index("political_work")
    slot = int(model.city.mandates.lead[0, topic])
    others = [other for other in range(len(model.city.slots)) if other != slot and model.city.slots.level[other] == 0][: holders - 1]
    mask = sum(1 << held for held in (slot, *others))
    rows = model.city.register.enter(
        identity=np.array([1], dtype=np.uint64), topic=topic, village=0, citizen=0, arose=0.0, known=0.0, taken=0.0, level=0,
        work_total=work, work_left=work, holders=np.uint64(mask),
    )  # fmt: skip
    model.city.register.move(rows, Stage.KNOWN, 0.0, Reason.REPORTED)
    model.city.register.move(rows, Stage.IN_HAND, 0.0, Reason.CLAIMED)
    model.city.institutions.handlers[:] = 0.0
    model.city.institutions.handlers[model.city.slots.desk_of[0, slot]] = 1.0
    return model


@pytest.mark.parametrize("holders", [1, 2, 3])
@pytest.mark.parametrize("work", [0.5, 2.5])
def test_holders_who_are_never_at_work_do_not_hold_up_the_one_who_is(holders: int, work: float) -> None:
    """One handler at the rightful desk, none at the others: done when the work is done, to 1e-6 days, whoever else holds it."""
    model = _matter_in_hand(holders, work)
    model.rules = [handling]
    for _ in range(5):
        model.step()
    assert model.city.register.stage[0] == Stage.SETTLED
    assert model.city.register.ended[0] == pytest.approx(work, abs=1e-6)
    assert model.city.register.effort[0] == pytest.approx(work, abs=1e-6)


@pytest.mark.parametrize("choice", ["priority", "fifo"])
def test_no_matter_stands_for_days_with_next_to_nothing_left(choice: str) -> None:
    """Of matter-days in hand, less than 2 % have under a hundredth of their work left (a queue reached them at the day's very end)."""
    scenario = load_scenario("leping", {"city.population": 20_000, "days": 120, "warmup": 10})
    model = CoGovernanceModel(scenario.model_copy(update={"choices": Choices.model_validate({"queue": choice})}), seed=1)
    register, all_days, idle_days = model.city.register, 0, 0
    for _ in range(120):
        model.step()
        rows = register.at(Stage.IN_HAND)
        begun = rows[register.effort[rows] > 0]
        all_days += len(begun)
        idle_days += int((register.work_left[begun] < 0.01 * register.work_total[begun]).sum())
    assert idle_days < 0.02 * all_days, (idle_days, all_days)
