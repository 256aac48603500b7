"""Triage: who sees a matter as theirs, and who takes it.

An institution sees a matter as its own if x = ω + a (σ_B u_B + σ_D u_D) + σ_F z > ½ − reach: u is its standing
misunderstanding of the rule, z its judgement of this case, most of which it keeps when it is asked again. Of those that see it, each takes it with a probability that
falls with the number of others (volunteer's dilemma) and with load, and rises with attention. What is met in the field is
open to all candidates; what reached a desk is dispatched to one. Levers: boundary_clarity, duty_clarity, power_sharing,
resource_sharing, goal_alignment, centre_strength, joint_action, party_building. Essay: 边界明确、职责清晰、责任与权力相统一.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cogov.model import duty, voice
from cogov.model.assessment import Assessment
from cogov.model.chance import Purpose
from cogov.model.city import EACH, City
from cogov.model.desks import CITY, GOVERNMENT, TOWNSHIP, pack, unpack
from cogov.model.mandates import COMPOSITE, NOBODY, Worth
from cogov.model.numbers import number, share
from cogov.model.options import Choice, option
from cogov.model.partners import PARTNERS, coordinate
from cogov.model.passing import GivingUp, give_up
from cogov.model.queueing import roster
from cogov.model.register import NO_DESK
from cogov.model.routing import BY_MATRIX, Passes
from cogov.model.routing import route as by_matrix
from cogov.model.rule import rule
from cogov.model.stages import Ownership, Reason, Stage
from cogov.model.voice import Pressure
from cogov.model.words import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Triage(Worth, Pressure, GivingUp, Passes):
    """Who sees a matter as theirs, and who takes it."""

    sigma_max: float = number(0.35, 0, 3, "1", "spread of standing misunderstandings at clarity 0")
    sigma_0: float = number(0.12, 0, 3, "1", "spread of misjudged facts without shared information")
    facts_persistence: float = share(
        0.8,
        "ρ: part of how a case's facts are misjudged that whoever looks again misjudges likewise",
        "assumed; professionals judge a case again much, not just, as they did (review: Ashton 2000)",
    )
    ambiguity_spread: float = number(0.3, 0, 2, "sd of log", "spread of a matter's ambiguity around its topic's")
    convening: float = share(0.4, "most that joint action and Party convening add to a supporter's ω under `partners: tied`")
    reach: float = share(0.3, "how far an all-powerful government reaches beyond its mandate where duties are unclear")
    reach_clarity: float = share(
        0.5,
        "part of that reach that full duty clarity takes away",
        "assumed; blame avoidance (Hood 2011): what is on no list is left alone",
    )
    taking_base: float = number(1.6, -10, 10, "logit", "β0: inclination to take what one sees as one's own")
    taking_attention: float = number(0.6, 0, 10, "logit per log", "β_g: weight of attention to the topic")
    taking_load: float = number(0.08, 0, 10, "logit per matter", "β_L: weight of open matters per handler")
    load_cap: float = number(40, 1, 1000, "matters per handler", "load beyond which nobody feels a difference")
    volunteer_cost: float = number(0.3, 0.001, 0.999, "c/b", "ρ_v: cost of stepping forward against its benefit", "Diekmann 1985")
    cost_spread: float = number(0.2, 0, 1, "share", "half-width of private costs under `triage: best_response`")
    arbitration: float = share(0.5, "chance that a centre of full strength settles who owns what nobody took twice")
    first_contact: float = share(0.6, "chance that full duty clarity makes the first desk keep what it would return")
    field_retry_days: float = number(4, 0.5, 100, "days", "mean time until an unclaimed matter of the field is met again")
    dispatch_retry_days: float = number(5, 0.5, 100, "days", "mean time to a second dispatch at centre strength 0")
    dispatch_retry_centre: float = number(3, 0, 50, "1", "how many times faster, plus one, at full centre strength")
    asked_anew: float = share(
        0.0,
        "chance at each further attempt that desks which declined are asked again; 0: never",
        "of hand-offs .33 go to a team that had the incident before (Steeman, BPI Challenge 2013)",
    )
    give_up_attempts: int = number(6, 1, 100, "attempts", "attempts after which the citizen gives up or petitions")
    found_base: float = number(0.06, 0.0001, 1, "per day", "r_0: rate at which a wrong owner is found out")
    found_diversity: float = number(0.25, 0, 2, "per day", "r_1: rise of that rate with the diversity of attention (相互纠错)")


@rule(
    writes="register.seen register.outcome register.first_holders register.saw register.shirked register.saw_government register.shirked_government register.refusals",
    numbers=Triage,
    says=Text(
        zh="各主体判断是否归己、是否接手；中心派单",
        en="institutions ask whether a matter is theirs and whether they take it; centres dispatch",
    ),
)
def triage(city: City, p: Triage) -> None:
    """Everybody concerned asks: is this mine, and do I take it?"""
    if city.is_rest_day:
        return
    register = city.register
    asked_again = register.at(Stage.UNCLAIMED)
    asked_again = asked_again[register.next_try[asked_again] < city.day + 1]
    register.move(asked_again, Stage.KNOWN, city.day, Reason.ASKED_AGAIN)
    rows = register.at(Stage.KNOWN)
    rows = rows[register.next_try[rows] < city.day + 1]
    _ask_anew(city, rows)
    to_desk = _goes_to_desk(city, rows)
    routes = ((rows[~to_desk], claim, Reason.CLAIMED), (within_orders(city, rows[to_desk]), dispatch, Reason.DISPATCHED))
    for group, route, reason in routes:
        if len(group):
            case = look(city, group)
            taken, asked = route(city, case)
            _count_shirking(city, case, taken, asked)
            _conclude(city, case, taken, reason)


def _ask_anew(city: City, rows: Ints) -> None:
    """Forget of some matters who declined them: whoever is asked next may be a desk that had them before (退回重派)."""
    register = city.register
    rows = rows[register.declined[rows] > 0]
    chance = city.numbers(Triage, rows).asked_anew
    if np.any(chance > 0):
        register.ask_anew(rows[city.luck(rows).uniform(Purpose.ASKED_ANEW, register.identity[rows], register.attempt[rows]) < chance])


def _goes_to_desk(city: City, rows: Ints) -> Bools:
    """Say which matters are dispatched from a desk; without memory none is."""
    at_desk = city.register.at_desk[rows]
    return np.zeros_like(at_desk) if city.chosen(BY_MATRIX) else city.chosen(TRIAGE).to_desk(at_desk)


@dataclass(frozen=True)
class Case:
    """Matters at triage with their candidates; flags and numbers are (matters, slots)."""

    rows: Ints
    desk: Ints
    rightful: Bools
    candidate: Bools
    sees: Bools
    willing: Floats
    """Chance of taking what is seen, the volunteer's dilemma left aside; 0 where nothing is seen."""


