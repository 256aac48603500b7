"""Handling: handlers work down their desks' queues.

Progress per handler-day = ownership × authority × ability × skill × (φ + (1 − φ) · least fill of needed resources) × team, where
team = 1 − conflict · (1 − mean congruence of the holders). A desk with h handlers sees floor(n h + phase) handler-days in n working
days. Joint teams are faster on hot spots; assessment hurries work and closes some of it early. Queues are ordered by attention, need, severity, age and deadline. Wrong owners are found out at the rate
r_0 + r_1 (1 − mean cosine of attention). Levers: power_sharing, joint_action, assessment_pressure, and all that take
handlers away (`staffing`). Essay: 人人尽责.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model import portable, resources, voice
from cogov.model.chance import Purpose
from cogov.model.desks import GOVERNMENT, PARTY
from cogov.model.goals import mean_cosine
from cogov.model.holdings import Holdings, in_hand
from cogov.model.mandates import COMPOSITE
from cogov.model.partners import gather_partners, note_requests, pay_what_is_owed
from cogov.model.passing import give_up, hand_off
from cogov.model.queueing import roster, serve
from cogov.model.register import NO_DESK
from cogov.model.routing import pass_on
from cogov.model.stages import Reason, Stage
from cogov.model.topics import DISPUTE

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def handling(model: "CoGovernanceModel") -> None:
    """Partners gather, wrong owners are found out, handlers work, some matters go up, citizens lose patience."""
    if model.is_rest_day:
        return
    gather_partners(model)
    find_wrong_owners(model)
    holdings = in_hand(model)
    if len(holdings.rows):
        _work(model, holdings)
    voice.go_up(model, holdings)
    _lose_patience(model)
    _count_load(model)


def find_wrong_owners(model: "CoGovernanceModel") -> None:
    """Hand off what only wrong owners hold, as they are found out (相互纠错)."""
    register, parameters = model.register, model.scenario.parameters.triage
    holdings = in_hand(model)
    has_rightful = np.bincount(holdings.matter, weights=holdings.rightful, minlength=len(holdings.rows)) > 0
    rows = holdings.rows[~has_rightful]
    if model.scenario.choices.routing == "matrix" or len(rows) == 0:
        return
    rate = parameters.found_base + parameters.found_diversity * (1 - mean_cosine(model.goals.attention))
    found = model.chance.uniform(Purpose.FOUND, register.identity[rows], model.day) < -portable.expm1(-rate)
    entries = (~has_rightful)[holdings.matter]
    caught = np.isin(holdings.row, rows[found]) & entries
    model.record_handoff(holdings.desk[caught], register.topic[holdings.row[caught]])
    hand_off(model, rows[found], Reason.WRONG_OWNER_FOUND)


def _work(model: "CoGovernanceModel", holdings: Holdings) -> None:
    register, row = model.register, holdings.row
    wanted = resources.wanted_today(model, holdings)
    least, needs = _equipment(model, holdings, resources.fill(model, wanted))
    rate = progress_rate(model, holdings, least) * _team(model, holdings)[holdings.matter]
    left = register.work_left[holdings.rows]
    ready = np.clip(register.stage_since[row] - model.day, 0.0, 1.0)
    demand = np.minimum(1.0 - ready, left[holdings.matter] / np.maximum(rate, 1e-9))
    order = np.lexsort((register.identity[row], -PRIORITY[model.scenario.choices.queue](model, holdings), holdings.desk))
    capacity = pay_what_is_owed(model, CAPACITY[model.scenario.choices.capacity](model))
    given, end = np.zeros(len(row)), np.zeros(len(row))
    in_order = model.scenario.choices.queue == "fifo"
    for _ in range(2):  # what several holders would do too much of is given back, and serves those behind
        given[order], end[order] = serve(holdings.desk[order], demand[order], ready[order], capacity, in_order=in_order)
        done = np.bincount(holdings.matter, weights=given * rate)
        demand = demand * np.minimum(1.0, left / np.maximum(done, 1e-12))[holdings.matter]
    given = np.minimum(given, demand)
    _book(model, holdings, given, capacity)
    register.equipped_days[holdings.rows] += np.bincount(holdings.matter, weights=given * needs)
    register.filled_days[holdings.rows] += np.bincount(holdings.matter, weights=given * needs * least)
    _progress(model, holdings, given * rate, end)


def _equipment(model: "CoGovernanceModel", holdings: Holdings, fill: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the fill of the scarcest resource that each entry needs (1 where none is), and whether any is needed."""
    needed = model.topics.needs[model.register.topic[holdings.row]] > 0
    return np.where(needed, fill[holdings.desk], 1.0).min(axis=1), needed.any(axis=1)


