"""Voice: who reports at all, which groups report less, what experience teaches, and who finds what nobody reports."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.special import expit

from cogov.experiments.runner import LivedRun
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.discovery import report_chance, speaks_up
from cogov.model.scenario import Scenario
from cogov.model.stages import Channel, Origin
from cogov.model.topics import APPLICATION
from cogov.scenarios import load_scenario

Company = Callable[..., list[LivedRun]]

PLAIN = {
    **dict.fromkeys(("report_engagement", "report_trust", "report_severity", "report_access", "report_distance"), 0.0),
    **dict.fromkeys(("voice_spread", "voice_elderly", "voice_left_behind", "voice_migrant", "voice_low_income", "voice_offline"), 0.0),
    "voice_efficacy": 0.0,
}
"""Nothing but the share that an average resident would report."""


def city(days: int = 60, population: int = 3000, **discovery: float) -> Scenario:
    length = {"city.population": population, "days": days, "warmup": 5, "horizon_days": 20}
    return load_scenario("leping", {**length, **{f"parameters.discovery.{name}": value for name, value in discovery.items()}})


def under(scenario: Scenario, seed: int = 1, **levers: Any) -> CoGovernanceModel:
    return CoGovernanceModel(scenario, scenario.base_policy().model_copy(update=levers), seed=seed)


def unknown(model: CoGovernanceModel, citizen: np.ndarray, topic: str = "traffic") -> np.ndarray:
    """Enter one matter for each citizen, and return their rows."""
    identity = np.arange(1, len(citizen) + 1, dtype=np.uint64)
    return model.city.register.enter(
        identity=identity, topic=model.city.topics.names.index(topic), village=model.city.citizens.village[citizen], citizen=citizen,
        arose=0.0, level_at_birth=1, work_total=1.0,
    )  # fmt: skip


def ever(model: CoGovernanceModel, rows: np.ndarray) -> np.ndarray:
    return speaks_up(model.city, rows, np.zeros(len(rows)))


# -- who reports at all --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("voice", [0.0, 0.3, 0.5, 1.0])
def test_an_average_resident_reports_the_stated_share(voice: float) -> None:
    """Binomial over 3,000 residents, 3 sd; nobody at 0, everybody at 1."""
    model = under(city(**PLAIN, voice=voice))
    spoke = ever(model, unknown(model, np.arange(3000)))
    assert spoke.mean() == pytest.approx(voice, abs=3 * np.sqrt(voice * (1 - voice) / 3000) + 1e-12)


def test_the_chance_by_hand() -> None:
    """Two logits of voice and .4 of efficacy above an even chance: σ(2.4) = .917; a hard day's readiness of −1 makes it .802."""
    model = under(city(**{**PLAIN, "voice_efficacy": 1.0}))
    model.city.citizens.voice[:], model.city.citizens.efficacy[:] = 2.0, 0.9
    rows = unknown(model, np.arange(3000))
    assert ever(model, rows).mean() == pytest.approx(expit(2.4), abs=0.016)
    assert speaks_up(model.city, rows, np.full(3000, -1.0)).mean() == pytest.approx(expit(1.4), abs=0.022)
    assert (speaks_up(model.city, rows, np.full(3000, -1.0)) <= ever(model, rows)).all()


def test_some_never_report_some_kinds() -> None:
    """Who does not report a matter today does not tomorrow, nor another of its kind, but may one of another kind."""
    model = under(city(**PLAIN))
    one, again, other = (unknown(model, np.arange(500), topic) for topic in ("traffic", "traffic", "food_safety"))
    spoke = ever(model, one)
    model.city.day = 30
    assert np.array_equal(ever(model, one), spoke)
    assert np.array_equal(ever(model, again), spoke)
    assert 0.4 < (ever(model, other) == spoke).mean() < 0.6
    silent = report_chance(model.city, one) == 0
    assert np.array_equal(silent, ~spoke)