def look(city: City, rows: Ints) -> Case:
    """Let every candidate look at each matter."""
    register, mandates = city.register, city.mandates
    where = register.level[rows].astype(np.intp), register.topic[rows]
    desk = city.slots.desk_of[register.village[rows]]
    candidate = mandates.candidate[where] & ~unpack(register.declined[rows], len(city.slots))
    topic = register.topic[rows][:, None]
    seen = understanding(city, rows, city.rule_between[desk, topic], city.rule_within[desk, topic], FACTS)
    sees = candidate & (seen > duty.THRESHOLD - reach(city, rows))
    register.seen[rows] = pack(sees)
    matter, slot = np.nonzero(sees)
    asks, willing = desk[matter, slot], np.zeros(sees.shape)
    willing[matter, slot] = willingness(city, asks, topic[matter, 0], voice.pressure(city, rows[matter], asks))
    return Case(rows, desk, mandates.rightful[where], candidate, sees, willing)


def understanding(city: City, rows: Ints, between: Floats, within: Floats, facts: tuple[Purpose, Purpose]) -> Floats:
    """Return x, how far each slot's desk is the owner in somebody's eyes, given that somebody's misunderstandings."""
    register, mandates, parameters, levers = city.register, city.mandates, city.numbers(Triage, rows[:, None]), city.levers
    township = city.township_of(rows)[:, None]
    where = register.level[rows].astype(np.intp), register.topic[rows]
    omega = city.worth[city.twin_of(rows), *where] + lifted(city, township) * mandates.supporter[where]
    sigma_between = duty.standing_spread(parameters.sigma_max, levers.boundary_clarity[township])
    sigma_within = duty.standing_spread(parameters.sigma_max, levers.duty_clarity[township])
    rule = sigma_between * mandates.between[where] * between + sigma_within * mandates.within[where] * within
    sigma_facts = duty.facts_spread(parameters.sigma_0, city.shared_information[township])
    x: Floats = omega + register.ambiguity[rows][:, None] * rule + sigma_facts * _judgement(city, rows, facts)
    return x


