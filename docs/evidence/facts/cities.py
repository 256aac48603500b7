"""Changes to the default city that experiments need: pure functions from the default city to dotted paths and values."""

from collections.abc import Callable, Mapping

from cogov.model.city_facts import Topic
from cogov.model.scenario import Scenario
from docs.evidence.facts.claim import Change

MERGED = ("public_security", "market_regulation", "natural_resources", "service_office", "civil_affairs")
"""Departments that a merged office of townships takes in; the last is what it is called."""
MOVED = 0.3
"""Part of the handlers that move where departments are loaded unevenly."""
OFFICE = MERGED[-1]


def staff(times: float, level: str | None = None) -> Change:
    """So many times the handlers, of one level or of all."""

    def change(scenario: Scenario) -> Mapping[str, object]:
        return {
            f"kinds.{name}.handlers.{at}": handlers * times
            for name, kind in scenario.kinds.items()
            for at, handlers in kind.handlers.items()
            if level in {None, at}
        }

    return change


def disputes(times: float) -> Change:
    """So many times the disputes."""
    return lambda scenario: {
        f"topics.{name}.rate.{place}": getattr(topic.rate, place) * times
        for name, topic in scenario.topics.items()
        if topic.form == "dispute"
        for place in ("urban", "rural")
    }


def collective(share: float) -> Change:
    """This share of the matters of every topic concerns many."""
    return lambda scenario: {f"topics.{name}.collective": share for name in scenario.topics}


def mean_rate(scenario: Scenario, topic: Topic) -> float:
    """Return the rate of a topic in the city as a whole."""
    share = scenario.city.urban_share
    return share * topic.rate.urban + (1 - share) * topic.rate.rural


def one_office(scenario: Scenario) -> Mapping[str, object]:
    """Merge five departments of the townships into one office that has all their handlers and duties."""
    paths: dict[str, object] = {f"kinds.{kind}.handlers.township": 0.001 for kind in MERGED}
    paths[f"kinds.{OFFICE}.handlers.township"] = sum(scenario.kinds[kind].handlers["township"] for kind in MERGED)
    for name, topic in scenario.topics.items():
        if topic.level == "township" and topic.desk in MERGED:
            paths[f"topics.{name}.desk"] = OFFICE
        if topic.level == "township" and topic.lead in MERGED:
            paths[f"topics.{name}.lead"] = OFFICE
    return paths


def uneven_departments(scenario: Scenario) -> Mapping[str, object]:
    """Move a part of the handlers of every second merged department to the others: uneven load, as many handlers in all."""
    handlers = {kind: scenario.kinds[kind].handlers["township"] for kind in MERGED}
    poor, rich = MERGED[::2], MERGED[1::2]
    moved = MOVED * sum(handlers[kind] for kind in poor)
    gain = 1 + moved / sum(handlers[kind] for kind in rich)
    return {f"kinds.{kind}.handlers.township": handlers[kind] * (1 - MOVED if kind in poor else gain) for kind in MERGED}


def like_sizes(scenario: Scenario) -> Mapping[str, object]:
    """Give the single-owner topics of these departments one size of job, at the same number of jobs and the same work of each desk."""
    own = {n: t for n, t in scenario.topics.items() if t.level == "township" and t.desk in MERGED}
    work = {name: mean_rate(scenario, topic) * topic.work.mean for name, topic in own.items()}
    size = sum(work.values()) / sum(mean_rate(scenario, topic) for topic in own.values())
    paths: dict[str, object] = {}
    for name, topic in own.items():
        paths[f"topics.{name}.work.mean"] = size
        paths |= {f"topics.{name}.rate.{place}": getattr(topic.rate, place) * topic.work.mean / size for place in ("urban", "rural")}
    return paths


CHANGES: Mapping[str, Change] = {one.__name__: one for one in (like_sizes, one_office, uneven_departments)}
BY_NUMBERS: Mapping[str, Callable[..., Change]] = {one.__name__: one for one in (staff, disputes, collective)}