def progress_rate(model: "CoGovernanceModel", holdings: Holdings, least: Floats) -> Floats:
    """Return progress per handler-day of each holder, a rightful, able, fully equipped one making 1."""
    parameters, institutions = model.scenario.parameters.handling, model.institutions
    topic, desk = model.register.topic[holdings.row], holdings.desk
    novel = model.mandates.lead[model.register.level[holdings.row].astype(np.int64), topic] < 0
    routed = model.scenario.choices.routing == "matrix"
    ownership = np.where(novel, parameters.novel_owner, np.where(holdings.rightful | routed, 1.0, parameters.wrong_owner))
    sector = institutions.sector[desk]
    state = (sector == GOVERNMENT) | (sector == PARTY)
    power = model.levers.power_sharing[institutions.township[desk]]
    authority = np.where(state, 1.0, parameters.authority_floor + (1 - parameters.authority_floor) * power)
    skill = 1 + model.scenario.parameters.sharing.skill_gain * -portable.expm1(-institutions.training[desk])
    equipped = parameters.progress_floor + (1 - parameters.progress_floor) * least
    pressure = model.levers.assessment_pressure[institutions.township[desk]]
    hurry = 1 + model.scenario.parameters.assessment.speed * pressure
    rate: Floats = ownership * authority * institutions.ability[desk] * skill * equipped * hurry
    return rate


def _team(model: "CoGovernanceModel", holdings: Holdings) -> Floats:
    """Return each matter's factor for how well its holders pull together; note where goals hinder them."""
    matter, desk = holdings.matter, holdings.desk
    first = desk[np.searchsorted(matter, matter)]
    others = first != desk
    kappa = np.ones(len(matter))
    kappa[others] = model.congruence(first[others], desk[others], model.register.topic[holdings.row[others]])
    size = np.bincount(matter)
    mean = (np.bincount(matter, weights=kappa * others) + 1e-12) / (np.maximum(size - 1, 1) + 1e-12)
    conflict = model.scenario.parameters.handling.turf_conflict
    note_requests(model, holdings.row, holdings.slot, others, others & (kappa < model.scenario.parameters.handling.hindered))
    return np.where(size > 1, 1 - conflict * (1 - mean), 1.0) * _hot_spots(model, holdings.rows)