FACTS = Purpose.FACTS_OF_CASE, Purpose.FACTS
CENTRE_FACTS = Purpose.CENTRE_FACTS_OF_CASE, Purpose.CENTRE_FACTS
"""How desks, and centres, misjudge a case: once for all, and afresh at each attempt."""


def _judgement(city: City, rows: Ints, facts: tuple[Purpose, Purpose]) -> Floats:
    """Return z = √ρ · z_case + √(1 − ρ) · z_attempt by (matter, slot): standard normal, correlated by ρ between attempts."""
    kept, slot = city.numbers(Triage, rows[:, None]).facts_persistence, np.arange(len(city.slots))[None, :]
    identity, attempt = city.register.identity[rows][:, None], city.register.attempt[rows][:, None]
    luck = city.luck(rows[:, None])
    of_case, afresh = luck.normal(facts[0], identity, slot), luck.normal(facts[1], identity, attempt, slot)
    z: Floats = np.sqrt(kept) * of_case + np.sqrt(1 - kept) * afresh
    return z


def lifted(city: City, township: Ints) -> Floats:
    """Return what convening adds to a supporter's ω in each township: nothing where it calls partners one by one."""
    if not city.chosen(PARTNERS).convening_lifts:
        return np.zeros(township.shape)
    most, levers = city.numbers(Triage, townships=township).convening, city.levers
    added: Floats = most * np.minimum(1.0, levers.joint_action + levers.party_building)[township]
    return added


def reach(city: City, rows: Ints) -> Floats:
    """Return how far each slot reaches beyond its mandate: government alone does, less as it shares power and as duties are clear.

    Where lists say what is whose, leaving alone what is on nobody's is safe, and touching it is a risk: blame avoidance (Hood 2011).
    """
    parameters, levers, where = city.numbers(Triage, rows), city.levers, city.township_of(rows)
    far = parameters.reach * (1 - levers.power_sharing[where]) * (1 - parameters.reach_clarity * levers.duty_clarity[where])
    return np.where(city.slots.sector == GOVERNMENT, far[:, None], 0.0)


def willingness(city: City, desk: Ints, topic: Ints, pressure: float | Floats = 0.0) -> Floats:
    """Return each desk's will to take a matter of the topic: attention raises it, load lowers it, pressure (logit) raises it."""
    parameters = city.numbers(Triage, desks=desk)
    cap = city.numbers(Triage, desks=EACH).load_cap
    load = np.minimum(city.institutions.load / np.maximum(city.institutions.handlers, 0.1), cap)
    weight = (1 - city.levers.duty_clarity[city.institutions.township[desk]]) * parameters.taking_load
    attention = city.goals.topics * city.goals.attention[desk, topic]
    return duty.inclination(parameters.taking_base + pressure, parameters.taking_attention, attention, weight, load[desk])


def claim(city: City, case: Case) -> tuple[Bools, Bools]:
    """Let every candidate that sees a matter decide for itself; return who takes it and who was asked."""
    if city.chosen(BY_MATRIX):
        return by_matrix(city, case.rightful, case.candidate, case.rows), case.candidate
    return case.sees & city.chosen(TRIAGE).takes(city, case), case.candidate


