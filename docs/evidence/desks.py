"""How busy every kind of desk is in the default city, beside the work that is its duty and the handlers it was given."""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from cogov.experiments.runner import RunRequest, live
from cogov.model.city_facts import Kind, Topic
from cogov.model.names import LEVELS
from cogov.model.rules.handling import Handling
from cogov.model.scenario import Scenario
from cogov.progress import progress
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.pages import about, records, table, write
from docs.evidence.runs import Runs

AIM = 0.6
"""Part of its working days that a desk's own duties were to take when the handlers were set."""
WORKING_DAYS = 261
FILL = 0.7
"""Fill of needed resources that the sizing took for granted."""
SHARED = 0.3
"""Sharing of powers that the sizing took for granted."""
PER = 10_000


def make(population: int, replicates: int, workers: int, folder: Path) -> tuple[Path, Runs]:  # noqa: ARG001 - a few runs, one after the other
    """Live through the default city as it is and write the page."""
    scenario = load_scenario("leping", {"city.population": population})
    found = duties(scenario).merge(_busy(scenario, replicates), on=["kind", "level"])
    cells = [
        (
            f"`{row['kind']}`",
            row["level"],
            *(_or_dash(row[name]) for name in ("work", "corrected", "for_aim")),
            *(f"{row[name]:.2g}" for name in ("stated", "busy", "others")),
        )
        for row in records(found)
    ]
    headings = (
        *("主体 kind", "层级 level", "D", "D'", "六成所需人员 handlers for six tenths"),
        *("情景所定 stated", "忙的占比 busy", "别人的占比 others'"),
    )
    parts = [
        about(f"desks --replicates {replicates} --population {population}", scenario, str(replicates), differences=False),
        (
            "D: handler-days a year for 10,000 residents that are its duty; D': the same for desks with what authority and equipment they were "
            "thought to have (docs/odd.md, Sizing). Stated: handlers per 10,000 residents in the scenario. Busy: share of handler-days on hand "
            "that were worked in the measured days under as_is, all seeds together; others': the part of it that was somebody else's duty.\n"
        ),
        (
            "D：每万居民一年中属于该类主体职责的工作量（人日）；D'：按设想的授权和资源条件折算后的工作量（docs/odd.md，Sizing）。"
            "六成所需人员：使六成工作日有事可办所需的办事人员；情景所定：情景中每万居民的办事人员；忙的占比：现状下统计期内的可用人日中用于办理的占比，"
            "全部种子合计；别人的占比：其中属于别人职责的占比。\n"
        ),
        table(headings, cells),
    ]
    return write(folder, "desks", "机构忙闲 How busy desks are", parts, found), Runs({}, ())


def duties(scenario: Scenario) -> pd.DataFrame:
    """Return for every kind and level the work that is its duty, and the handlers that it would need to be busy for `AIM` of its days."""
    rows = []
    handling = scenario.numbers(Handling)
    for name, kind in scenario.kinds.items():
        authority = 1.0 if kind.sector in ("party", "government") else handling.authority_floor + (1 - handling.authority_floor) * SHARED
        for level, stated in kind.handlers.items():
            work = corrected = 0.0
            for topic in scenario.topics.values():
                if name in topic.owners and _stands_at(topic, kind) == level:
                    rate = scenario.city.urban_share * topic.rate.urban + (1 - scenario.city.urban_share) * topic.rate.rural
                    days = rate * PER / 1000 * topic.work.mean / len(topic.owners)
                    work += days
                    corrected += days / authority / (handling.progress_floor + (1 - handling.progress_floor) * FILL if topic.needs else 1.0)
            rows.append((name, level, work, corrected, corrected / (AIM * WORKING_DAYS), stated))
    return pd.DataFrame(rows, columns=["kind", "level", "work", "corrected", "for_aim", "stated"])


def _stands_at(topic: Topic, kind: Kind) -> str:
    """Return the level at which a kind answers for a topic: the topic's own, or the nearest where the kind exists, the higher first."""
    place = LEVELS.index(topic.level)
    return min(kind.handlers, key=lambda level: (abs(LEVELS.index(level) - place), -LEVELS.index(level)))


def _busy(scenario: Scenario, replicates: int) -> pd.DataFrame:
    """Return the part of their days that the desks of every kind and level worked, and how much of it was not their duty."""
    names, sums = tuple(scenario.kinds), np.zeros((3, len(scenario.kinds), len(LEVELS)))
    with progress(replicates, "en") as advance:
        for seed in range(1, replicates + 1):
            desks = live(RunRequest(scenario, "as_is", resolve_policy(scenario), seed)).city.institutions
            for total, column in zip(sums, (desks.worked, desks.wasted, desks.available), strict=True):
                np.add.at(total, (desks.kind, desks.level), column)
            advance(seed)
    worked, wasted, available = sums
    there = [(kind, level) for kind, level in product(range(len(names)), range(len(LEVELS))) if available[kind, level] > 0]
    rows = [(names[k], LEVELS[n], worked[k, n] / available[k, n], wasted[k, n] / worked[k, n]) for k, n in there]
    return pd.DataFrame(rows, columns=["kind", "level", "busy", "others"])


def _or_dash(value: float) -> str:
    return "–" if value == 0 else f"{value:.0f}" if value >= 10 else f"{value:.2f}"
