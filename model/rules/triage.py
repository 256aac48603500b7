"""Triage: who sees a matter as theirs, and who takes it.

An institution sees a matter as its own if x = ω + a (σ_B u_B + σ_D u_D) + σ_F z > ½ − reach: u is its standing
misunderstanding of the rule, z its judgement of this case, most of which it keeps when it is asked again. Of those that see it, each takes it with a probability that
falls with the number of others (volunteer's dilemma) and with load, and rises with attention. What is met in the field is
open to all candidates; what reached a desk is dispatched to one. Levers: boundary_clarity, duty_clarity, power_sharing,
resource_sharing, goal_alignment, centre_strength, joint_action, party_building. Essay: 边界明确、职责清晰、责任与权力相统一.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model import duty, voice
from cogov.model.chance import Purpose
from cogov.model.desks import CITY, GOVERNMENT, TOWNSHIP
from cogov.model.mandates import COMPOSITE, NOBODY
from cogov.model.masks import pack, unpack
from cogov.model.passing import coordinate, give_up
from cogov.model.queueing import roster
from cogov.model.register import NO_DESK
from cogov.model.routing import route as by_matrix
from cogov.model.stages import Outcome, Reason, Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def triage(model: "CoGovernanceModel") -> None:
    """Everybody concerned asks: is this mine, and do I take it?"""
    if model.is_rest_day:
        return
    register = model.register
    asked_again = register.at(Stage.UNCLAIMED)
    asked_again = asked_again[register.next_try[asked_again] < model.day + 1]
    register.move(asked_again, Stage.KNOWN, model.day, Reason.ASKED_AGAIN)
    rows = register.at(Stage.KNOWN)
    rows = rows[register.next_try[rows] < model.day + 1]
    to_desk = AT_DESK[_route(model)](register.at_desk[rows])
    routes = ((rows[~to_desk], claim, Reason.CLAIMED), (within_orders(model, rows[to_desk]), dispatch, Reason.DISPATCHED))
    for group, route, reason in routes:
        if len(group):
            case = look(model, group)
            taken, asked = route(model, case)
            _count_shirking(model, case, taken, asked)
            _conclude(model, case, taken, reason)


def _route(model: "CoGovernanceModel") -> str:
    return "claims" if model.scenario.choices.routing == "matrix" else model.scenario.choices.triage


AT_DESK: dict[str, Callable[[Bools], Bools]] = {
    "mixed": lambda at_desk: at_desk,
    "claims": np.zeros_like,
    "dispatch": np.ones_like,
    "equal_chance": np.zeros_like,
    "best_response": np.zeros_like,
}
"""Which matters go to a desk to be dispatched, by `choices: triage`."""


@dataclass(frozen=True)
class Case:
    """Matters at triage with their candidates; flags and numbers are (matters, slots)."""

    rows: Ints
    desk: Ints
    rightful: Bools
    candidate: Bools
    sees: Bools
    willing: Floats
    """Chance of taking what is seen, the volunteer's dilemma left aside."""


def look(model: "CoGovernanceModel", rows: Ints) -> Case:
    """Let every candidate look at each matter."""
    register, mandates = model.register, model.mandates
    where = register.level[rows].astype(np.int64), register.topic[rows]
    desk = model.slots.desk_of[register.village[rows]]
    candidate = mandates.candidate[where] & ~unpack(register.declined[rows], len(model.slots))
    topic = register.topic[rows][:, None]
    seen = understanding(model, rows, model.rule_between[desk, topic], model.rule_within[desk, topic], FACTS)
    sees = candidate & (seen > duty.THRESHOLD - reach(model, rows))
    register.seen[rows] = pack(sees)
    return Case(rows, desk, mandates.rightful[where], candidate, sees, willingness(model, desk, topic, voice.pressure(model, rows, desk)))


def understanding(model: "CoGovernanceModel", rows: Ints, between: Floats, within: Floats, facts: tuple[Purpose, Purpose]) -> Floats:
    """Return x, how far each slot's desk is the owner in somebody's eyes, given that somebody's misunderstandings."""
    register, mandates, parameters, levers = model.register, model.mandates, model.scenario.parameters.triage, model.levers
    township = model.township_of(rows)[:, None]
    where = register.level[rows].astype(np.int64), register.topic[rows]
    omega = mandates.omega[where] + CONVENED[model.scenario.choices.partners](model, township) * mandates.supporter[where]
    sigma_between = duty.standing_spread(parameters.sigma_max, levers.boundary_clarity[township])
    sigma_within = duty.standing_spread(parameters.sigma_max, levers.duty_clarity[township])
    rule = sigma_between * mandates.between[where] * between + sigma_within * mandates.within[where] * within
    sigma_facts = duty.facts_spread(parameters.sigma_0, model.shared_information[township])
    x: Floats = omega + register.ambiguity[rows][:, None] * rule + sigma_facts * _judgement(model, rows, facts)
    return x