def _cost(city: City, case: Case) -> Floats:
    """Return what stepping forward costs against what it brings, for each matter: less where duties are clear."""
    return (1 - city.levers.duty_clarity[city.township_of(case.rows)]) * city.numbers(Triage, case.rows).volunteer_cost


def _volunteer(city: City, case: Case) -> Floats:
    steps = duty.volunteering(case.sees.sum(axis=1), _cost(city, case))[:, None]
    return np.broadcast_to(steps, case.sees.shape)


def _weighed(city: City, case: Case) -> Floats:
    return _volunteer(city, case) * case.willing


def _always(city: City, case: Case) -> Floats:
    return np.ones(case.sees.shape)


@dataclass(frozen=True)
class Taking:
    """How a desk decides on what it sees as its own."""

    chance: Callable[[City, Case], Floats]
    weighs: bool
    """It also weighs attention and load when a matter is sent to it."""


TAKING = Choice(
    "taking",
    weighed=option(Taking(_weighed, weighs=True), zh="志愿者困境 × 关注与负荷", en="volunteer's dilemma times attention and load"),
    volunteer=option(Taking(_volunteer, weighs=False), zh="只有志愿者困境", en="volunteer's dilemma alone"),
    always=option(Taking(_always, weighs=False), zh="认为归己就接手", en="whoever sees a matter as its own takes it"),
)


def _draws(city: City, purpose: Purpose, rows: Ints, slot: Ints) -> Floats:
    """Return the luck of slots at this attempt on matters."""
    return city.luck(rows).uniform(purpose, city.register.identity[rows], city.register.attempt[rows], slot)


def _drawn(city: City, case: Case, chance: Floats) -> Bools:
    """Let everybody that sees a matter take it with its chance."""
    matter, slot = np.nonzero(case.sees)
    drawn = np.zeros_like(case.sees)
    drawn[matter, slot] = _draws(city, Purpose.TAKES, case.rows[matter], slot) < chance[matter, slot]
    return drawn


def _by_taking(city: City, case: Case) -> Bools:
    return _drawn(city, case, city.chosen(TAKING).chance(city, case))


def _by_equal_chance(city: City, case: Case) -> Bools:
    return _drawn(city, case, np.broadcast_to(1.0 / np.maximum(case.sees.sum(axis=1, keepdims=True), 1), case.sees.shape))


def _by_best_response(city: City, case: Case) -> Bools:
    draws = _draws(city, Purpose.PRIVATE_COST, case.rows[:, None], np.arange(len(city.slots)))
    width = np.full_like(draws, city.numbers(Triage, case.rows[:, None]).cost_spread)
    return duty.best_response(case.sees.sum(axis=1), _cost(city, case), np.stack([draws, width], axis=-1))


@dataclass(frozen=True)
class Way:
    """How a matter finds its owner."""

    to_desk: Callable[[Bools], Bools]
    """Which matters go to a desk to be dispatched, by whether they came to one."""
    takes: Callable[[City, Case], Bools]
    """Which candidates of a claimed matter would take it if they see it."""


TRIAGE = Choice(
    "triage",
    mixed=option(
        Way(lambda at_desk: at_desk, _by_taking),
        zh="现场事务由各主体认领，进平台的派单",
        en="what is met in the field is claimed, what reached a desk is dispatched",
    ),
    claims=option(Way(np.zeros_like, _by_taking), zh="一律认领", en="everything is open to claims"),
    dispatch=option(Way(np.ones_like, _by_taking), zh="一律派单", en="everything is dispatched"),
    equal_chance=option(
        Way(np.zeros_like, _by_equal_chance),
        zh="认为归己的 k 家各以 1/k 概率接手",
        en="each of k that see a matter takes it with chance 1/k (urn and balls)",
    ),
    best_response=option(
        Way(np.zeros_like, _by_best_response),
        zh="各家知道自己的成本，按均衡出手",
        en="each knows its own cost and plays the equilibrium of the volunteer's dilemma",
    ),
)


