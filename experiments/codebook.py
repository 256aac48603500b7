"""What every column of results means: indicators, daily series, the columns of the table of runs, and the figures of a comparison.

Command line, documents, reports and the schema of files of results read it from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cogov.model.indicators import INDICATORS, PILLARS, SERIES, base, grouped_names, title
from cogov.model.words import Text
from cogov.scenarios.words import Words

SAY = Words(__file__)


@dataclass(frozen=True)
class Meaning:
    """What a column or a figure is called, what it is and in what it is counted."""

    title: Text
    definition: Text
    unit: Text = SAY.no_unit


def _meaning(zh: str, en: str, definition_zh: str, definition_en: str, unit_zh: str = "", unit_en: str = "") -> Meaning:
    return Meaning(Text(zh=zh, en=en), Text(zh=definition_zh, en=definition_en), Text(zh=unit_zh, en=unit_en))


COLUMNS: Mapping[str, Meaning] = {
    "run_id": _meaning("运行编号", "run", "由决定结果的全部内容算出的散列值", "hash of everything that decides the result"),
    "point": _meaning("设计点", "point", "设计点的序号，从 0 起", "number of the design's point, from 0"),
    "policy": _meaning("政策", "policy", "运行所用的政策", "policy under which the run was"),
    "replicate": _meaning("重复", "replicate", "重复的序号，从 0 起", "number of the replication, from 0"),
    "seed": _meaning("种子", "seed", "随机种子；种子相同则运气相同", "seed of the luck; equal seeds have equal luck"),
    **{
        f"pillar_{name}": _meaning(
            f"{words.zh}得分",
            f"score: {words.en}",
            "本支柱的结果类与成本类指标得分按情景 weights 的加权平均，不含过程类和核对类",
            "mean, by the scenario's `weights`, of the scores of this pillar's outcomes and costs; processes and checks do not count",
            "分，0–100",
            "points, 0–100",
        )
        for name, words in PILLARS.items()
    },
    "cost": _meaning(
        "总费用",
        "total cost",
        "统计期内的公共支出：全体人员工资与杠杆费用",
        "public spending of the measured days: payroll and levers",
        "元",
        "yuan",
    ),
    "lever_cost": _meaning("杠杆费用", "cost of levers", "统计期内各杠杆的费用", "what the levers cost on the measured days", "元", "yuan"),
    "cost_per_resident": _meaning(
        "人均费用",
        "cost per resident",
        "总费用除以居民数与统计年数",
        "total cost by residents and measured years",
        "元/人年",
        "yuan per resident and year",
    ),
    "status": _meaning("状态", "status", "done 或 failed", "done or failed"),
    "error": _meaning("错误", "error", "失败的原因；完成则为空", "why the run failed; null where it is done"),
    "traceback": _meaning("调用栈", "traceback", "失败时程序所在之处", "where in the program it failed"),
    "seconds": _meaning("用时", "seconds", "运行用时", "time that the run took", "秒", "seconds"),
    "started": _meaning("开始", "started", "开始的时刻（UTC）", "when it began (UTC)"),
    "finished": _meaning("结束", "finished", "结束的时刻（UTC）", "when it ended (UTC)"),
    "host": _meaning("机器", "host", "运行所在的机器", "machine on which it ran"),
    "worker": _meaning("进程", "worker", "运行所在的进程", "process in which it ran"),
    "day": _meaning("天", "day", "从运行开始起计", "counted from the beginning of the run"),
}
"""Columns of the table of runs that are no indicators, and the day of recorded tables."""

STATISTICS: Mapping[str, Meaning] = {
    "mean": _meaning(
        "平均值",
        "mean",
        "该政策下的平均值；基准政策的平均值等于它减去差异",
        "mean under the policy; the baseline's is this less the difference",
    ),
    "measured_in": _meaning(
        "计量单位",
        "measured in",
        "平均值、差异和区间的单位；文件中占比为 0–1，占比之差乘以 100 即百分点",
        "unit of mean, difference and interval; shares stand in files from 0 to 1, a difference of shares times 100 is in percentage points",
    ),
    "difference": _meaning(
        "差异",
        "difference",
        "该政策减去基准政策，按相同的运气配对后平均；占比之差以百分点计，不是百分之几的变化",
        "policy less baseline, the mean over pairs of the same luck; of shares in percentage points, not a change in per cent",
    ),
    "ci_low": _meaning(
        "区间下限",
        "lower end",
        "差异的 95% 区间的下限，基于 `unit` 所说的种子或世界，个数见 `seeds`、`worlds`",
        "lower end of the 95 % interval of the difference over the seeds or worlds that `unit` says; how many: `seeds`, `worlds`",
    ),
    "ci_high": _meaning(
        "区间上限",
        "upper end",
        "差异的 95% 区间的上限，基于 `unit` 所说的种子或世界，个数见 `seeds`、`worlds`",
        "upper end of the 95 % interval of the difference over the seeds or worlds that `unit` says; how many: `seeds`, `worlds`",
    ),
    "unit": _meaning(
        "区间的单位", "what intervals are over", "区间基于种子、所抽世界，或两者", "seeds, worlds drawn, or both: over what the interval is"
    ),
    "seeds": _meaning("种子数", "seeds", "区间所依据的种子数", "how many seeds an interval rests on"),
    "worlds": _meaning("世界数", "worlds", "区间所依据的世界数", "how many worlds an interval rests on"),
    "p": _meaning("p 值", "p value", "单看这一个差异，双侧，未校正", "of this difference by itself, two-sided, not adjusted"),
    "p_adjusted": _meaning(
        "校正后的 p 值",
        "adjusted p value",
        "同一族内一并查看的全部差异按 Holm（1979）校正",
        "adjusted by Holm (1979) for all differences of the family",
    ),
    "family": _meaning("族", "family", "一并校正的指标", "the indicators that are adjusted together"),
    "family_size": _meaning("族的大小", "family size", "一并校正的差异个数", "how many differences are adjusted together"),
    "verdict": _meaning(
        "判断",
        "verdict",
        "校正后的 p 值小于 0.05 为更高或更低；否则“还分不出高低”，这不等于没有差别",
        "higher or lower where the adjusted p value is below .05; else “cannot be told apart yet”, which does not mean equal",
    ),
    "effect_size": _meaning(
        "效应量",
        "effect size",
        "差异除以基准政策在各次重复之间的标准差（Glass 1976）：与运气本身造成的波动相比有多大；不到 0.2 可忽略，不到 0.5 小，不到 0.8 中，否则大（Cohen 1988）。"
        "城市越大，运气的波动越小，效应量越大，因此不同规模的城市之间不能比较",
        "difference by the baseline's standard deviation over replications (Glass 1976): against what luck alone moves; below .2 negligible, below "
        ".5 small, below .8 medium, else large (Cohen 1988). The larger the city, the less luck moves it and the larger the effect size: do not "
        "compare it between cities of different size",
        "个标准差",
        "standard deviations",
    ),
    "variance_reduction": _meaning(
        "配对所省",
        "gain of pairing",
        "(var a + var b) / var(a − b)，a、b 为两个政策下各次重复的值：若不用相同的运气配对，要达到同样窄的区间需要几倍的运行；1 表示配对无益，小于 1 有害",
        "(var a + var b) / var(a − b) with a and b the values under the two policies: how many times more runs the same interval would take without "
        "the same luck under both; 1: pairing did not help, below 1: it harmed",
        "倍",
        "times",
    ),
    "method": _meaning(
        "方法",
        "method",
        "区间的求法：Student t；偏斜的差异用 bootstrap-t；世界与种子都变时用双因素方差",
        "how the interval was found: Student's t; the bootstrap-t for skewed differences; two-way where both worlds and seeds vary",
    ),
}
"""Figures of `compare`, on the screen, in JSON and in reports."""


def names() -> tuple[str, ...]:
    """Return every name that the codebook explains, those with a group left out."""
    return (*INDICATORS, *(name for name in SERIES if name not in INDICATORS), *COLUMNS, *STATISTICS)


def meaning(name: str) -> Meaning:
    """Return what a name means, with or without a group; KeyError for one that the codebook does not have."""
    if base(name) in INDICATORS and (name == base(name) or name in grouped_names(INDICATORS[base(name)])):
        one = INDICATORS[base(name)]
        return Meaning(title(name), one.definition, one.level_unit)
    if name in SERIES:
        return Meaning(SERIES[name].title, SERIES[name].definition, SERIES[name].unit)
    return COLUMNS[name] if name in COLUMNS else STATISTICS[name]


def as_entry(name: str) -> dict[str, Any]:
    """Return all that is declared of a name, as plain values."""
    said = meaning(name)
    found: dict[str, Any] = {"name": name, "title": said.title.as_mapping(), "definition": said.definition.as_mapping()}
    if base(name) not in INDICATORS:
        return {**found, "unit": said.unit.as_mapping()}
    one = INDICATORS[base(name)]
    return {
        **found,
        "unit": one.unit,
        "shown_in": one.level_unit.as_mapping(),
        "differences_in": one.change_unit.as_mapping(),
        "direction": one.direction,
        "role": one.role,
        "pillar": one.pillar,
        "main": bool(one.main),
        "span_of_score": [one.low, one.high],
        "groups": list(one.groups),
    }


def column_metadata(name: str) -> dict[str, str]:
    """Return what a file of results says of a column; nothing of one with a group, `mean_days@urban`, which is said by `mean_days`."""
    if name in INDICATORS:
        one = INDICATORS[name]
        return {**_described(meaning(name)), "unit": one.unit, "direction": f"{one.direction:+d}", "role": one.role}
    found = SERIES.get(name) or COLUMNS.get(name)
    return {} if found is None else _described(meaning(name))


def _described(said: Meaning) -> dict[str, str]:
    words = {"zh": said.title.zh, "en": said.title.en, "definition_zh": said.definition.zh, "definition_en": said.definition.en}
    return {**words, "unit": said.unit.en} if said.unit.en else words
