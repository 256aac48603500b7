"""Staffing: how many handlers every desk has, and how many are left for matters once every lever has taken its share.

Here most levers show their price. All shares are of a desk's own staff.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.choices import AREAS, CHANNELS, LEVELS
from cogov.model.desks import CITY, ECONOMIC, GOVERNMENT, SELF_GOVERNANCE, SOCIAL, VILLAGE
from cogov.model.resources import RIVAL
from cogov.model.topics import stated_rates

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Floats = npt.NDArray[np.float64]


LEAST_OF_STAFF = 0.1
"""Part of its staff that a desk keeps where nothing of its own arises any more."""


def follow_mix(model: "CoGovernanceModel") -> None:
    """Staff every desk in proportion to what the mix of matters asks of it, where `composite_share` changes that mix (`choices: mix`).

    So a desk has as much work for a handler, in expectation, at every share. What a matter asks is shared by its rightful desks alike.
    """
    if model.scenario.composite_share is None or model.scenario.choices.mix == "count":
        return
    stated, asked = (expected_work(model, rates) for rates in (stated_rates(model.scenario), model.topics.rate))
    factor = np.where(stated > 0, asked / np.maximum(stated, 1e-12), 1.0)
    model.institutions.payroll *= np.maximum(factor, LEAST_OF_STAFF)


def expected_work(model: "CoGovernanceModel", rates: Floats) -> Floats:
    """Return the work a day that matters arising at these rates ask of each desk whose duty they are, in handler-days."""
    topics, territory, slots = model.topics, model.territory, model.slots
    rightful = model.mandates.rightful[topics.level, np.arange(len(topics.level))]
    shared = rightful / np.maximum(rightful.sum(axis=1, keepdims=True), 1)
    arising = rates[np.where(territory.urban, 0, 1)] * territory.residents[:, None] * topics.work_mean
    return np.bincount(slots.desk_of.ravel(), weights=portable.product(arising, shared).ravel(), minlength=model.institutions.size)


def assign(model: "CoGovernanceModel") -> None:
    """Set every desk's staff, flows and handlers to what today's levers make of them; what is on loan stays until it is back."""
    institutions = model.institutions
    institutions.staff[:] = _supported(model, devolved(model))
    institutions.flows = institutions.flows_per_handler * institutions.staff[:, None]
    institutions.flows[:, :RIVAL] = np.maximum(institutions.flows[:, :RIVAL], model.loans.lent)
    left = institutions.staff * np.clip(1.0 - share_taken(model), 0.0, 1.0)
    institutions.handlers[:] = np.maximum(left - _grid_work(model), 0.1 * left)
    institutions.free_openness = institutions.openness * (1 - _closing(model))[:, None]


def devolved(model: "CoGovernanceModel") -> Floats:
    """Move staff one level down, within each kind, to the townships and villages whose lever asks for it (重心下移)."""
    institutions, slots = model.institutions, model.slots
    staff = institutions.payroll.copy()
    share = model.levers.devolution * model.scenario.parameters.handling.devolved
    if not share.any():
        return staff
    for kind in range(len(slots.kinds)):
        for level in (CITY, CITY - 1):
            above = (institutions.kind == kind) & (institutions.level == level)
            below = (institutions.kind == kind) & (institutions.level == level - 1)
            if above.any() and below.any():
                _move_down(model, staff, share, above, below)
    return staff


def _move_down(
    model: "CoGovernanceModel", staff: Floats, share: Floats, above: npt.NDArray[np.bool_], below: npt.NDArray[np.bool_]
) -> None:
    """Give each lower desk its residents' part of what its upper desk lets go there."""
    institutions = model.institutions
    lower = np.flatnonzero(below)
    upper = np.flatnonzero(above)
    boss = upper[institutions.township[lower]] if len(upper) > 1 else np.repeat(upper, len(lower))
    part = institutions.residents[lower] / institutions.residents[boss] * share[institutions.township[lower]]
    moved = institutions.payroll[boss] * part
    staff[lower] += moved
    np.subtract.at(staff, boss, moved)


def _supported(model: "CoGovernanceModel", staff: Floats) -> Floats:
    """Let social organisations grow with support, and shrink below their size when support they depend on ends."""
    support, institutions = model.scenario.parameters.support, model.institutions
    lever = model.levers.social_org_support
    change = support.growth * lever - support.exit * np.maximum(model.dependence - lever, 0.0)
    return np.where(institutions.sector == SOCIAL, staff * (1 + change[institutions.township]), staff)