ROSTER_PHASE = np.array(0.5)


def within_orders(city: City, rows: Ints) -> Ints:
    """Return the matters whose work orders the hotline and centres of each township can write today, oldest first."""
    register = city.register
    township = city.territory.township[register.village[rows]]
    order = np.lexsort((register.identity[rows], register.known[rows], township))
    rows, township = rows[order], township[order]
    place = np.arange(len(rows)) - np.searchsorted(township, township)
    orders = roster(city.orders_a_day, ROSTER_PHASE, city.working_day)
    return np.sort(rows[place < orders[township]])


def dispatch(city: City, case: Case) -> tuple[Bools, Bools]:
    """Send each matter to the likeliest owner in the centre's eyes; it keeps or returns it (退单).

    Of a composite matter the other likely owners are asked too. Duty clarity makes the first desk keep what it would return
    (首接负责). Returns who takes it and who was asked.
    """
    register = city.register
    rows, slots = case.rows, np.arange(len(city.slots))[None, :]
    village = register.village[rows]
    centre = np.where(register.level[rows] == CITY, city.territory.seat[village], city.territory.township[village])
    topic = register.topic[rows]
    eyes = understanding(city, rows, city.centre_between[centre, topic], city.centre_within[centre, topic], CENTRE_FACTS)
    eyes = np.where(case.candidate, eyes, -np.inf)
    chosen = slots == eyes.argmax(axis=1)[:, None]
    composite = city.mandates.mandate[register.level[rows].astype(np.intp), topic] == COMPOSITE
    asked = (chosen | (composite[:, None] & (eyes > duty.THRESHOLD))) & case.candidate
    taken = arbitrate(city, case, _kept(city, case, asked, chosen))
    _send_back(city, case, asked & ~taken, ~taken.any(axis=1))
    return taken, asked


def _kept(city: City, case: Case, asked: Bools, chosen: Bools) -> Bools:
    """Say who keeps what it was sent: what it sees as its own and is willing to take, less where returns are gamed, more at first contact."""
    matter, slot = np.nonzero(asked)
    rows = case.rows[matter]
    township = city.township_of(rows)
    keeps = case.sees[matter, slot] * (case.willing[matter, slot] if city.chosen(TAKING).weighs else 1.0)
    keeps = keeps * (1 - city.numbers(Assessment, rows).returns * city.gaming[township])
    first = (city.register.attempt[rows] == 0) & chosen[matter, slot]
    keeps = keeps + (1 - keeps) * first * city.levers.duty_clarity[township] * city.numbers(Triage, rows).first_contact
    kept = np.zeros_like(asked)
    kept[matter, slot] = _draws(city, Purpose.KEEPS, rows, slot) < keeps
    return kept


def arbitrate(city: City, case: Case, taken: Bools) -> Bools:
    """Let a strong centre settle who owns what nobody took twice: the lead must take it."""
    register, rows = city.register, case.rows
    strength = city.levers.centre_strength[city.township_of(rows), np.maximum(register.level[rows], TOWNSHIP)]
    draw = city.luck(rows).uniform(Purpose.ARBITRATES, register.identity[rows], register.attempt[rows])
    stuck = (register.attempt[rows] >= 2) & ~taken.any(axis=1) & (draw < city.numbers(Triage, rows).arbitration * strength)
    lead = city.mandates.lead[register.level[rows].astype(np.intp), register.topic[rows]]
    stuck &= lead != NOBODY
    register.note(rows[stuck], _now(city, rows[stuck]), Reason.ARBITRATED, NO_DESK)
    decided: Bools = taken | (stuck[:, None] & (np.arange(len(city.slots)) == lead[:, None]))
    return decided


