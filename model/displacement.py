"""Displacement: what enforcement and campaigns prevent, and where part of it arises instead.

Of what is prevented a share is only displaced. Part of that turns to alike topics of the same place (other key areas; others of the
campaign's domain) that are less enforced, the rest to places that enforce less; both arise from the receiving cell's own potential
matters. What finds nothing less enforced leaves the city: the city's gain is then somebody's loss, and is counted.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.policy import Campaign

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def pressed(model: "CoGovernanceModel") -> Floats | None:
    """Return by (township, topic) the factor of enforcement and campaigns on the hazard, None where there is neither; count what leaves."""
    parameters = model.scenario.parameters.enforcement
    factor = None
    if model.levers.key_area_enforcement.any():
        factor = _moved(model, enforced(model), parameters.displacement, _of_key_areas(model))
    if model.policy.campaigns:
        moved = _moved(model, campaigned(model), parameters.campaign_displacement, _of_one_domain(model)) * rebound(model)
        factor = moved if factor is None else factor * moved
    return factor


def _moved(model: "CoGovernanceModel", prevented: Floats, displaced: float, alike: Bools) -> Floats:
    """Return (1 − prevented) · (1 + displaced · received), and count what leaves the city."""
    base = base_matters(model)
    arriving = displaced * received(prevented, base, alike, model.scenario.parameters.enforcement.turning)
    if model.is_measured:
        model.tally.displaced += float((base * (displaced * prevented - arriving)).sum())
    factor: Floats = (1 - prevented) * (1 + arriving)
    return factor


def received(prevented: Floats, base: Floats, alike: Bools, turning: float) -> Floats:
    """Return by (township, topic) what arrives of all that is pushed away, in matters per matter of the base rate.

    `prevented`: share of the base that is prevented. `base`: matters a day at the base rate. `alike`: (topics, topics), which topics
    are alike. To other places goes max(0, mean over places − prevented), to alike topics max(0, mean over them − prevented), the
    means weighted by base: so what arrives, Σ base · received, is never more than what is pushed away, Σ base · prevented.
    """
    pushed = base * prevented
    over_places = pushed.sum(axis=0) / np.maximum(base.sum(axis=0), 1e-12)
    over_alike = portable.product(pushed, alike) / np.maximum(portable.product(base, alike), 1e-12)
    elsewhere = np.maximum(over_places - prevented, 0.0)
    otherwise = np.maximum(over_alike - prevented, 0.0)
    arriving: Floats = (1 - turning) * elsewhere + turning * otherwise
    return arriving


def base_matters(model: "CoGovernanceModel") -> Floats:
    """Return matters a day by (township, topic) at the base rate."""
    territory = model.territory
    daily = model.topics.rate[np.where(territory.urban, 0, 1)] * territory.residents[:, None]
    where = territory.township[None, :] == np.arange(territory.townships)[:, None]
    matters: Floats = portable.product(where, daily)
    return matters


def enforced(model: "CoGovernanceModel") -> Floats:
    """Return by (township, topic) the share that enforcement in key areas prevents."""
    area, lever = model.topics.area, model.levers.key_area_enforcement[:-1]
    effect = model.scenario.parameters.enforcement.effect
    return np.where(area >= 0, effect * lever[:, np.maximum(area, 0)], 0.0)


def campaigned(model: "CoGovernanceModel") -> Floats:
    """Return by (township, topic) the share that today's campaigns prevent: the same in the whole city."""
    effect = model.scenario.parameters.enforcement.campaign_effect
    left = np.ones((model.territory.townships, len(model.topics.names)))
    for campaign in model.policy.campaigns:
        if 0 <= model.day - campaign.start < campaign.days:
            left[:, model.topics.names.index(campaign.topic)] *= 1 - effect * strength(model, campaign, model.day - campaign.start)
    prevented: Floats = 1 - left
    return prevented


def strength(model: "CoGovernanceModel", campaign: Campaign, days: int) -> float:
    """Return what is left of a campaign's intensity after some days: it wears off, sooner where there were others before (Sherman 1990)."""
    parameters = model.scenario.parameters.enforcement
    earlier = sum(other.topic == campaign.topic and other.start < campaign.start for other in model.policy.campaigns)
    kept: float = portable.power(1 - parameters.campaign_repetition, earlier) * portable.exp(-parameters.campaign_wearing * days)
    return campaign.intensity * kept


def rebound(model: "CoGovernanceModel") -> Floats:
    """Return by topic the factor by which what a campaign still held down at its end comes back; it fades."""
    parameters, factor = model.scenario.parameters.enforcement, np.ones(len(model.topics.names))
    for campaign in model.policy.campaigns:
        since = model.day - campaign.start - campaign.days
        if since >= 0:
            fading = portable.exp(-since / parameters.rebound_days)
            factor[model.topics.names.index(campaign.topic)] *= (
                1 + parameters.campaign_rebound * strength(model, campaign, campaign.days) * fading
            )
    return factor


def _of_key_areas(model: "CoGovernanceModel") -> Bools:
    within: Bools = model.topics.area >= 0
    return np.outer(within, within)


def _of_one_domain(model: "CoGovernanceModel") -> Bools:
    same: Bools = model.topics.domain[:, None] == model.topics.domain[None, :]
    return same
