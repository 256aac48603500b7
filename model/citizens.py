"""The people: columns over all residents, and the ties along which they see one another take part."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from cogov.model.chance import Chance, Purpose
from cogov.model.city_facts import CityFacts
from cogov.model.columns import Column, Table
from cogov.model.names import CITIZEN_GROUPS, LEVELS
from cogov.model.numbers import Numbers, number
from cogov.model.scenario import Scenario
from cogov.model.territory import Territory

Bools = npt.NDArray[np.bool_]
Single = npt.NDArray[np.float32]
CHILD, ADULT, ELDERLY = range(3)
NEVER_CALLED = -10_000
TOWNSHIP = LEVELS.index("township")


class Voices(Numbers):
    """Lasting readiness of residents to report."""

    voice_spread: float = number(1.0, 0, 5, "sd of logit", "lasting differences between residents in readiness to report")
    voice_elderly: float = number(
        0.2, -5, 5, "logit", "readiness of those of 60 and over", "contacting rises with age (Verba, Schlozman & Brady 1995); size assumed"
    )
    voice_left_behind: float = number(-0.3, -5, 5, "logit", "readiness of those whose family works away")
    voice_migrant: float = number(-0.4, -5, 5, "logit", "readiness of those registered elsewhere")
    voice_low_income: float = number(
        -0.4,
        -5,
        5,
        "logit",
        "readiness of those of low income",
        "low-income areas report less despite greater need (Kontokosta & Hong 2021); reporting rates differ up to threefold between "
        "neighbourhoods (Liu, Bhandaram & Garg 2024), which is 1.1 logits at small chances; size assumed",
    )
    voice_offline: float = number(
        -0.4, -5, 5, "logit", "readiness of those without online access", "digital divide in contacts (Cavallo et al. 2014); size assumed"
    )


class Thresholds(Numbers):
    """From which share of neighbours on residents take part."""

    threshold_mean: float = number(0.35, -1, 2, "share of neighbours", "mean threshold", "Granovetter 1978")
    threshold_spread: float = number(0.2, 0, 2, "share of neighbours", "spread of thresholds")


class Citizens(Table):
    """State of all residents, grid by grid, village by village."""

    columns = {
        "village": Column(np.int32, 0, "index of the village or community"),
        "grid": Column(np.int32, 0, "index of the grid"),
        "age_group": Column(np.int8, ADULT, "0 under 15, 1 15 to 59, 2 60 and over"),
        "left_behind": Column(np.bool_, False, "family works away"),
        "migrant": Column(np.bool_, False, "registered elsewhere or away for part of the year"),
        "low_income": Column(np.bool_, False, "of low income"),
        "online": Column(np.bool_, False, "has online access"),
        "party_member": Column(np.bool_, False, "member of the Party"),
        "member": Column(np.bool_, False, "member of an organisation (组织人)"),
        "voice": Column(np.float32, 0.0, "lasting readiness to report against that of an average resident", "logit"),
        "threshold": Column(np.float32, 0.35, "share of neighbours who take part above which it does too"),
        "active": Column(np.bool_, False, "takes part this week"),
        "engagement": Column(np.float32, 0.0, "smoothed taking part, 0 to 1"),
        "efficacy": Column(np.float32, 0.5, "belief that a report is acted on"),
        "fatigue": Column(np.float32, 0.0, "tiredness from taking part"),
        "trust": Column(np.float32, 0.6, "trust in the institutions"),
        "gain": Column(np.float32, 0.6, "sense of gain 获得感"),
        "happiness": Column(np.float32, 0.6, "happiness 幸福感"),
        "security": Column(np.float32, 0.6, "sense of security 安全感"),
        "expectation": Column(np.float32, 0.6, "satisfaction expected of the next matter"),
        "called": Column(np.int32, NEVER_CALLED, "day of a grid worker's last call; long before the first if none", "days"),
    }
    village: npt.NDArray[np.int32]
    grid: npt.NDArray[np.int32]
    age_group: npt.NDArray[np.int8]
    left_behind: Bools
    migrant: Bools
    low_income: Bools
    online: Bools
    party_member: Bools
    member: Bools
    voice: Single
    threshold: Single
    active: Bools
    engagement: Single
    efficacy: Single
    fatigue: Single
    trust: Single
    gain: Single
    happiness: Single
    security: Single
    expectation: Single
    called: npt.NDArray[np.int32]

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.told_of = np.zeros((0, 2))
        """By grid, sum and number, since neighbours last listened, of the experiences with matters that ended there."""
        self.let_down = np.empty(0, dtype=np.intp)
        """Rows of the citizens whose talks failed today."""


def settle(scenario: Scenario, territory: Territory, km: npt.NDArray[np.float64], chance: Chance) -> Citizens:
    """People the territory: groups drawn independently, at the city's shares; `km` is how far each village is from its township's venue."""
    city, people = scenario.city, Citizens(territory.population)
    rng = chance.block(Purpose.PEOPLE)
    people.village[:] = np.repeat(np.arange(territory.villages), territory.residents)
    people.grid[:] = territory.grid_of_citizens()
    people.told_of = np.zeros((len(territory.grid_village), 2))
    draws = rng.random((8, people.size), dtype=np.float32)
    people.age_group[:] = (draws[0] >= city.child_share).astype(np.int8) + (draws[0] >= 1 - city.elderly_share)
    urban = territory.urban[people.village]
    people.left_behind[:] = draws[1] < np.where(urban, city.left_behind_share_urban, city.left_behind_share_rural)
    people.migrant[:] = draws[2] < city.migrant_share
    people.low_income[:] = draws[3] < city.low_income_share
    old = people.age_group == ELDERLY
    nearer = (np.average(km, weights=territory.residents) - km)[people.village]
    people.online[:] = draws[4] < np.where(old, city.online_share_elderly, city.online_share_young) + city.online_distance * nearer
    grown = people.age_group != CHILD
    people.party_member[:] = (draws[5] < city.party_member_share) & grown
    people.member[:] = ((draws[6] < city.member_share) & grown) | people.party_member
    people.voice[:] = _voices(scenario, people, chance)
    participation = scenario.numbers(Thresholds)
    people.threshold[:] = participation.threshold_mean + participation.threshold_spread * rng.standard_normal(people.size, dtype=np.float32)
    people.active[:] = grown & (people.threshold <= 0)
    people.engagement[:] = people.active
    return people


def _voices(scenario: Scenario, people: Citizens, chance: Chance) -> Single:
    """Return how ready each is to report, lastingly: by group, and from one to the next (voice, Hirschman 1970)."""
    parameters = scenario.numbers(Voices)
    gaps = {
        "voice_elderly": people.age_group == ELDERLY,
        "voice_left_behind": people.left_behind,
        "voice_migrant": people.migrant,
        "voice_low_income": people.low_income,
        "voice_offline": ~people.online,
    }
    own = chance.block(Purpose.VOICE).standard_normal(people.size, dtype=np.float32)
    voice: Single = np.float32(parameters.voice_spread) * own
    for name, who in gaps.items():
        voice[who] += np.float32(getattr(parameters, name))
    return voice


def access(people: Citizens, territory: Territory) -> npt.NDArray[np.float64]:
    """Return the share of residents with online access by township, and in the whole city last."""
    township = territory.township[people.village]
    share = np.bincount(township, weights=people.online, minlength=territory.townships) / territory.residents_of_townships()
    return np.append(share, people.online.mean())


def tie(city: CityFacts, territory: Territory, chance: Chance) -> sparse.csr_array:
    """Tie the citizens: most ties inside the grid, some across the village; row i averages over i's neighbours."""
    n, drawn = territory.population, round(territory.population * city.ties_per_citizen / 2)
    rng = chance.block(Purpose.TIES)
    start, reach = rng.integers(0, n, drawn), rng.random(drawn)
    bounds, grids = territory.grid_first_citizen, len(territory.grid_village)
    around = territory.grid_of_citizens()[start]
    around += grids * (rng.random(drawn) < city.ties_outside_grid)  # of a grid, or behind all grids of its village
    low = np.concatenate([bounds[:-1], territory.first_citizen[territory.grid_village]])
    high = np.concatenate([bounds[1:], territory.first_citizen[territory.grid_village + 1]])
    reach *= (high - low)[around]
    end = low[around] + reach.astype(np.int64)
    bits = n.bit_length()
    pair = np.concatenate([start << bits | end, end << bits | start])
    pair.sort()
    once = np.ones(len(pair), dtype=bool)
    once[1:] = pair[1:] != pair[:-1]
    pair = pair[once]
    target = (pair & ((1 << bits) - 1)).astype(np.int32)
    degree = np.bincount(np.asarray(pair >> bits, dtype=np.intp), minlength=n)
    weight = np.repeat((1.0 / np.maximum(degree, 1)).astype(np.float32), degree)
    first = np.concatenate([[0], np.cumsum(degree)])
    return sparse.csr_array((weight, target, first.astype(np.int32)), shape=(n, n))


def group_flags(people: Citizens) -> dict[str, Bools]:
    """Return who belongs to each group that a topic may concern; matters of everyone are those of grown-ups."""
    flags = (people.age_group != CHILD, people.age_group == ELDERLY, people.left_behind, people.migrant, people.low_income)
    return dict(zip(CITIZEN_GROUPS, flags, strict=True))
