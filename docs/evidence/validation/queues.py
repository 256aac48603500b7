"""Desks against queueing theory: one server with any work, or in ticks, several servers, pooling, impatience, priorities."""

from functools import partial

import numpy as np

from cogov.model.chance import Purpose
from cogov.model.city import City
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.emergence import emergence
from cogov.model.stages import Stage
from docs.evidence.validation import theory
from docs.evidence.validation.limits import offices, residents_for, topic
from docs.evidence.validation.row import Estimate, Extent, Floats, Ints, Row, mean_of, ratio_of, weighted

SHORT = 0.1
"""Service in days where one handler serves: there the day leaves no trace (the Lindley recursion, to 1e-6)."""
LONG = 40.0
"""Service in days where several serve: a matter that comes in during a day may begin up to a day late."""
VILLAGES = 1600
"""So many independent queues in one city: a step hardly takes longer than with a hundred."""


def lived(model: CoGovernanceModel, days: int) -> CoGovernanceModel:
    """Let so many days pass."""
    for _ in range(days):
        model.step()
    return model


def sojourns(model: CoGovernanceModel, begin: float, end: float) -> tuple[Floats, Ints]:
    """Return the days in the system of the matters that arose between two days, and their rows; who is there still was there so far."""
    register = model.city.register
    arose = register.arose[: register.size]
    rows = np.flatnonzero((arose > begin) & (arose < end))
    return np.where(np.isnan(register.ended[rows]), float(model.city.day), register.ended[rows]) - arose[rows], rows


def waits(model: CoGovernanceModel, service: float, begin: float, end: float) -> tuple[Floats, Ints]:
    """Return the waits, in services, of the matters that arose between two days, and their villages.

    A wait is the time in the system less the work done; of who gave up it is the whole time.
    """
    register, (days, rows) = model.city.register, sojourns(model, begin, end)
    work = np.where(register.stage[rows] == Stage.SETTLED, register.work_total[rows], 0.0)
    return (days - work) / service, register.village[rows].astype(np.int64)


def one_server(load: float, cv: float, villages: int, days: int) -> Estimate:
    """Return the mean wait at desks with one handler."""
    model = lived(offices(5, villages=villages, handlers=1, arrivals_a_day=load / SHORT, service_days=SHORT, cv=cv), days)
    return mean_of(*waits(model, SHORT, days / 3, days - 10))


def any_work(extent: Extent) -> list[Row]:
    """M/G/1 at three coefficients of variation."""
    load, days = (0.5, 80) if extent == "quick" else (0.8, 120)
    return [
        Row(
            f"M/G/1, ρ = {load:g}, cv of work {cv:g}: mean wait",
            "Pollaczek–Khinchine",
            theory.pollaczek_khinchine(load, cv),
            one_server(load, cv, 400, days),
        )
        for cv in (0, 1, 2)
    ]


def several(servers: int, load: float, services: int, service: float, villages: int = VILLAGES) -> tuple[Floats, Ints]:
    """Return waits at desks with several handlers in the second half of so many mean services."""
    model = offices(41, villages=villages, handlers=servers, arrivals_a_day=servers * load / service, service_days=service)
    days = int(services * service)
    return waits(lived(model, days), service, days / 2, days - 5 * service)


def ticks(extent: Extent) -> list[Row]:
    """Geo/Geo/1, whose time goes in ticks: a day is one, matters come at daybreak and take whole days."""
    quick, tried = ((0.4, 0.5, 400),), ((0.4, 0.5, 1200), (0.8, 0.9, 1200), (0.08, 0.1, 6000))
    return [_ticks(*one) for one in (quick if extent == "quick" else tried)]


def _ticks(arrival: float, completion: float, days: int) -> Row:
    model = offices(47, villages=400, handlers=1, arrivals_a_day=arrival, service_days=1 / completion)
    model.rules[model.rules.index(emergence)] = partial(one_at_daybreak, arrival, completion)
    sojourn, rows = sojourns(lived(model, days), days / 2, days - 40 / completion)
    name = f"Geo/Geo/1, a matter comes with chance {arrival:g} a day, what is in work ends with {completion:g}: days in the system"
    ours = mean_of(sojourn, model.city.register.village[rows].astype(np.int64))
    return Row(name, "W = (1 − p)/(s − p)", theory.geo_geo(arrival, completion), ours, why="a rule of one's own brings the matters")


