"""Numbers that docs/odd.md says in words are those of the default city and of the tables."""

import re
from pathlib import Path

import pandas as pd

from cogov.model.day import DAY
from cogov.scenarios.loader import load_scenario

DOCS = Path(__file__).parents[2] / "docs"
ODD = " ".join((DOCS / "odd.md").read_text("utf-8").split())
CITY = load_scenario("leping")


def said(pattern: str) -> list[float]:
    """The numbers at the places marked N of a sentence."""
    found = re.search(re.escape(pattern).replace("N", r"(\d[\d,]*(?:\.\d+)?|\.\d+)"), ODD)
    assert found is not None, pattern
    return [float(number.replace(",", "")) for number in found.groups()]


def rates() -> pd.DataFrame:
    """What arises per 1,000 residents and year, in town and country together."""
    urban = CITY.city.urban_share
    rows = [
        (topic.form, len(topic.owners), urban * topic.rate.urban + (1 - urban) * topic.rate.rural, topic.work.mean)
        for topic in CITY.topics.values()
    ]
    return pd.DataFrame(rows, columns=["form", "owners", "rate", "work"])


def test_what_arises() -> None:
    found = rates()
    of = 100 / found["rate"].sum()
    forms, owners = found.groupby("form")["rate"].sum() * of, found.groupby(found["owners"].clip(upper=2))["rate"].sum() * of
    shares = [found["rate"].sum(), forms["application"], forms["problem"], forms["dispute"], owners[1], owners[2], owners[0]]
    sentence = "About N matters arise per 1,000 residents and year: N % applications, N % problems, N % disputes; N % have one owner, N % are composite, N % are on no list."
    assert said(sentence) == [round(value) for value in shares]


def test_who_is_there() -> None:
    handlers = pd.DataFrame([kind.handlers for kind in CITY.kinds.values()]).sum()
    found = rates()
    work = 10 * (found["rate"] * found["work"]).sum()
    sentence = (
        "Together N handlers at villages, N in townships and N at the city for 10,000 residents, who bring N new matters and N handler-days"
    )
    assert said(sentence) == [
        *(round(handlers[level], 1) for level in ("village", "township", "city")),
        round(10 * found["rate"].sum()),
        round(work),
    ]
    assert said("at most 64 slots (the default city has N)") == [sum(len(kind.handlers) for kind in CITY.kinds.values())]
    curve = CITY.costs.levers["grid_density"]
    assert said("per_head · 100 · household_size, N yuan a year") == [curve.per_head * 100 * CITY.city.household_size]


def test_how_often_what_was_settled_comes_back() -> None:
    """One in so many, as a word."""
    [closure] = [rule.numbers for rule in DAY if rule.__name__ == "closure"]
    assert "`reopen`: one in thirteen settled" in ODD
    assert round(1 / CITY.numbers(closure).reopen) == 13


def test_how_long_runs_take_to_settle() -> None:
    table = pd.read_csv(DOCS / "tables" / "settling.csv").set_index(["policy", "indicator"])
    day, main = table["day"], table[table.index.get_level_values("indicator") != "backlog"]
    most, clear, whole = said(
        "every main indicator has left its start by day N, but hand-offs under `clear_and_aligned` (day N) and `co_governance` (N);"
    )
    slow = main[main["day"] > most]
    assert slow["day"].to_dict() == {("clear_and_aligned", "handoffs_per_matter"): clear, ("co_governance", "handoffs_per_matter"): whole}
    moved = (main["mean_180"] - main["mean_60"]).abs() > main["error"]
    elsewhere = {indicator for policy, indicator in main.index[moved] if policy != "co_governance"}
    assert elsewhere == {"shirking_rate"}
    stock = table.xs("backlog", level="indicator")
    assert said("slower: day N under `as_is`, none in the first half") == [day["as_is", "backlog"]]
    assert set(stock.index[stock["day"].isna()]) == {"clear_and_aligned", "government_alone"}
    means = stock[["mean_60", "mean_120", "mean_180"]]
    [apart] = said("lie within N standard errors of one another")
    assert ((means.max(axis=1) - means.min(axis=1)) / stock["error"]).max() < apart + 0.05
    fall = 100 * (table["mean_60"] - table["mean_180"]).xs("shirking_rate", level="indicator").max()
    assert said("shirking is lower by up to N points") == [round(fall, 1)]
    swing = table.loc[("co_governance", "mean_days")]
    assert said("which moves mean_days by N with the window") == [round(swing["mean_180"] - swing["mean_60"], 1)]