def _send_back(city: City, case: Case, returned: Bools, nobody: Bools) -> None:
    """Record returns: a desk that will not be asked again, unless it is rightful, and a hand-off where nobody else took the work order.

    They teach a desk whose matter it is; one that saw its own and shirked has nothing to learn.
    """
    register = city.register
    register.decline(case.rows, pack(returned & ~case.rightful))
    register.hand_on(case.rows[returned.any(axis=1) & nobody])
    matter, slot = np.nonzero(returned)
    register.note(case.rows[matter], _now(city, case.rows[matter]), Reason.RETURNED, case.desk[matter, slot])
    matter, slot = np.nonzero(returned & ~(case.sees & case.rightful))
    city.record_handoff(case.desk[matter, slot], register.topic[case.rows[matter]])


def _now(city: City, rows: Ints) -> Floats:
    """Return when triage happens: as soon as a matter is known, else when the day begins."""
    return np.maximum(city.register.known[rows], float(city.day))


def _conclude(city: City, case: Case, taken: Bools, reason: Reason) -> None:
    """Write down who has each matter now, and send it where it goes next."""
    register, rows = city.register, case.rows
    outcome, time, holders = duty.outcome(case.rightful, taken), _now(city, case.rows), pack(taken)
    first = register.attempt[rows] == 0
    register.outcome[rows[first]] = outcome[first]
    register.first_holders[rows[first]] = holders[first]
    register.ask(rows)
    held = holders != 0
    register.hold(rows, holders)
    register.take(rows[held], time[held])
    some, every = (taken & case.rightful).any(axis=1), (taken | ~case.rightful).all(axis=1)
    partners = some & ~every & (outcome != Ownership.NOVEL)
    desk = case.desk[np.arange(len(rows)), taken.argmax(axis=1)]
    for stage, goes in ((Stage.IN_HAND, held & ~partners), (Stage.PARTNERS, partners)):
        register.move(rows[goes], stage, time[goes], reason, desk[goes])
    composite = city.mandates.mandate[register.level[rows].astype(np.intp), register.topic[rows]] == COMPOSITE
    coordinate(city, rows[composite & some & every])
    _leave_unclaimed(city, rows[~held], time[~held])


def _count_shirking(city: City, case: Case, taken: Bools, asked: Bools) -> None:
    """Count decisions in which a rightful desk saw a matter as its own, and those in which it did not take it (推诿)."""
    register, government = city.register, city.slots.sector == GOVERNMENT
    saw = case.sees & case.rightful & asked
    register.saw[case.rows] += saw.sum(axis=1)
    register.shirked[case.rows] += (saw & ~taken).sum(axis=1)
    register.saw_government[case.rows] += (saw & government).sum(axis=1)
    register.shirked_government[case.rows] += (saw & ~taken & government).sum(axis=1)


def _leave_unclaimed(city: City, rows: Ints, time: Floats) -> None:
    """Let what nobody took wait for another attempt; in the end the citizen gives up or petitions a higher level."""
    register, parameters = city.register, city.numbers(Triage, rows)
    register.move(rows, Stage.UNCLAIMED, time, Reason.NOBODY_TOOK_IT)
    register.refusals[rows] += 1
    speed = 1 + parameters.dispatch_retry_centre * city.levers.centre_strength[city.township_of(rows), register.level[rows]]
    mean = np.where(register.at_desk[rows], parameters.dispatch_retry_days / speed, parameters.field_retry_days)
    wait = mean * city.luck(rows).exponential(Purpose.RETRY, register.identity[rows], register.attempt[rows])
    register.wait(rows, time + np.maximum(wait, 1.0))
    tried = register.attempt[rows] - city.chosen(GIVING_UP)(register.sought_from[rows])
    give_up(city, rows[tried >= parameters.give_up_attempts], Reason.NOBODY_IN_THE_END)


GIVING_UP = Choice[Callable[[Ints], Ints]](
    "giving_up",
    in_all=option(np.zeros_like, zh="自始至今累计多次无人受理即放弃", en="after so many attempts in all"),
    each_search=option(lambda before: before, zh="每次转出后重新计数", en="after so many attempts since somebody last had it"),
)
"""Which attempts a citizen gives up after: how many to leave out, by those before somebody last had the matter."""