def one_at_daybreak(arrival: float, completion: float, city: City) -> None:
    """Let one matter or none come to each village at daybreak, whose work ends on each day with the same chance."""
    villages = np.arange(city.territory.villages)
    village = villages[city.chance.uniform(Purpose.ARISES, city.day, villages) < arrival]
    identity = (city.day * len(villages) + village).astype(np.uint64)
    days = np.ceil(np.log(city.chance.uniform(Purpose.WORK, identity)) / np.log1p(-completion))
    city.register.enter(
        identity=identity, topic=0, village=village, citizen=city.territory.first_citizen[village], arose=float(city.day), work_total=days
    )


def servers(extent: Extent) -> list[Row]:
    """M/M/c: mean wait, and the chance of a wait longer than a day."""
    more = () if extent == "quick" else ((3, 0.7, 50, LONG / 2), (5, 0.7, 40, LONG / 2))
    return [row for one in ((3, 0.5, 24 if extent == "quick" else 40, LONG), *more) for row in _servers(*one)]


def busy_servers(extent: Extent) -> list[Row]:
    """The same close to what the desks can bear, where it takes hundreds of services until the start is forgotten."""
    return _servers(3, 0.8, 60, LONG / 4, 400) if extent == "quick" else _servers(5, 0.9, 260, LONG / 4, 800)


def _servers(count: int, load: float, services: int, service: float, villages: int = VILLAGES) -> list[Row]:
    wait, village = several(count, load, services, service, villages)
    day, name = 1 / service, f"M/M/{count}, ρ = {load:g}"
    later, waiting = theory.later_than(count, load, day), theory.chance_of_waiting(count, load)
    why, told = f"a day in services of {service:g} days", "what waits less than a day is not told from what does not wait"
    return [
        Row(f"{name}: mean wait", "Erlang C", theory.mean_wait(count, load), mean_of(wait, village), day, why),
        Row(f"{name}: chance to wait over a day", "Erlang C", later, mean_of((wait > day).astype(float), village), waiting - later, told),
    ]


def pooling(extent: Extent) -> list[Row]:
    """Two desks with one handler each against one desk with two, the same arrivals in all."""
    mean, services = (0.5, 40) if extent == "quick" else (0.7, 110)
    service = LONG / 2
    pooled = mean_of(*several(2, mean, services, service))
    rows = []
    for apart in (0.0, 0.2) if extent == "quick" else (0.0, 0.1, 0.2):
        loads = (mean - apart, mean + apart)
        alone = weighted([one_server(load, 1, 200 if extent == "quick" else 600, 60) for load in loads], list(loads))
        together = theory.mean_wait(2, mean)
        gain = theory.separate_queues(loads) / together
        name = f"loads {loads[0]:g} and {loads[1]:g}: wait of separate desks over that of pooled ones"
        rows.append(
            Row(name, "M/M/1, M/M/2", gain, ratio_of(alone, pooled), gain / service / together, f"a day in services of {service:g} days")
        )
    return rows


LOAD_OF_EACH = 5 / 6
"""Of short jobs and of long ones, ten times as long: the example of van Dijk & van der Sluis."""
TOGETHER, WITHIN = 6.15, 0.25
"""Minutes that all wait for two handlers who serve both kinds, as those authors simulated it, and how near that is: there is no closed form."""


def mixed_jobs(extent: Extent) -> list[Row]:
    """Short jobs behind long ones: where they differ much, pooled desks do worse than desks that keep them apart."""
    quick = extent == "quick"
    source, name = "van Dijk & van der Sluis 2008", "jobs of 1 and 10 minutes, load 5/6 each: mean wait in minutes"
    apart = _mixed_jobs(150 if quick else 1000, 1600, minute=SHORT, together=False)
    minute = 2.0 if quick else 5.0
    pooled = _mixed_jobs(150 if quick else 600, 600 if quick else 1400, minute=minute, together=True)
    wait = theory.pollaczek_khinchine(LOAD_OF_EACH, 0)  # in services; of 11 jobs one is long
    why = f"{WITHIN:g} their own simulation, {1 / minute:g} a day"
    return [
        Row(f"{name}, each kind at a desk of its own", source, (10 * wait + 10 * wait) / 11, apart),
        Row(f"{name}, two handlers for both", source, TOGETHER, pooled, WITHIN + 1 / minute, why),
    ]


