"""Displacement: what enforcement and campaigns prevent, and where part of it arises instead.

Of what is prevented a share is only displaced. Part of that turns to alike topics of the same place (other key areas; others of the
campaign's domain) that are less enforced, the rest to places that enforce less; both arise from the receiving cell's own potential
matters. What finds nothing less enforced leaves the city: the city's gain is then somebody's loss, and is counted.
"""

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.city import EACH_ROW, City
from cogov.model.numbers import Numbers, number, share
from cogov.model.policy import Campaign, Policy

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Enforcement(Numbers):
    """Enforcement and justice in key areas, and campaigns."""

    effect: float = share(0.4, "fall of the hazard in an area at full enforcement")
    displacement: float = share(0.3, "part of what enforcement prevents that is only displaced")
    turning: float = share(
        0.2,
        "part of what is displaced that turns to other topics of the place (key areas; a campaign's domain), the rest to other places; "
        "what finds none that is less enforced leaves the city",
    )
    handlers: float = share(0.1, "share of the responsible departments' handlers that full enforcement takes")
    compliance: float = share(0.1, "share of economic organisations' handlers that complying takes at full enforcement everywhere")
    closing: float = share(0.3, "loss of economic organisations' openness at full enforcement everywhere")
    campaign_effect: float = share(
        0.6,
        "fall of the hazard of its topic during a campaign of full intensity",
        "SO2 fell by 25 to 27 % under inspection campaigns, then rose",
    )
    campaign_wearing: float = number(
        0.01,
        0,
        1,
        "per day",
        "rate at which the effect of a running campaign wears off; 0: it does not",
        "assumed; in most of 18 crackdowns it decayed after a short time (Sherman 1990)",
    )
    campaign_repetition: float = share(
        0.2,
        "what each earlier campaign on the topic takes from the effect of the next; 0: nothing",
        "assumed; later joint campaigns were weaker",
    )
    campaign_rebound: float = number(0.4, 0, 3, "share", "rise when it ends; it fades", "rebound after campaigns (Zheng & Na 2020)")
    rebound_days: float = number(60, 1, 1000, "days", "how fast the rebound fades")
    campaign_displacement: float = share(0.3, "part of what a campaign prevents that is only displaced")
    campaign_handlers: float = share(0.06, "share of all government handlers that a campaign of full intensity draws off")


def pressed(city: City) -> Floats | None:
    """Return by (township, topic) the factor of enforcement and campaigns on the hazard, None where there is neither; count what leaves."""
    parameters = city.numbers(Enforcement, townships=EACH_ROW)
    factor = None
    if city.levers.key_area_enforcement.any():
        factor = _moved(city, enforced(city), parameters.displacement, _of_key_areas(city))
    if any(policy.campaigns for policy in city.policies):
        moved = _moved(city, campaigned(city), parameters.campaign_displacement, _of_one_domain(city))
        moved = moved * np.repeat(rebound(city), city.territory.townships + 1, axis=0)
        factor = moved if factor is None else factor * moved
    return factor


def _moved(city: City, prevented: Floats, displaced: float | Floats, alike: Bools) -> Floats:
    """Return (1 − prevented) · (1 + displaced · received), and count what leaves the city."""
    base, turning = base_matters(city), city.numbers(Enforcement, cities=np.s_[:, None, None]).turning
    arriving = displaced * received(city.by_city(prevented), city.by_city(base), alike, turning).reshape(base.shape)
    if city.is_measured:
        leaving = city.by_city(base * (displaced * prevented - arriving))[:, :-1]
        city.tally.displaced += leaving.reshape(city.twins, -1).sum(axis=1)
    factor: Floats = (1 - prevented) * (1 + arriving)
    return factor


def received(prevented: Floats, base: Floats, alike: Bools, turning: float | Floats) -> Floats:
    """Return by (city, township, topic) what arrives of all that is pushed away, in matters per matter of the base rate.

    `prevented`: share of the base that is prevented. `base`: matters a day at the base rate. `alike`: (topics, topics), which topics
    are alike. To other places goes max(0, mean over places − prevented), to alike topics max(0, mean over them − prevented), the
    means weighted by base: so what arrives, Σ base · received, is never more than what is pushed away, Σ base · prevented.
    """
    pushed = base * prevented
    over_places = pushed.sum(axis=-2, keepdims=True) / np.maximum(base.sum(axis=-2, keepdims=True), 1e-12)
    over_alike = portable.product(pushed, alike) / np.maximum(portable.product(base, alike), 1e-12)
    elsewhere = np.maximum(over_places - prevented, 0.0)
    otherwise = np.maximum(over_alike - prevented, 0.0)
    arriving: Floats = (1 - turning) * elsewhere + turning * otherwise
    return arriving


def base_matters(city: City) -> Floats:
    """Return matters a day by (township, topic) at the base rate."""
    territory = city.territory
    daily = city.nature.rate[territory.twin, np.where(territory.urban, 0, 1)] * territory.residents[:, None]
    topics = np.arange(daily.shape[1])
    cell = territory.township[:, None] * len(topics) + topics
    matters = np.bincount(cell.ravel(), weights=daily.ravel(), minlength=territory.places * len(topics))
    return matters.reshape(territory.places, -1)


def enforced(city: City) -> Floats:
    """Return by (township, topic) the share that enforcement in key areas prevents."""
    area, lever = city.topics.area, city.levers.key_area_enforcement
    effect = city.numbers(Enforcement, townships=EACH_ROW).effect
    return np.where(area >= 0, effect * lever[:, np.maximum(area, 0)], 0.0)


def campaigned(city: City) -> Floats:
    """Return by (township, topic) the share that today's campaigns prevent: the same in the whole city."""
    left = np.ones((city.twins, len(city.topics.names)))
    for twin, policy in enumerate(city.policies):
        parameters = city.numbers(Enforcement, cities=np.array(twin))
        for campaign in policy.campaigns:
            if 0 <= (days := city.day - campaign.start) < campaign.days:
                kept = parameters.campaign_effect * strength(parameters, policy, campaign, days)
                left[twin, city.topics.names.index(campaign.topic)] *= 1 - kept
    return np.repeat(1 - left, city.territory.townships + 1, axis=0)


def strength(parameters: Enforcement, policy: Policy, campaign: Campaign, days: int) -> float:
    """Return what is left of a campaign's intensity after some days: it wears off, sooner where there were others before (Sherman 1990)."""
    earlier = sum(other.topic == campaign.topic and other.start < campaign.start for other in policy.campaigns)
    kept: float = portable.power(1 - parameters.campaign_repetition, earlier) * portable.exp(-parameters.campaign_wearing * days)
    return campaign.intensity * kept


def rebound(city: City) -> Floats:
    """Return by (city, topic) the factor by which what a campaign still held down at its end comes back; it fades."""
    factor = np.ones((city.twins, len(city.topics.names)))
    for twin, policy in enumerate(city.policies):
        parameters = city.numbers(Enforcement, cities=np.array(twin))
        for campaign in policy.campaigns:
            if (since := city.day - campaign.start - campaign.days) >= 0:
                returns = parameters.campaign_rebound * strength(parameters, policy, campaign, campaign.days)
                factor[twin, city.topics.names.index(campaign.topic)] *= 1 + returns * portable.exp(-since / parameters.rebound_days)
    return factor


def _of_key_areas(city: City) -> Bools:
    within: Bools = city.topics.area >= 0
    return np.outer(within, within)


def _of_one_domain(city: City) -> Bools:
    same: Bools = city.topics.domain[:, None] == city.topics.domain[None, :]
    return same