def share_taken(model: "CoGovernanceModel") -> Floats:
    """Return the share of each desk's staff that is not left for matters.

    Centres second staff, mediation ties it to rooms and joint sessions, sharing to reports, Party-building to meetings and to the second
    role of cadres, joint action to teams, one-stop service to counters (fewer as service goes online), enforcement and campaigns to the field, phases to learning the
    new, goals kept at `need` to surveys.
    """
    institutions, levers, parameters = model.institutions, model.levers, model.scenario.parameters
    where, level = institutions.township, institutions.level
    rooms = (_levels_served(model) * levers.mediation.reshape(-1, len(CHANNELS), len(LEVELS))[where, institutions.channel]).sum(axis=1)
    share = levers.centre_strength[where, level] * parameters.handling.seconded
    share += rooms * parameters.mediation.handlers
    share += levers.mediation_coordination[where] * parameters.mediation.coordination_share
    share += levers.resource_sharing[where, institutions.sector] * parameters.sharing.reporting
    share += levers.party_building[where] * parameters.handling.meeting_days
    share += _doubling(model) * levers.party_building[where] * parameters.handling.double_role
    share += levers.joint_action[where] * parameters.handling.joint_share
    open_counters = 1 - parameters.closure.counters_closed * model.gone_online[where]
    share += _at_counters(model) * levers.one_stop_service[where] * parameters.handling.counters * open_counters
    share += _in_the_field(model)
    share += model.changing[where] * parameters.transition.cost
    share += parameters.goals.survey_days * (model.policy.goals == "need")
    taken: Floats = share
    return taken


def _levels_served(model: "CoGovernanceModel") -> Floats:
    """Return by desk the levels whose disputes its mediators hear, in equal parts: its own, and those below without a desk of its channel."""
    institutions = model.institutions
    served = np.zeros((len(CHANNELS), len(LEVELS), len(LEVELS)))
    for channel in range(len(CHANNELS)):
        lowest = 0
        for level in np.unique(institutions.level[institutions.channel == channel]):
            served[channel, level, lowest : level + 1] = 1 / (level + 1 - lowest)
            lowest = level + 1
    found: Floats = served[institutions.channel, institutions.level]
    return found


def _at_counters(model: "CoGovernanceModel") -> npt.NDArray[np.bool_]:
    """Say which desks man counters of one-stop service."""
    kinds = [index for index, kind in enumerate(model.scenario.kinds.values()) if kind.counter]
    return np.isin(model.institutions.kind, kinds)


def _doubling(model: "CoGovernanceModel") -> npt.NDArray[np.bool_]:
    """Say at which desks the cadres are the Party organisation's too (身兼两职)."""
    kinds = [index for index, kind in enumerate(model.scenario.kinds.values()) if kind.doubles]
    return np.isin(model.institutions.kind, kinds)


def _in_the_field(model: "CoGovernanceModel") -> Floats:
    """Return what enforcement takes from the departments responsible and from firms, and campaigns from all of government."""
    institutions, parameters = model.institutions, model.scenario.parameters.enforcement
    lever = model.levers.key_area_enforcement[institutions.township]
    share = (lever * model.enforces[institutions.kind]).max(axis=1) * parameters.handlers
    share += np.where(institutions.sector == ECONOMIC, lever.mean(axis=1) * parameters.compliance, 0.0)
    running = sum(c.intensity for c in model.policy.campaigns if c.start <= model.day < c.start + c.days)
    return np.asarray(share + np.where(institutions.sector == GOVERNMENT, running * parameters.campaign_handlers, 0.0))


def _closing(model: "CoGovernanceModel") -> Floats:
    """Return how much of their openness economic organisations lose to enforcement."""
    lever = model.levers.key_area_enforcement[model.institutions.township].mean(axis=1)
    return np.where(model.institutions.sector == ECONOMIC, lever * model.scenario.parameters.enforcement.closing, 0.0)


def _grid_work(model: "CoGovernanceModel") -> Floats:
    """Return the handlers that grids take from village self-governance: their workers' share, the checking of false alarms."""
    institutions, territory, discovery = model.institutions, model.territory, model.scenario.parameters.discovery
    alarms = discovery.false_alarms * model.levers.grid_intelligence[territory.township] * territory.residents / 1000
    work = model.workers * discovery.worker_own_work + alarms * discovery.false_alarm_days
    own = (institutions.level == VILLAGE) & (institutions.sector == SELF_GOVERNANCE)
    return np.where(own, work[np.where(own, institutions.jurisdiction, 0)], 0.0)


def areas_of_kinds(model: "CoGovernanceModel") -> npt.NDArray[np.bool_]:
    """Return by (kind, area) which kinds of desk answer for topics of a key area."""
    found = np.zeros((len(model.slots.kinds), len(AREAS)), dtype=bool)
    for topic in model.scenario.topics.values():
        if topic.area is not None and topic.owners:
            found[model.slots.kinds.index(topic.owners[0]), AREAS.index(topic.area)] = True
    return found