def test_where_everybody_reports_no_parameter_of_voice_changes_a_byte() -> None:
    moved = {name: 3.0 for name in PLAIN if name.startswith("voice_")}
    one, other = (under(city(30, voice=1.0, **change)).run() for change in ({}, moved))
    for table in ("register", "institutions", "citizens"):
        for (name, mine), (_, theirs) in zip(getattr(one.city, table).arrays(), getattr(other.city, table).arrays(), strict=True):
            assert name == "voice" or mine.tobytes() == theirs.tobytes(), name


def test_applications_are_the_citizens_own_business() -> None:
    model = under(city(voice=0.0)).run()
    register = model.city.register
    cut = slice(register.size)
    told, application = register.channel[cut] == Channel.TOLD, model.city.topics.form[register.topic[cut]] == APPLICATION
    assert told[application].mean() > 0.5
    assert not told[~application & (register.origin[cut] != Origin.PETITION)].any()


# -- groups --------------------------------------------------------------------------------------------------------------------------


GROUPS = {
    "voice_elderly": lambda people: people.age_group == 2,
    "voice_left_behind": lambda people: people.left_behind,
    "voice_migrant": lambda people: people.migrant,
    "voice_low_income": lambda people: people.low_income,
    "voice_offline": lambda people: ~people.online,
}


@pytest.mark.parametrize("gap", GROUPS)
def test_a_group_reports_less_by_its_gap(gap: str) -> None:
    """An even chance for all others, σ(−1) = .269 for the group: binomial, 3 sd."""
    model = under(city(population=6000, **{**PLAIN, gap: -1.0}))
    spoke, group = ever(model, unknown(model, np.arange(6000))), GROUPS[gap](model.city.citizens)
    for who, chance in ((group, expit(-1.0)), (~group, 0.5)):
        assert spoke[who].mean() == pytest.approx(chance, abs=3 * np.sqrt(chance * (1 - chance) / who.sum()))


def test_people_differ_lastingly_by_the_stated_spread() -> None:
    """Normal around the group's mean, 4 sd of the estimates at 6,000; none without spread and gaps."""
    model = under(city(population=6000, **{**PLAIN, "voice_spread": 1.5}))
    assert model.city.citizens.voice.mean() == pytest.approx(0.0, abs=4 * 1.5 / np.sqrt(6000))
    assert model.city.citizens.voice.std() == pytest.approx(1.5, abs=4 * 1.5 / np.sqrt(12000))
    assert not under(city(**PLAIN)).city.citizens.voice.any()


# -- experience, and those who find it ------------------------------------------------------------------------------------------------


def test_whose_report_was_acted_on_reports_more() -> None:
    """The same people: nobody falls silent whose efficacy rises, some speak up; σ(2 · (.9 − .5)) − σ(2 · (.1 − .5)) = .38."""
    model = under(city(**{**PLAIN, "voice_efficacy": 2.0}))
    rows = unknown(model, np.arange(3000))
    model.city.citizens.efficacy[:] = 0.1
    before = ever(model, rows)
    model.city.citizens.efficacy[:] = 0.9
    after = ever(model, rows)
    assert (before <= after).all()
    assert after.mean() - before.mean() == pytest.approx(expit(0.8) - expit(-0.8), abs=0.03)


def test_what_is_not_reported_is_left_to_grids_mass_organisations_and_mediators(company: Company) -> None:
    """Of what their citizens would never report, a dense grid and mobilisation bring to light at least twice as much, by interval."""
    few, many = (
        np.array(
            [others_found(run) for run in company(city(120, 4000, voice=0.0), range(41, 46), grid_density=density, mobilization=called)]
        )
        for density, called in ((1000.0, 0.0), (100.0, 1.0))
    )
    difference = many - 2 * few
    assert difference.mean() - 2.776 * difference.std(ddof=1) / np.sqrt(5) > 0  # t, 4 degrees of freedom, 95 %
    assert few.mean() > 0


def others_found(model: LivedRun) -> float:
    """Share of problems and disputes of the first 90 days that somebody else than their citizen found within 30 days."""
    register = model.city.register
    cut = slice(register.size)
    early = (register.arose[cut] < 90) & (register.origin[cut] == Origin.NEW) & (model.city.topics.form[register.topic[cut]] != APPLICATION)
    return float((register.known[cut][early] - register.arose[cut][early] < 30).mean())
