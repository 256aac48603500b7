"""The page of the owner's question: it quotes the tables beside it and computes nothing anew."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from cogov.analysis.values import UNDEFINED, difference_text, interval_text
from cogov.model.indicators import MAIN
from cogov.model.words import Language, Text
from cogov.scenarios.errors import InputError, Problem
from docs.evidence.effects import EFFECTS as CORNER_EFFECTS
from docs.evidence.pages import ARROWS, GOODNESS, direction, name_of, records, table, write_page
from docs.evidence.question.earlier import MODELS
from docs.evidence.question.grid import FACTORS
from docs.evidence.question.mechanisms import FULL, KNOCK_OUTS, POOLS

TABLES = ("question_grid", "question_mechanisms", "question_prior", "question_prior_draws", "question_earlier")
EFFECT_TITLES = {
    "clarity": "边界明确 clarity 0 → 1",
    "alignment": "目标统一 alignment 0 → 1",
    "interaction": "交互 interaction",
    "clarity_curvature": "明确的弯曲 curvature of clarity",
    "alignment_curvature": "统一的弯曲 curvature of alignment",
}
CORNER_TITLES = {"clarity": "边界明确 clarity .2 → .8", "alignment": "目标统一 alignment 0 → .6", "interaction": "交互 interaction"}
GROUP_TITLES = {
    "all": "全部 all matters",
    "single": "单一主责 single-sector",
    "composite": "主责加协办 composite",
    "novel": "清单之外 novel",
}
FACTOR_TITLES = {
    "alignment": "目标合成 pool of goals",
    "convening": "召集 convening",
    "goals": "目标远近 goals",
    "congruence": "一致度 congruence",
    "composite_share": "主责加协办占比 composite share",
}
TOLD = ("owned_in_time_rate", "mean_days", "resolution_rate")
"""Outcomes of which the differences between worlds and the mechanisms are told; the CSV has all."""
HEAD = """\
What do boundary clarity 边界明确 and goal alignment 目标统一 do, alone and together? Four experiments answer, each with its table beside this page
(`question_grid.csv`, `question_mechanisms.csv`, `question_prior.csv` with `question_prior_draws.csv`, `question_earlier.csv`). Cities of 5,000 residents; made by

Indicators count episodes and true settlements ([odd.md](../odd.md) §7.12). In brackets stand 95 % t intervals over seeds, each seed met by every cell
(common luck); ▲ ▼ where the interval excludes 0, and whether that is better or worse for citizens. `p_adjusted` in the tables is Holm's.

