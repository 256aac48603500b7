"""Hazards: what makes matters arise more or less often than their base rate, by (village, topic).

Need raises or lowers all; open grave matters spread (neglect); settled roots, village rules, enforcement and campaigns
prevent, and push some of it elsewhere.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Floats = npt.NDArray[np.float64]


def relative(model: "CoGovernanceModel") -> Floats:
    """Return each cell's hazard as a multiple of its base rate, before the cap."""
    parameters = model.scenario.parameters
    hazard = model.need * _pressure(model)[:, None]
    hazard = hazard * (1 - parameters.emergence.prevention * model.root)
    hazard *= 1 - parameters.deliberation.rule_prevention * model.village_rules
    if model.levers.key_area_enforcement.any():
        hazard *= enforcement(model)[model.territory.township]
    if model.policy.campaigns:
        hazard *= campaigns(model)
    result: Floats = hazard
    return result


def _pressure(model: "CoGovernanceModel") -> Floats:
    """Return 1 + neglect × open severity per 100 residents, by village."""
    register, territory = model.register, model.territory
    rows = register.open_rows
    severity = np.bincount(register.village[rows], weights=model.topics.severity[register.topic[rows]], minlength=territory.villages)
    pressure: Floats = 1 + model.scenario.parameters.emergence.neglect * 100 * severity / territory.residents
    return pressure


def enforcement(model: "CoGovernanceModel") -> Floats:
    """Return by (township, topic) what enforcement prevents, and what it pushes to places that enforce less."""
    parameters, lever = model.scenario.parameters.enforcement, model.levers.key_area_enforcement[:-1]
    weight = model.territory.residents_of_townships()[:, None]
    mean = (lever * weight).sum(axis=0) / weight.sum()
    factor = (1 - parameters.effect * lever) * (1 + parameters.displacement * parameters.effect * np.maximum(mean - lever, 0.0))
    area = model.topics.area
    return np.where(area >= 0, factor[:, np.maximum(area, 0)], 1.0)


def campaigns(model: "CoGovernanceModel") -> Floats:
    """Return by topic what campaigns prevent while they run, what rebounds when they end, and what they displace."""
    parameters, topics = model.scenario.parameters.enforcement, model.topics
    factor = np.ones(len(topics.names))
    for campaign in model.policy.campaigns:
        topic, since = topics.names.index(campaign.topic), model.day - campaign.start
        if 0 <= since < campaign.days:
            factor[topic] *= 1 - parameters.campaign_effect * campaign.intensity
            alike = (topics.domain == topics.domain[topic]) & (np.arange(len(factor)) != topic)
            factor[alike] *= 1 + parameters.campaign_displacement * campaign.intensity
        elif since >= campaign.days:
            factor[topic] *= 1 + parameters.campaign_rebound * campaign.intensity * np.exp(
                -(since - campaign.days) / parameters.rebound_days
            )
    return factor
