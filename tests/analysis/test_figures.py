"""Figures have every glyph in both languages, bear the footer, and are the same bytes each time."""

import math
import warnings
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
import networkx as nx
import numpy as np
import pytest
from matplotlib.figure import Figure

from cogov.analysis import figures
from cogov.analysis.canvas import save
from cogov.analysis.comparison import Comparison
from cogov.analysis.figures import comparison_figure, days_finding, series_figure, trend_finding, week_mean
from cogov.analysis.fonts import family
from cogov.analysis.network_figure import RADIUS, SECTORS, Busy, finding, network_figure, ring_layout
from cogov.analysis.values import FOOTER
from cogov.model.indicators import INDICATORS, MAIN, title
from cogov.model.names import SECTORS as ALL_SECTORS
from cogov.model.words import EMPTY, Text

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
CAPTION = {"zh": "虚拟县级市(人口等参数参照乐平市公开统计)", "en": "A fictitious county-level city"}
TITLES = {
    "as_is": Text(zh="现状", en="As it is"),
    "clear_boundaries": Text(zh="边界明确", en="Clear boundaries"),
    "fengqiao": Text(zh="新时代“枫桥经验”", en="Fengqiao experience"),
}


def _comparison() -> Comparison:
    draws = np.random.default_rng(1)
    runs: list[dict[str, Any]] = []
    for seed in range(6):
        for number, policy in enumerate(TITLES):
            at = 0.3 + 0.1 * number + draws.normal(0, 0.02)
            values = {name: one.low + (one.high - one.low) * at for name, one in INDICATORS.items()}
            values["mean_days"] = math.nan if policy == "fengqiao" else values["mean_days"]
            runs.append({"policy": policy, "seed": seed, "indicators": values})
    return Comparison.from_results("leping", "as_is", list(TITLES), runs)


def _network(townships: int = 2, villages: int = 3) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    upper = {f"township {t}": "city" for t in range(townships)}
    upper |= {f"village {t}-{v}": f"township {t}" for t in range(townships) for v in range(villages)}
    for place in ("city", *upper):
        for sector in ALL_SECTORS:
            graph.add_node(f"{place} {sector}", sector=sector, level=place.split()[0], jurisdiction=place, title=sector)
            if place in upper:
                graph.add_edge(f"{place} {sector}", f"{upper[place]} {sector}", kind="line", strength=0.9)
        graph.add_edge(f"{place} party", f"{place} government", kind="party", strength=0.5)
        graph.add_edge(f"{place} social", f"{place} economic", kind="bridge", strength=0.5)
        graph.add_edge(f"{place} economic", f"{place} government", kind="block", strength=0.5)
    return graph