FACTS = Purpose.FACTS_OF_CASE, Purpose.FACTS
CENTRE_FACTS = Purpose.CENTRE_FACTS_OF_CASE, Purpose.CENTRE_FACTS
"""How desks, and centres, misjudge a case: once for all, and afresh at each attempt."""


def _judgement(model: "CoGovernanceModel", rows: Ints, facts: tuple[Purpose, Purpose]) -> Floats:
    """Return z = √ρ · z_case + √(1 − ρ) · z_attempt by (matter, slot): standard normal, correlated by ρ between attempts."""
    kept, slot = model.scenario.parameters.triage.facts_persistence, np.arange(len(model.slots))[None, :]
    identity, attempt = model.register.identity[rows][:, None], model.register.attempt[rows][:, None]
    of_case, afresh = model.chance.normal(facts[0], identity, slot), model.chance.normal(facts[1], identity, attempt, slot)
    z: Floats = np.sqrt(kept) * of_case + np.sqrt(1 - kept) * afresh
    return z


def _by_convening(model: "CoGovernanceModel", township: Ints) -> Floats:
    most, levers = model.scenario.parameters.triage.convening, model.levers
    lifted: Floats = most * np.minimum(1.0, levers.joint_action + levers.party_building)[township]
    return lifted


def _not_at_all(model: "CoGovernanceModel", township: Ints) -> Floats:
    return np.zeros(township.shape)


CONVENED: dict[str, Callable[["CoGovernanceModel", Ints], Floats]] = {
    "seen_or_convened": _not_at_all,
    "tied": _by_convening,
}
"""What convening adds to a supporter's ω in each township, by `choices: partners`: nothing where it calls partners one by one."""