def _hot_spots(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the factor of joint teams on hot spots: many matters of one topic in one village (问题联治、平安联创)."""
    register, parameters = model.register, model.scenario.parameters.handling
    topics = len(model.topics.names)
    cell = register.village[rows] * topics + register.topic[rows]
    crowd = np.bincount(cell, minlength=model.territory.villages * topics)[cell]
    gain = parameters.hot_spot_gain * model.levers.joint_action[model.township_of(rows)]
    return np.where(crowd >= parameters.hot_spot, 1 + gain, 1.0)


def _by_priority(model: "CoGovernanceModel", holdings: Holdings) -> Floats:
    """Order by attention, need, severity, age, nearness of the deadline, pressure (`voice`), and connections as power is shared."""
    w, register, row = model.scenario.parameters.handling, model.register, holdings.row
    topic, desk = register.topic[row], holdings.desk
    age = model.day + 1 - register.arose[row]
    left = np.maximum(model.topics.deadline[topic] - age, 0.0)
    pressed = voice.weight(model, row, w.w_pressed, w.w_pressed) * voice.HEARS[model.institutions.sector[desk]]
    connected = model.citizens.member[register.citizen[row]] & (model.institutions.sector[desk] != GOVERNMENT)
    priority: Floats = (
        w.w_attention * np.minimum(model.goals.topics * model.goals.attention[desk, topic], 5.0)
        + w.w_need * model.need[topic]
        + w.w_severity * model.topics.severity[topic]
        + w.w_age * age
        + w.w_deadline * portable.exp(-left / 3.0)
        + pressed
        + w.capture * model.levers.power_sharing[model.institutions.township[desk]] * connected
    )
    return priority


def _first_come(model: "CoGovernanceModel", holdings: Holdings) -> Floats:
    return -model.register.stage_since[holdings.row]


PRIORITY: dict[str, Callable[["CoGovernanceModel", Holdings], Floats]] = {"priority": _by_priority, "fifo": _first_come}


def _staff(model: "CoGovernanceModel") -> Floats:
    institutions = model.institutions
    return roster(institutions.handlers + institutions.volunteers, institutions.roster_phase, model.working_day)


def _unlimited(model: "CoGovernanceModel") -> Floats:
    return np.full(model.institutions.size, 1e9)


CAPACITY: dict[str, Callable[["CoGovernanceModel"], Floats]] = {"staff": _staff, "unlimited": _unlimited}


def _book(model: "CoGovernanceModel", holdings: Holdings, given: Floats, capacity: Floats) -> None:
    """Book the handler-days given: to the matter, to the desk, and as wasted where the duty is another's."""
    register, institutions = model.register, model.institutions
    register.effort[holdings.rows] += np.bincount(holdings.matter, weights=given)
    begins = (given > 0) & holdings.rightful & np.isnan(register.begun[holdings.row])
    register.begun[holdings.row[begins]] = np.maximum(model.day, register.stage_since[holdings.row[begins]])
    if model.is_measured:
        institutions.worked += np.bincount(holdings.desk, weights=given, minlength=institutions.size)
        institutions.wasted += np.bincount(holdings.desk, weights=given * ~holdings.rightful, minlength=institutions.size)
        institutions.available += capacity


def _progress(model: "CoGovernanceModel", holdings: Holdings, progress: Floats, end: Floats) -> None:
    """Take the progress off the work left; what is done goes on to its session or is settled."""
    register, rows = model.register, holdings.rows
    register.work_left[rows] -= np.bincount(holdings.matter, weights=progress)
    _close_early(model, rows)
    done = (register.work_left[rows] <= 1e-9) & ~_find_out_at_the_end(model, holdings)
    last = np.zeros(len(rows))
    np.maximum.at(last, holdings.matter, np.where(progress > 0, end, 0.0))
    entries = np.bincount(holdings.matter)
    joint = model.mandates.mandate[register.level[rows].astype(np.int64), register.topic[rows]] == 1
    alone = np.bincount(holdings.matter, weights=~holdings.rightful) == 0
    register.joint[rows[done & joint & alone & (entries > 1)]] = True
    time = np.maximum(model.day + last, register.stage_since[rows])
    keep = pass_on(model, holdings, done, time)
    session = done & keep & (model.topics.form[register.topic[rows]] == DISPUTE) & model.has_rule("mediation")
    register.move(rows[session], Stage.SESSION, time[session], Reason.WORK_DONE)
    settled = done & keep & ~session
    register.move(rows[settled], Stage.SETTLED, time[settled], Reason.WORK_DONE)


def _find_out_at_the_end(model: "CoGovernanceModel", holdings: Holdings) -> npt.NDArray[np.bool_]:
    """Hand off composite matters that only wrong desks worked on to the end: nothing but joint action closes them."""
    register, rows = model.register, holdings.rows
    composite = model.mandates.mandate[register.level[rows].astype(np.int64), register.topic[rows]] == COMPOSITE
    wrong = np.bincount(holdings.matter, weights=holdings.rightful) == 0
    found: npt.NDArray[np.bool_] = composite & wrong & (register.work_left[rows] <= 1e-9) & (model.scenario.choices.routing == "triage")
    register.work_left[rows[found]] = register.work_total[rows[found]]
    hand_off(model, rows[found], Reason.WRONG_OWNER_FOUND)
    return found


def _close_early(model: "CoGovernanceModel", rows: Ints) -> None:
    """Close some matters half done as done, as far as desks have learnt to game the assessment (考核; Bevan & Hood 2006)."""
    register = model.register
    chance = model.scenario.parameters.assessment.premature * model.gaming[model.township_of(rows)]
    half = (register.work_left[rows] > 1e-9) & (register.work_left[rows] < 0.5 * register.work_total[rows])
    early = rows[half & (model.chance.uniform(Purpose.PREMATURE, register.identity[rows], model.day) < chance)]
    register.closed_early[early] = True
    register.note(early, model.day + 1.0, Reason.CLOSED_EARLY, NO_DESK)
    register.work_left[early] = 0.0


def _lose_patience(model: "CoGovernanceModel") -> None:
    """Let citizens whose matter nobody has begun give up, under `patience: exponential`."""
    if model.scenario.choices.patience == "none":
        return
    register = model.register
    rows = np.sort(np.concatenate([register.at(stage) for stage in (Stage.UNCLAIMED, Stage.PARTNERS, Stage.IN_HAND)]))
    rows = rows[register.effort[rows] == 0]
    patience = model.scenario.parameters.handling.patience_days * model.chance.exponential(Purpose.PATIENCE, register.identity[rows])
    give_up(model, rows[register.known[rows] + patience < model.day + 1], Reason.PATIENCE_LOST)


def _count_load(model: "CoGovernanceModel") -> None:
    holdings = in_hand(model)
    model.institutions.load[:] = np.bincount(holdings.desk, minlength=model.institutions.size)