def _figures(language: Language) -> dict[str, Figure]:
    days = (0.5 + 0.1 * np.sin(np.arange(120))).tolist()
    series = {"as_is": {"backlog": days, "trust": days, "my_own_rate": days}, "fengqiao": {"backlog": [math.nan, *days]}}
    return {
        "comparison": comparison_figure(_comparison(), language, TITLES, CAPTION[language]),
        "network": network_figure(_network(), language, CAPTION[language]),
        "series": series_figure(series, language, TITLES, "what was found", CAPTION[language], warmup=30),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", ["png", "svg"])
def test_no_glyph_is_missing_and_files_are_the_same_bytes(language: Language, ending: str, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first = {name: save(figure, tmp_path / f"{name}-1.{ending}") for name, figure in _figures(language).items()}
        again = {name: save(figure, tmp_path / f"{name}-2.{ending}") for name, figure in _figures(language).items()}
    for name, path in first.items():
        assert path.read_bytes() == again[name].read_bytes()
        assert path.stat().st_size > 10_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_bears_its_title_and_the_footer(language: Language) -> None:
    for figure in _figures(language).values():
        words = {text.get_text() for text in figure.texts}
        assert {FOOTER.in_(language), CAPTION[language]} <= words
        assert {text.get_fontname() for text in figure.texts} == {family()}


def test_a_comparison_has_a_panel_for_each_main_indicator() -> None:
    figure = comparison_figure(_comparison(), "zh", TITLES, CAPTION["zh"])
    assert [axes.get_title(loc="left") for axes in figure.axes] == [title(name).zh for name in MAIN]


def test_a_comparison_is_headed_by_what_was_found() -> None:
    heads = [text for text in comparison_figure(_comparison(), "en", TITLES, CAPTION["en"]).texts if text.get_gid() == "title"]
    effects = {policy: [_comparison().row(name, policy).effect for name in MAIN] for policy in ("clear_boundaries", "fengqiao")}
    best = max(effects, key=lambda policy: sum(effects[policy]))
    said = f"Best placed is {TITLES[best].en}: {effects[best].count(1)} of 8 better, {effects[best].count(-1)} worse"
    assert [head.get_text() for head in heads] == [said]
    same = [{"policy": policy, "seed": seed, "indicators": {"mean_days": float(seed)}} for policy in ("a", "b") for seed in range(4)]
    [head, *_] = comparison_figure(Comparison.from_results("leping", "a", ["a", "b"], same), "zh", {}, "x").texts
    assert head.get_text() == "没有哪一项与a分得出高低"


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ((4.0, 4.0), "Best placed alike are B, C: each 1 of 1 better, 0 worse"),
        ((4.0, 4.0, 4.0), "Best placed alike are 3 policies: each 1 of 1 better, 0 worse"),
        ((4.0, 9.0), "Best placed is B: 1 of 1 better, 0 worse"),
        ((4.0,), "B: 1 of 1 better, 0 worse"),
    ],
)
def test_policies_that_are_placed_alike_share_the_line(levels: tuple[float, ...], said: str) -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 8)
    told = {"a": 5.0, **dict(zip("bcd", levels, strict=False))}
    runs = [
        {"policy": policy, "seed": seed, "indicators": {"mean_days": level + float(noise[seed]) * (1 + place / 10)}}
        for place, (policy, level) in enumerate(told.items())
        for seed in range(8)
    ]
    titles = {policy: Text.same(policy.upper()) for policy in told}
    found = Comparison.from_results("leping", "a", list(told), runs)
    assert figures.finding(found, list(told)[1:], ["mean_days"], titles).en == said


def _backlogs(**policies: tuple[float, float]) -> Comparison:
    """Eight seeds in which policies have a backlog so far from the baseline's 10, give or take so much."""
    draws = np.random.default_rng(2)
    runs = [{"policy": "as_is", "seed": seed, "indicators": {"backlog": 10.0}} for seed in range(8)]
    for policy, (change, noise) in policies.items():
        told = 10.0 + change + noise * draws.normal(0, 1, 8)
        runs += [{"policy": policy, "seed": seed, "indicators": {"backlog": value}} for seed, value in enumerate(told)]
    return Comparison.from_results("leping", "as_is", ["as_is", *policies], runs)


@pytest.mark.parametrize(
    ("policies", "zh", "en"),
    [
        ({"clear_boundaries": (-3, 0.2)}, "边界明确：在办积压平均 7.", "below As it is"),
        ({"clear_boundaries": (3, 0.2)}, "比现状高 ", "above As it is"),
        ({"clear_boundaries": (0.1, 3)}, "还分不出高低", "not told apart"),
        ({"clear_boundaries": (-3, 0.2), "fengqiao": (5, 0.2)}, "新时代“枫桥经验”：在办积压平均 1", "above As it is"),
        ({"clear_boundaries": (-3, 0.2), "fengqiao": (9, 40)}, "边界明确：在办积压平均 7.", "below As it is"),
        ({"clear_boundaries": (0.1, 3), "fengqiao": (0, 3)}, "没有哪个政策与现状分得出高低", "no policy can be told apart"),
    ],
)
def test_days_are_headed_by_what_they_show(policies: dict[str, tuple[float, float]], zh: str, en: str) -> None:
    """The policy that moves most among those told apart, which way, and nothing where luck may have made the difference."""
    comparison = _backlogs(**policies)
    assert zh in days_finding(comparison, TITLES).zh
    assert en in days_finding(comparison, TITLES).en