def _mixed_jobs(villages: int, minutes: int, *, minute: float, together: bool) -> Estimate:
    """Return the mean wait in minutes of so many days, over both kinds of job."""
    arrivals = LOAD_OF_EACH / minute
    long = topic(arrivals / 10, 10 * minute, residents_for(arrivals), cv=0, desk="office" if together else "second")
    second = {"title": {"zh": "窗口二", "en": "second office"}, "sector": "party", "handlers": {"village": 1.0}}
    model = offices(
        49,
        villages=villages,
        handlers=2 if together else 1,
        arrivals_a_day=arrivals,
        service_days=minute,
        cv=0.0,
        kinds={"second": second},
        topics={"long": long},
    )
    days = int(minutes * minute)
    return mean_of(*waits(lived(model, days), minute, days / 2, days - 250 * minute))


def impatience(extent: Extent) -> list[Row]:
    """M/M/c with citizens who give up at half the rate of service."""
    return [row for arrivals in ((10,) if extent == "quick" else (8, 10, 12)) for row in _impatience(arrivals)]


def _impatience(arrivals: int) -> list[Row]:
    days = 1000
    model = offices(
        42,
        villages=400,
        handlers=10,
        arrivals_a_day=arrivals / LONG,
        service_days=LONG,
        choices={"patience": "exponential"},
        parameters={"handling": {"patience_days": 2 * LONG}},
    )
    span = (400, days - 6 * LONG)
    wait, village = waits(lived(model, days), LONG, *span)
    register = model.city.register
    arose = register.arose[: register.size]
    gone = register.stage[np.flatnonzero((arose > span[0]) & (arose < span[1]))] == Stage.GIVEN_UP
    waiting, lost, mean = theory.erlang_a(10, arrivals, 0.5)
    told = "who gives up is found at the end of a day; waits under a day are not told from none"
    name = f"M/M/10, λ = {arrivals}, patience 2 services"
    return [
        Row(f"{name}: share that gives up", "Erlang A", lost, mean_of(gone.astype(float), village), 0.01, told),
        Row(f"{name}: chance of waiting", "Erlang A", waiting, mean_of((wait > 1 / LONG).astype(float), village), 0.04, told),
        Row(f"{name}: mean wait", "Erlang A", mean, mean_of(wait, village), 1 / LONG, told),
    ]


SEVERITY_ALONE = {"w_attention": 0.0, "w_need": 0.0, "w_severity": 10.0, "w_age": 0.0, "w_pressed": 0.0, "w_deadline": 0.0}


def priorities(extent: Extent) -> list[Row]:
    """Two classes at one handler, the graver first: the queue is sorted anew each day, so that it interrupts (preemptive-resume)."""
    loads, services = ((0.2, 0.3), 50) if extent == "quick" else ((0.25, 0.35), 80)
    service = LONG / 2
    sojourn, village, kind = _two_classes(loads, services, service)
    grave, light = (mean_of(sojourn[kind == place], village[kind == place]) for place in (0, 1))
    wanted, day = theory.preemptive_sojourns(*loads), 1 / service
    source, why, name = (
        "preemptive-resume M/M/1",
        f"sorted once a day, of {service:g} in a service",
        f"classes of loads {loads[0]:g} and {loads[1]:g}",
    )
    both = 1 / (1 - sum(loads))
    return [
        Row(f"{name}: time in the system of the graver", source, wanted[0], grave, day, why),
        Row(f"{name}: of the lighter", source, wanted[1], light, day, why),
        Row(f"{name}: of all, as if first come first served", "conservation law (Kleinrock)", both, mean_of(sojourn, village), day, why),
    ]


def _two_classes(loads: tuple[float, float], services: int, service: float) -> tuple[Floats, Ints, Ints]:
    """Return times in the system, in services, with village and class: 0 the graver."""
    residents = residents_for(max(loads) / service)
    grave, light = (topic(load / service, service, residents, severity=severity) for load, severity in zip(loads, (0.9, 0.1), strict=True))
    model = offices(
        43,
        villages=VILLAGES,
        handlers=1,
        arrivals_a_day=max(loads) / service,
        service_days=service,
        topics={"matter": grave, "light": light},
        choices={"queue": "priority"},
        parameters={"handling": SEVERITY_ALONE},
    )
    days = int(services * service)
    sojourn, rows = sojourns(lived(model, days), days / 2, days - 8 * service)
    register = model.city.register
    return sojourn / service, register.village[rows].astype(np.int64), register.topic[rows].astype(np.int64)