边界明确与目标统一单独或合在一起有什么作用？四项实验作答，各有一张表（CSV）。城市均为 5,000 人。指标按事件和真正解决计。方括号内为按种子计算的 95% t 区间，各格遇到同样的种子（相同随机条件）；
▲ ▼ 表示区间不含 0，better、worse 表示对群众有利、不利；表中 `p_adjusted` 为 Holm 校正后的 p 值。
"""


def make(folder: Path) -> Path:
    """Put the page together from the tables in a folder."""
    found = _read(folder)
    first, then = HEAD.split("\n\n", 1)
    parts = [
        first,
        _commands(found),
        then,
        *_pooled(found["question_grid"]),
        *_worlds(found["question_grid"]),
        *_mechanisms(found["question_mechanisms"]),
        *_prior(found["question_prior"]),
        *_earlier(found["question_earlier"]),
        *_to_quote(found),
    ]
    return write_page(folder, "owner_question", "边界明确 × 目标统一 Clarity × alignment", parts)


def _commands(found: Mapping[str, pd.DataFrame]) -> str:
    """The commands that made the tables, with as many seeds as they have."""
    seeds = {"grid": "question_grid", "mechanisms": "question_mechanisms", "prior": "question_prior_draws", "earlier": "question_earlier"}
    lines = [f"python -m docs.evidence question-{table} --replicates {int(found[name]['seeds'].max())}" for table, name in seeds.items()]
    return "\n".join(["```bash", *lines, "python -m docs.evidence question   # this page", "```\n"])


def _read(folder: Path) -> dict[str, pd.DataFrame]:
    missing = [name for name in TABLES if not (folder / f"{name}.csv").is_file()]
    if missing:
        en = f"{folder}: missing {', '.join(f'{name}.csv' for name in missing)}; make them first"
        raise InputError(Problem(Text(zh=f"{folder}：缺少 {'、'.join(f'{name}.csv' for name in missing)}，请先生成", en=en)))
    return {name: pd.read_csv(folder / f"{name}.csv", keep_default_na=True, na_values=[], dtype={"level": str}) for name in TABLES}


def _text(row: Mapping[str, Any]) -> str:
    """An effect with its interval, an arrow, and which way it goes for citizens."""
    name = str(row["indicator"])
    if pd.isna(row["difference"]):
        return "–"
    sign = int(row["ci_low"] > 0) - int(row["ci_high"] < 0)
    words = f"{difference_text(name, row['difference']).en} [{interval_text(name, row['ci_low'], row['ci_high'])}] {ARROWS[sign]}"
    return f"{words} {GOODNESS[sign * direction(name)]}" if sign and direction(name) else words.rstrip()


def _pooled(grid: pd.DataFrame) -> Iterator[str]:
    own = grid[grid["factor"] == "all"]
    worlds, seeds = int(own["worlds"].max()), int(own["seeds"].max())
    yield "## 总体 The pooled answer\n"
    yield (
        f"Five levels of both levers, all 25 cells in each of {worlds} worlds (composite share 0, .25, .6 at constant work × convening × goals near and far × "
        f"pool of goals × congruence), {seeds} seeds, 180 measured days. Each seed is a block: an effect is its mean over the {worlds} worlds, the interval runs "
        f"over {seeds} seeds. Clarity and alignment: from 0 to 1 along the middle of the other; interaction: difference of differences between the corners; "
        "curvature: the middle less the mean of both ends.\n"
    )
    yield (
        f"两项杠杆各五个水平，25 格全部在 {worlds} 个世界中运行（主责加协办占比 0、0.25、0.6，总工作量不变 × 召集 × 目标远近 × 目标合成 × 一致度），{seeds} 个种子，统计 180 天。每个种子为一组："
        f"效应是 {worlds} 个世界的平均，区间按 {seeds} 个种子计算。明确、统一：另一项居中时从 0 到 1；交互：四角的差之差；弯曲：中间减两端的平均。\n"
    )
    for group, heading in GROUP_TITLES.items():
        part = own[own["group"] == group]
        rows = [
            (name_of(name), *(_effects(part[part["indicator"] == name], tuple(EFFECT_TITLES))))
            for name in MAIN
            if (part["indicator"] == name).any()
        ]
        yield f"### {heading}\n"
        yield table(("指标 indicator", *EFFECT_TITLES.values()), rows)


def _effects(part: pd.DataFrame, effects: tuple[str, ...]) -> list[str]:
    by_effect = {row["effect"]: _text(row) for row in records(part)}
    return [by_effect.get(effect, "–") for effect in effects]


def _worlds(grid: pd.DataFrame) -> Iterator[str]:
    yield "## 何处不同 Where it differs\n"
    yield "The same effects in the worlds of one level only, and the difference between the levels (the second less the first; of shares .6 less 0), by seed.\n"
    yield "只取某一水平的世界时的同样效应，以及两水平之差（后者减前者；占比为 0.6 减 0），按种子计算。\n"
    shown = ("clarity", "alignment", "interaction")
    own = grid[(grid["group"] == "all") & (grid["factor"] != "all")]
    for name in TOLD:
        rows = []
        for factor in FACTORS:
            part = own[(own["factor"] == factor) & (own["indicator"] == name)]
            rows += [
                (FACTOR_TITLES[factor], level, *_effects(part[part["level"] == level], shown)) for level in dict.fromkeys(part["level"])
            ]
        yield f"### {name_of(name)}\n"
        yield table(("因素 factor", "水平 level", *(EFFECT_TITLES[effect] for effect in shown)), rows)


def _mechanisms(found: pd.DataFrame) -> Iterator[str]:
    yield "## 通过什么机制 Through which mechanism\n"
    yield (
        f"2 × 2 cells of the default city (clarity .2 and .8, alignment 0 and .6, declared goals), {int(found['seeds'].max())} seeds. The first row is the effect in the whole model; "
        "the others say how much of it goes, seed by seed, when one mechanism is knocked out. They need not add up: mechanisms work on one another.\n"
    )
    yield (
        f"默认城市的 2 × 2 格（明确 0.2、0.8，统一 0、0.6，目标为公布的目标），{int(found['seeds'].max())} 个种子。第一行是完整模型的效应；其余各行是去掉一种机制后少去多少，逐个种子计算。"
        "各机制相互影响，不必相加。\n"
    )
    for pool in POOLS:
        for name, group in [(name, "all") for name in TOLD] + [("mean_days", "single"), ("mean_days", "composite")]:
            own = found[(found["alignment"] == pool) & (found["indicator"] == name) & (found["group"] == group)]
            rows = [(_knock_out(FULL), *_effects(own[(own["knock_out"] == FULL)], CORNER_EFFECTS))]
            gone = own[own["kind"] == "through"]
            rows += [(_knock_out(one), *_effects(gone[gone["knock_out"] == one], CORNER_EFFECTS)) for one in KNOCK_OUTS if one != FULL]
            yield f"### {pool}: {name_of(name)}, {GROUP_TITLES[group]}\n"
            yield table(("机制 mechanism", *(CORNER_TITLES[effect] for effect in CORNER_EFFECTS)), rows)


def _knock_out(name: str) -> str:
    says = KNOCK_OUTS[name]
    return f"{says.zh} {says.en}"


def _prior(found: pd.DataFrame) -> Iterator[str]:
    yield "## 参数不知道时 When nobody knows the parameters\n"
    yield (
        f"The same 2 × 2 cells in {int(found['draws'].max())} cities drawn from the prior of every assumed number (a Latin hypercube: half to twice the default, shares by odds; what is fitted to a log, over the 90 % that the fit leaves; "
        "composite share 0 to .6; pool, congruence and the partners' rule drawn too), each under a seed of its own (a quarter of them under more, which tells luck from doubt), 180 measured days. Mean with its 95 % interval over draws; quantiles and the share that is better for citizens are of effects with the luck of "
        "the seeds shrunk out; in brackets the raw share above 0 with Wilson's interval. The last column names the numbers whose ranks go best with the effect (Spearman; * where Holm's p < .05).\n"
    )
    yield (
        f"同样的 2 × 2 格，在 {int(found['draws'].max())} 座由全部假定参数的先验抽出的城市中（拉丁超立方：默认值的一半到两倍，占比按优势比；按日志拟合的参数取拟合所留的 90%；主责加协办占比 0 到 0.6；"
        "目标合成、一致度和协办规则也抽取），各用一个种子（其中四分之一多用种子，以区分偶然与不确定），统计 180 天。均值及其按抽样计算的 95% 区间；分位数和利民占比已收缩掉种子的偶然；方括号内为未收缩时大于 0 的占比及其 Wilson 区间。"
        "末列是秩次与效应最一致的参数（Spearman；* 为 Holm 校正后 p < 0.05）。\n"
    )
    for effect in CORNER_EFFECTS:
        rows = [
            (
                name_of(row["indicator"]),
                f"{difference_text(row['indicator'], row['mean']).en} [{interval_text(row['indicator'], row['mean_low'], row['mean_high'])}]",
                f"{difference_text(row['indicator'], row['p05']).en} … {difference_text(row['indicator'], row['median']).en} … {difference_text(row['indicator'], row['p95']).en}",
                _better(row),
                f"{row['share_positive']:.0%} [{row['share_low']:.0%}, {row['share_high']:.0%}]",
                ", ".join(_decides(row, rank) for rank in (1, 2, 3)),
            )
            for row in records(found[found["effect"] == effect])
        ]
        yield f"### {CORNER_TITLES[effect]}\n"
        yield table(
            (
                "指标 indicator",
                "均值 mean",
                "5 % … 中位 median … 95 %",
                "利民占比 better in",
                "原始为正 raw above 0",
                "由什么决定 decided by",
            ),
            rows,
        )


def _better(row: Mapping[str, Any]) -> str:
    """The share of the prior that is better for citizens; none where all that differs between draws is luck."""
    return UNDEFINED if row["spread"] == 0 or pd.isna(row["share_better"]) else f"{row['share_better']:.0%}"


def _decides(row: Mapping[str, Any], rank: int) -> str:
    star = "*" if row[f"p_{rank}"] < 0.05 else ""
    return f"`{row[f'decides_{rank}']}` {row[f'rho_{rank}']:+.2f}{star}"


def _earlier(found: pd.DataFrame) -> Iterator[str]:
    yield "## 旧选项下的同一问题 The same question under the earlier choices\n"
    yield (
        f"2 × 2 cells as above, {int(found['seeds'].max())} seeds, at three composite shares. Under the choices of the first version shares also move load, partners need no eyes of their own, facts are drawn anew at every "
        "attempt, and goals are pooled linearly; `reported` is what that version counted.\n"
    )
    yield (
        f"同上的 2 × 2 格，{int(found['seeds'].max())} 个种子，三种占比。按第一版的选项，占比也改变工作量，协办不看是否认为归己，每次重新判断事实，目标线性合成；`reported` 是第一版所计的。\n"
    )
    for name in dict.fromkeys(found["indicator"]):
        rows = []
        for model, (says, _) in MODELS.items():
            for group in ("all", "single", "composite"):
                own = found[(found["model"] == model) & (found["indicator"] == name) & (found["group"] == group)]
                rows += [
                    (
                        f"{says.zh} {says.en}",
                        f"{share:g}",
                        GROUP_TITLES[group],
                        *_effects(own[own["composite_share"] == share], CORNER_EFFECTS),
                    )
                    for share in dict.fromkeys(own["composite_share"])
                    if own[own["composite_share"] == share]["difference"].notna().any()
                ]
        yield f"### {name_of(name)}\n"
        yield table(("模型 model", "占比 share", "事务 matters", *(CORNER_TITLES[effect] for effect in CORNER_EFFECTS)), rows)


def _to_quote(found: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """The paragraphs to quote; every figure in them stands in a table above."""
    prior = found["question_prior"]
    yield "## 可以引用 To quote\n"
    yield _english(found)
    yield _chinese(found)
    yield "## 什么会改变这一判断 What would change our mind\n"
    yield _mind(prior)


OWNED, DAYS = "owned_in_time_rate", "mean_days"
UNKNOWN_SHARE = Text(zh="未知（抽样之间的差异全可归于偶然）", en="a share that is not known (luck explains all that differs between draws)")


def _english(found: Mapping[str, pd.DataFrame]) -> str:
    said = _Said(found, "en")
    return (
        f"In {said.worlds} simulated worlds of one city ({said.seeds} seeds each; means over worlds with 95 % intervals over seeds), making boundaries clear (0 to 1) "
        f"changes the share of matters owned in time by {said.of(OWNED, 'clarity')} and mean days to true settlement by {said.of(DAYS, 'clarity')}; over "
        f"the prior of all assumed parameters the step from .2 to .8 is better for citizens in {said.share(OWNED, 'clarity')} and {said.share(DAYS, 'clarity')} of {said.draws} draws "
        f"({said.raw(OWNED, 'clarity')} and {said.raw(DAYS, 'clarity')} with the luck of their seeds left in). What "
        f"aligning goals does hangs on how an institution pools its own goals with the city's: owned in time changes by {said.of(OWNED, 'alignment', 'geometric')} where "
        f"duties survive (geometric pool) and by {said.of(OWNED, 'alignment', 'linear')} where everybody comes to care for the same (linear pool). It changes "
        f"mean days of composite matters by {said.of(DAYS, 'alignment', group='composite')}; between alignment 0 and .6 in the default city "
        f"by {said.through(FULL)}, of which {said.through('joining')} goes without congruence in joining and {said.through('convening')} where nobody convenes (each "
        f"taken out alone, so they need not add up). Beyond the sum of both, the two together change owned in time by {said.of(OWNED, 'interaction')} and mean days by {said.of(DAYS, 'interaction')}; the interaction "
        f"is better for owned in time in {said.share(OWNED, 'interaction')} of the draws ({said.raw(OWNED, 'interaction')} with luck left in) and for mean days in {said.share(DAYS, 'interaction')}. Of the {said.effects} effects on main indicators looked "
        f"at here, {said.survive} stand after Holm's adjustment with so few seeds.\n"
    )


def _chinese(found: Mapping[str, pd.DataFrame]) -> str:
    said = _Said(found, "zh")
    return (
        f"在同一城市的 {said.worlds} 个模拟世界中（每个 {said.seeds} 个随机种子；数值为各世界平均，方括号内为按种子计算的 95% 区间），边界由不明确到明确（0 到 1），及时有人负责率变化 {said.of(OWNED, 'clarity')}，"
        f"真正解决的平均天数变化 {said.of(DAYS, 'clarity')}；在全部假定参数的先验上，由 0.2 到 0.8，{said.draws} 个抽样中分别有 {said.share(OWNED, 'clarity')} 和 {said.share(DAYS, 'clarity')} 对群众有利（不去掉种子的偶然时为 {said.raw(OWNED, 'clarity')} 和 {said.raw(DAYS, 'clarity')}）。目标统一的作用取决于各主体如何把自己的目标与全市目标合在一起："
        f"职责得以保留时（几何合成），及时有人负责率变化 {said.of(OWNED, 'alignment', 'geometric')}；人人关心同样的事时（线性合成），变化 {said.of(OWNED, 'alignment', 'linear')}。它使多方事务的平均解决天数变化 "
        f"{said.of(DAYS, 'alignment', group='composite')}；在默认城市中，统一程度由 0 到 0.6，变化 {said.through(FULL)}，其中加入协办不看一致度时少去 {said.through('joining')}，无人召集时少去 {said.through('convening')}（各自单独去掉，不必相加）。两者同时推进，在各自效果之和以外，及时有人负责率变化 {said.of(OWNED, 'interaction')}，"
        f"平均天数变化 {said.of(DAYS, 'interaction')}；交互作用对群众有利的抽样占多少，就及时有人负责率而言：{said.share(OWNED, 'interaction')}（不去掉偶然时为 {said.raw(OWNED, 'interaction')}），就平均天数而言：{said.share(DAYS, 'interaction')}。种子很少，本页主要指标的 {said.effects} 个效果中，经 Holm 校正后成立的有 {said.survive} 个。\n"
    )


class _Said:
    """Figures of the tables as the paragraphs say them."""

    def __init__(self, found: Mapping[str, pd.DataFrame], language: Language) -> None:
        grid, self._language = found["question_grid"], language
        self._grid, self._prior, self._mechanisms = grid, found["question_prior"], found["question_mechanisms"]
        main = grid[(grid["factor"] == "all") & (grid["group"] == "all")]
        self.worlds, self.seeds, self.effects = int(main["worlds"].max()), int(main["seeds"].max()), int(main["p"].notna().sum())
        self.survive, self.draws = int((main["p_adjusted"] < 0.05).sum()), int(self._prior["draws"].max())

    def of(self, name: str, effect: str, pool: str | None = None, group: str = "all") -> str:
        """An effect with its interval, in all worlds or in those of one pool."""
        rows = self._grid[(self._grid["indicator"] == name) & (self._grid["effect"] == effect) & (self._grid["group"] == group)]
        factor, level = ("all", "all") if pool is None else ("alignment", pool)
        row = records(rows[(rows["factor"] == factor) & (rows["level"] == level)])[0]
        return f"{difference_text(name, row['difference']).in_(self._language)} [{interval_text(name, row['ci_low'], row['ci_high'])}]"

    def through(self, knock_out: str) -> str:
        """What alignment does to mean days of composite matters, in the whole default city under the geometric pool or through one mechanism."""
        own = self._mechanisms[(self._mechanisms["alignment"] == POOLS[0]) & (self._mechanisms["knock_out"] == knock_out)]
        chosen = own[
            (own["kind"] == ("left" if knock_out == FULL else "through"))
            & (own["indicator"] == DAYS)
            & (own["group"] == "composite")
            & (own["effect"] == "alignment")
        ]
        row = records(chosen)[0]
        return f"{difference_text(DAYS, row['difference']).in_(self._language)} [{interval_text(DAYS, row['ci_low'], row['ci_high'])}]"

    def share(self, name: str, effect: str) -> str:
        """The share of the prior in which an effect is better for citizens, as far as luck lets it be known."""
        found = _better(self._of_the_prior(name, effect))
        return UNKNOWN_SHARE.in_(self._language) if found == UNDEFINED else found

    def raw(self, name: str, effect: str) -> str:
        """The same share as it came out, each draw with the luck of its seed."""
        positive = self._of_the_prior(name, effect)["share_positive"]
        return f"{positive if direction(name) > 0 else 1 - positive:.0%}"

    def _of_the_prior(self, name: str, effect: str) -> dict[str, Any]:
        return records(self._prior[(self._prior["indicator"] == name) & (self._prior["effect"] == effect)])[0]


def _mind(prior: pd.DataFrame) -> str:
    told = prior[prior["indicator"].isin(TOLD)]
    deciding = list(dict.fromkeys(str(row[f"decides_{rank}"]) for row in records(told) for rank in (1, 2, 3) if row[f"p_{rank}"] < 0.05))
    numbers = ", ".join(f"`{name}`" for name in deciding) or "no single one"
    numbers_zh = "、".join(f"`{name}`" for name in deciding) or "没有单独一个"
    return (
        f"How large an effect on owned in time, mean days and resolution is, and its sign where draws disagree, goes best with these assumed numbers: {numbers}. Measured values of them for a real place would move us, and so would case-handling logs in which first dispatches are accepted "
        "more or less often where duties are written more clearly, surveys of how far departments' first three priorities agree, and records of who brings partners together and what that costs. Where an interval above holds 0, or "
        "the share that is better lies near one half, we hold no opinion on the sign.\n\n"
        f"对及时有人负责率、平均天数和实际解决率的效果有多大，以及抽样之间方向不一时是什么方向，与这些假定的数关系最密切：{numbers_zh}。若有某地对它们的实测值，我们会改变看法；能改变看法的还有：办件日志中职责写得更清楚之处首次派单的接受率是否更高、部门前三项优先事项一致程度的调查、"
        "由谁召集协办单位及其代价的记录。上文区间含 0、或有利占比接近一半之处，我们对方向不作判断。\n"
    )