def reach(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return how far each slot reaches beyond its mandate: government alone does, less as it shares power and as duties are clear.

    Where lists say what is whose, leaving alone what is on nobody's is safe, and touching it is a risk: blame avoidance (Hood 2011).
    """
    parameters, levers, where = model.scenario.parameters.triage, model.levers, model.township_of(rows)
    far = parameters.reach * (1 - levers.power_sharing[where]) * (1 - parameters.reach_clarity * levers.duty_clarity[where])
    return np.where(model.slots.sector == GOVERNMENT, far[:, None], 0.0)


def willingness(model: "CoGovernanceModel", desk: Ints, topic: Ints, pressure: float | Floats = 0.0) -> Floats:
    """Return each desk's will to take a matter of the topic: attention raises it, load lowers it, pressure (logit) raises it."""
    parameters = model.scenario.parameters.triage
    load = np.minimum(model.institutions.load / np.maximum(model.institutions.handlers, 0.1), parameters.load_cap)
    weight = (1 - model.levers.duty_clarity[model.institutions.township[desk]]) * parameters.taking_load
    attention = model.goals.topics * model.goals.attention[desk, topic]
    return duty.inclination(parameters.taking_base + pressure, parameters.taking_attention, attention, weight, load[desk])


def claim(model: "CoGovernanceModel", case: Case) -> tuple[Bools, Bools]:
    """Let every candidate that sees a matter decide for itself; return who takes it and who was asked."""
    register, choices = model.register, model.scenario.choices
    if choices.routing == "matrix":
        return by_matrix(model, case.rightful, case.candidate, case.rows), case.candidate
    identity, attempt = register.identity[case.rows][:, None], register.attempt[case.rows][:, None]
    slot = np.arange(len(model.slots))[None, :]
    if choices.triage == "best_response":
        draws = model.chance.uniform(Purpose.PRIVATE_COST, identity, attempt, slot)
        return case.sees & _best_responses(model, case, draws), case.candidate
    chance = _equal_chance(case) if choices.triage == "equal_chance" else TAKING[choices.taking](model, case)
    return case.sees & (model.chance.uniform(Purpose.TAKES, identity, attempt, slot) < chance), case.candidate


def _equal_chance(case: Case) -> Floats:
    """Urn and balls: each of k that see a matter takes it with chance 1/k."""
    return np.broadcast_to(1.0 / np.maximum(case.sees.sum(axis=1, keepdims=True), 1), case.sees.shape)


def _best_responses(model: "CoGovernanceModel", case: Case, draws: Floats) -> Bools:
    width = np.full_like(draws, model.scenario.parameters.triage.cost_spread)
    return duty.best_response(case.sees.sum(axis=1), _cost(model, case), np.stack([draws, width], axis=-1))


def _cost(model: "CoGovernanceModel", case: Case) -> Floats:
    """Return what stepping forward costs against what it brings, for each matter: less where duties are clear."""
    return (1 - model.levers.duty_clarity[model.township_of(case.rows)]) * model.scenario.parameters.triage.volunteer_cost


def _volunteer(model: "CoGovernanceModel", case: Case) -> Floats:
    steps = duty.volunteering(case.sees.sum(axis=1), _cost(model, case))[:, None]
    return np.broadcast_to(steps, case.sees.shape)


def _weighed(model: "CoGovernanceModel", case: Case) -> Floats:
    return _volunteer(model, case) * case.willing


def _always(model: "CoGovernanceModel", case: Case) -> Floats:
    return np.ones(case.sees.shape)


TAKING: dict[str, Callable[["CoGovernanceModel", Case], Floats]] = {"weighed": _weighed, "volunteer": _volunteer, "always": _always}
"""How likely a desk takes what it sees, by `choices: taking`."""


ROSTER_PHASE = np.array(0.5)


def within_orders(model: "CoGovernanceModel", rows: Ints) -> Ints:
    """Return the matters whose work orders the hotline and centres of each township can write today, oldest first."""
    register = model.register
    township = model.territory.township[register.village[rows]]
    order = np.lexsort((register.identity[rows], register.known[rows], township))
    rows, township = rows[order], township[order]
    place = np.arange(len(rows)) - np.searchsorted(township, township)
    orders = roster(model.orders_a_day, ROSTER_PHASE, model.working_day)
    return np.sort(rows[place < orders[township]])


def dispatch(model: "CoGovernanceModel", case: Case) -> tuple[Bools, Bools]:
    """Send each matter to the likeliest owner in the centre's eyes; it keeps or returns it (退单).

    Of a composite matter the other likely owners are asked too. Duty clarity makes the first desk keep what it would return
    (首接负责). Returns who takes it and who was asked.
    """
    register, parameters = model.register, model.scenario.parameters.triage
    rows, slots = case.rows, np.arange(len(model.slots))[None, :]
    centre = np.where(register.level[rows] == CITY, model.territory.townships, model.territory.township[register.village[rows]])
    topic = register.topic[rows]
    eyes = understanding(model, rows, model.centre_between[centre, topic], model.centre_within[centre, topic], CENTRE_FACTS)
    eyes = np.where(case.candidate, eyes, -np.inf)
    chosen = slots == eyes.argmax(axis=1)[:, None]
    composite = model.mandates.mandate[register.level[rows].astype(np.int64), topic] == COMPOSITE
    asked = (chosen | (composite[:, None] & (eyes > duty.THRESHOLD))) & case.candidate
    keeps = case.sees * (case.willing if model.scenario.choices.taking == "weighed" else 1.0)
    gaming = model.gaming[model.township_of(rows)][:, None]
    keeps = keeps * (1 - model.scenario.parameters.assessment.returns * gaming)
    first = (register.attempt[rows] == 0)[:, None] & chosen
    keeps = keeps + (1 - keeps) * first * model.levers.duty_clarity[model.township_of(rows)][:, None] * parameters.first_contact
    taken = asked & (model.chance.uniform(Purpose.KEEPS, register.identity[rows][:, None], register.attempt[rows][:, None], slots) < keeps)
    taken = arbitrate(model, case, taken)
    _send_back(model, case, asked & ~taken, ~taken.any(axis=1))
    return taken, asked


def arbitrate(model: "CoGovernanceModel", case: Case, taken: Bools) -> Bools:
    """Let a strong centre settle who owns what nobody took twice: the lead must take it."""
    register, rows = model.register, case.rows
    strength = model.levers.centre_strength[model.township_of(rows), np.maximum(register.level[rows], TOWNSHIP)]
    draw = model.chance.uniform(Purpose.ARBITRATES, register.identity[rows], register.attempt[rows])
    stuck = (register.attempt[rows] >= 2) & ~taken.any(axis=1) & (draw < model.scenario.parameters.triage.arbitration * strength)
    lead = model.mandates.lead[register.level[rows].astype(np.int64), register.topic[rows]]
    stuck &= lead != NOBODY
    register.note(rows[stuck], _now(model, rows[stuck]), Reason.ARBITRATED, NO_DESK)
    decided: Bools = taken | (stuck[:, None] & (np.arange(len(model.slots)) == lead[:, None]))
    return decided


def _send_back(model: "CoGovernanceModel", case: Case, returned: Bools, nobody: Bools) -> None:
    """Record returns: a desk that will not be asked again, unless it is rightful, and a hand-off where nobody else took the work order.

    They teach a desk whose matter it is; one that saw its own and shirked has nothing to learn.
    """
    register = model.register
    register.declined[case.rows] |= pack(returned & ~case.rightful)
    register.handoffs[case.rows] += returned.any(axis=1) & nobody
    matter, slot = np.nonzero(returned)
    register.note(case.rows[matter], _now(model, case.rows[matter]), Reason.RETURNED, case.desk[matter, slot])
    matter, slot = np.nonzero(returned & ~(case.sees & case.rightful))
    model.record_handoff(case.desk[matter, slot], register.topic[case.rows[matter]])


def _now(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return when triage happens: as soon as a matter is known, else when the day begins."""
    return np.maximum(model.register.known[rows], float(model.day))


def _conclude(model: "CoGovernanceModel", case: Case, taken: Bools, reason: Reason) -> None:
    """Write down who has each matter now, and send it where it goes next."""
    register, rows = model.register, case.rows
    outcome, time = duty.outcome(case.rightful, taken), _now(model, case.rows)
    first = register.attempt[rows] == 0
    register.outcome[rows[first]] = outcome[first]
    register.first_holders[rows[first]] = pack(taken)[first]
    register.attempt[rows] += 1
    held = taken.any(axis=1)
    register.holders[rows] = pack(taken)
    register.taken[rows] = np.where(held & np.isnan(register.taken[rows]), time, register.taken[rows])
    some, every = (taken & case.rightful).any(axis=1), (taken | ~case.rightful).all(axis=1)
    partners = some & ~every & (outcome != Outcome.NOVEL)
    desk = case.desk[np.arange(len(rows)), taken.argmax(axis=1)]
    for stage, goes in ((Stage.IN_HAND, held & ~partners), (Stage.PARTNERS, partners)):
        register.move(rows[goes], stage, time[goes], reason, desk[goes])
    composite = model.mandates.mandate[register.level[rows].astype(np.int64), register.topic[rows]] == COMPOSITE
    coordinate(model, rows[composite & some & every])
    _leave_unclaimed(model, rows[~held], time[~held])


def _count_shirking(model: "CoGovernanceModel", case: Case, taken: Bools, asked: Bools) -> None:
    """Count decisions in which a rightful desk saw a matter as its own, and those in which it did not take it (推诿)."""
    register, government = model.register, model.slots.sector == GOVERNMENT
    saw = case.sees & case.rightful & asked
    register.saw[case.rows] += saw.sum(axis=1)
    register.shirked[case.rows] += (saw & ~taken).sum(axis=1)
    register.saw_government[case.rows] += (saw & government).sum(axis=1)
    register.shirked_government[case.rows] += (saw & ~taken & government).sum(axis=1)


def _leave_unclaimed(model: "CoGovernanceModel", rows: Ints, time: Floats) -> None:
    """Let what nobody took wait for another attempt; in the end the citizen gives up or petitions a higher level."""
    register, parameters = model.register, model.scenario.parameters.triage
    register.move(rows, Stage.UNCLAIMED, time, Reason.NOBODY_TOOK_IT)
    register.refusals[rows] += 1
    speed = 1 + parameters.dispatch_retry_centre * model.levers.centre_strength[model.township_of(rows), register.level[rows]]
    mean = np.where(register.at_desk[rows], parameters.dispatch_retry_days / speed, parameters.field_retry_days)
    wait = mean * model.chance.exponential(Purpose.RETRY, register.identity[rows], register.attempt[rows])
    register.next_try[rows] = time + np.maximum(wait, 1.0)
    give_up(model, rows[register.attempt[rows] >= parameters.give_up_attempts], Reason.NOBODY_IN_THE_END)