def test_days_of_one_policy_are_headed_by_whether_they_moved() -> None:
    up = np.linspace(5, 9, 100)
    draws = np.random.default_rng(4)
    told = [(up + draws.normal(0, 1)).tolist() for _ in range(5)]
    assert trend_finding("backlog", told).zh.startswith("在办积压上升：头 30 天平均 ")
    assert "fell" in trend_finding("backlog", [days[::-1] for days in told]).en
    assert "还看不出升降" in trend_finding("backlog", [told[0], told[0][::-1], told[1], told[1][::-1]]).zh
    assert trend_finding("backlog", [up.tolist()]).zh == "在办积压：头 30 天平均 5.6，最后 30 天平均 8.4（只有一次运行，不足以说升降）"
    assert "头 4 天平均 " in trend_finding("backlog", [up.tolist()[:9]]).zh


def test_a_network_is_headed_by_whose_ties_are_most() -> None:
    star: nx.Graph[str] = nx.star_graph(4)
    nx.set_node_attributes(star, {0: "city"} | dict.fromkeys(range(1, 5), "township"), "level")
    nx.set_node_attributes(star, "party", "sector")
    assert finding(star, ()).zh == "联系最多的是市的党组织：平均每个与 4.0 个主体相连，全部主体平均 1.6 个"
    nx.set_node_attributes(star, {0: "mass"} | dict.fromkeys(range(1, 5), "party"), "sector")
    assert finding(star, ()).en == "Mass organisations (city) have most ties: 4.0 each on average, all institutions 1.6"
    line: nx.Graph[str] = nx.path_graph(4)
    nx.set_node_attributes(line, {0: "mass", 1: "party", 2: "social", 3: "mass"}, "sector")
    nx.set_node_attributes(line, "township", "level")
    assert finding(line, ()).zh.startswith("联系最多的是乡镇（街道）的党组织、乡镇（街道）的社会组织：平均每个与 2.0 个主体相连")
    pair: nx.Graph[str] = nx.path_graph(2)
    nx.set_node_attributes(pair, {0: "mass", 1: "party"}, "sector")
    nx.set_node_attributes(pair, "city", "level")
    assert finding(pair, ()) == EMPTY
    busy = [Busy(0, Text(zh="甲", en="A"), 2.0), Busy(1, Text(zh="乙", en="B"), 3.0)]
    assert finding(pair, busy).zh == "最后一天手头最满的是乙：每名经办人员 3.0 件未结事务"


def test_a_policy_has_one_colour_in_all_figures() -> None:
    days = [0.5] * 30
    lines = series_figure({policy: {"trust": days} for policy in TITLES}, "en", TITLES, "", CAPTION["en"]).axes[0].lines[1::2]
    by_day = dict(zip(TITLES, (line.get_color() for line in lines), strict=True))
    panel = comparison_figure(_comparison(), "en", TITLES, CAPTION["en"]).axes[0]
    marks = [line for line in panel.lines if line.get_marker() not in ("None", None, "")]
    assert [mark.get_markeredgecolor() for mark in marks] == [by_day["clear_boundaries"], by_day["fengqiao"]]
    assert len(set(by_day.values())) == len(TITLES)


def test_an_axis_that_does_not_begin_at_0_says_so() -> None:
    for language, words in (("zh", "横轴不从 0 起"), ("en", "axis does not begin at 0")):
        panels = comparison_figure(_comparison(), "zh" if language == "zh" else "en", TITLES, CAPTION["en"]).axes
        assert {panel.get_xlabel() == words for panel in panels if panel.get_xlim()[0] > 0} == {True}
        assert {panel.get_xlabel() for panel in panels if panel.get_xlim()[0] <= 0} <= {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_run_off_the_page_or_into_the_next_panel(language: Language) -> None:
    figure = comparison_figure(_comparison(), language, TITLES, CAPTION[language])
    figure.draw_without_rendering()
    width = figure.bbox.width
    titles = [axes.title.get_window_extent() for axes in figure.axes]
    left = [axes._left_title.get_window_extent() for axes in figure.axes]  # type: ignore[attr-defined]
    assert all(box.x0 >= 0 and box.x1 <= width for box in (*titles, *left, *(t.get_window_extent() for t in figure.texts)))
    assert not any(a.overlaps(b) for i, a in enumerate(left) for b in left[i + 1 :])


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_a_network_keep_clear_of_its_title(language: Language) -> None:
    for townships, villages in ((1, 2), (2, 3), (20, 20)):
        figure = network_figure(_network(townships, villages), language, CAPTION[language])
        figure.draw_without_rendering()
        heads = [text.get_window_extent() for text in figure.texts]
        rings = [text.get_window_extent() for text in figure.axes[0].texts]
        assert len(rings) == 3
        assert not any(ring.overlaps(head) for ring in rings for head in heads)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("names", [("backlog",), ("backlog", "trust"), ("backlog", "trust", "mean_days", "security", "happiness")])
def test_the_unit_keeps_clear_of_a_panels_title(language: Language, names: tuple[str, ...]) -> None:
    figure = series_figure({"as_is": {name: [1.0, 2.0, 3.0] for name in names}}, language, TITLES, "", CAPTION[language])
    figure.draw_without_rendering()
    for axes in figure.axes:
        title_box = axes._left_title.get_window_extent()  # type: ignore[attr-defined]
        assert not any(text.get_window_extent().overlaps(title_box) for text in axes.texts if text.get_text())


def test_the_users_matplotlib_is_left_alone() -> None:
    before = dict(mpl.rcParams)
    with mpl.rc_context({"font.family": ["monospace"], "axes.facecolor": "red"}):
        figure = _figures("en")["series"]
        assert figure.axes[0].get_facecolor() == (1.0, 1.0, 1.0, 1.0)
        assert mpl.rcParams["axes.facecolor"] == "red"
    assert dict(mpl.rcParams) == before


def test_institutions_stand_apart_and_in_the_order_of_their_townships() -> None:
    for townships, villages in ((2, 3), (20, 20)):
        network = _network(townships, villages)
        places = ring_layout(network)
        assert places == ring_layout(network)
        assert len({(round(x, 6), round(y, 6)) for x, y in places.values()}) == len(network)
        assert max(math.hypot(*place) for place in places.values()) < 1.4
    bearing = {name: math.atan2(places[f"{name} party"][1], places[f"{name} party"][0]) for name in ("township 3", "village 3-10")}
    assert abs(math.remainder(bearing["township 3"] - bearing["village 3-10"], 2 * math.pi)) < math.pi / 10


def test_every_sector_and_level_has_a_look() -> None:
    assert set(SECTORS) == set(ALL_SECTORS)
    assert set(RADIUS) == {"village", "township", "city"}


def test_a_network_with_ties_of_other_kinds_and_nodes_of_no_level_is_drawn(tmp_path: Path) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edge("a", "b", kind="friendship")
    assert save(network_figure(graph, "en", "custom"), tmp_path / "custom.png").exists()
    assert save(network_figure(nx.Graph(), "en", "empty"), tmp_path / "empty.png").exists()


def test_the_mean_of_a_week_takes_what_is_defined() -> None:
    assert week_mean(np.array([1.0, math.nan, 3.0])).tolist() == [1, 1, 2]
    assert week_mean(np.arange(8.0))[-1] == 4
    assert math.isnan(week_mean(np.array([math.nan]))[0])


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.png, \.svg, \.pdf"):
        save(Figure(), tmp_path / "figure.gif")


def test_busy_desks_bear_a_ring_and_a_name() -> None:
    network = nx.Graph()
    network.add_node(0, sector="government", level="city", jurisdiction="1")
    network.add_node(1, sector="mass", level="city", jurisdiction="1")
    busy = [Busy(1, Text(zh="群团组织(市)", en="mass (city)"), 2.5)]
    plain, ringed = network_figure(network, "en", "x"), network_figure(network, "en", "x", busy)
    assert len(ringed.axes[0].collections) == len(plain.axes[0].collections) + 1
    assert any("mass (city)  2.5" in text.get_text() for text in ringed.texts)
