"""The measures of a log: one function each, of the same cases whether a city lived them or an office wrote them down.

Numbers without unit tell the shape; days are of the log's own clock and are compared with nobody's. What cannot be known of a log (no desks,
no deadlines, too few cases) is NaN.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from cogov.analysis.logs.shape.cases import CaseLog
from cogov.model.measures import gini, ratio
from cogov.model.words import Text

Floats = npt.NDArray[np.float64]
NAN = float("nan")
FEWEST = 10
"""Cases below which a share among them is not told."""
MOST_HANDOFFS = 10
"""From here on hand-offs are counted together."""
SATURDAY = 2
"""Day 0 of dates is a Thursday, so Saturdays are 2 and Sundays 3 of each seven."""


@dataclass(frozen=True)
class Measure:
    """One number that a log has."""

    name: str
    of: Callable[[CaseLog], float]
    unit: str
    """"share", "days", or nothing: a ratio or coefficient."""
    title: Text
    definition: Text
    """With what it is divided by."""
    low: float = 0.0
    high: float = math.inf

    @property
    def bounds(self) -> tuple[float, float]:
        """Return what it cannot leave; shares lie between 0 and 1."""
        return self.low, 1.0 if self.unit == "share" else self.high


@dataclass(frozen=True)
class LogCurve:
    """Several numbers in a row: `steps` say of what."""

    name: str
    of: Callable[[CaseLog], Floats]
    steps: tuple[str, ...]
    title: Text
    definition: Text
    bounds: tuple[float, float] = (0.0, math.inf)
    """What its numbers cannot leave."""


# -- hand-offs ----------------------------------------------------------------------------------------------------------------------


def _handoffs(log: CaseLog) -> npt.NDArray[np.int64]:
    """Return the hand-offs of each case that ever was with a desk."""
    return np.asarray(log.cases["handoffs"][log.cases["desk"] >= 0], dtype=np.int64)


def handoffs_mean(log: CaseLog) -> float:
    """Return hand-offs per case."""
    number = _handoffs(log)
    return ratio(float(number.sum()), number.size)


def handoffs_dispersion(log: CaseLog) -> float:
    """Return variance over mean of the hand-offs of cases; a geometric tail (memoryless routing) has 1 + mean."""
    number = _handoffs(log)
    return ratio(float(number.var(ddof=1)), float(number.mean())) if number.size > 1 else NAN


def handoff_shares(log: CaseLog) -> Floats:
    """Return the shares of cases with 0, 1, ... hand-offs, the last with as many or more."""
    number = _handoffs(log)
    if not number.size:
        return np.full(MOST_HANDOFFS + 1, NAN)
    return np.bincount(np.minimum(number, MOST_HANDOFFS), minlength=MOST_HANDOFFS + 1) / number.size


def another_handoff(log: CaseLog) -> Floats:
    """Return the chance of another hand-off of cases that had k, k = 0, 1, ...; constant where routing has no memory."""
    number = _handoffs(log)
    got_there = np.array([(number >= k).sum() for k in range(MOST_HANDOFFS + 1)], dtype=np.float64)
    return np.where(got_there[:-1] >= FEWEST, got_there[1:] / np.maximum(got_there[:-1], 1), NAN)


def return_share(log: CaseLog) -> float:
    """Return hand-offs to a desk that had the case before, of all hand-offs."""
    return ratio(log.events["back"].sum(), log.events["handoff"].sum())


def pingpong_share(log: CaseLog) -> float:
    """Return hand-offs back to the desk that had just handed the case on, of all hand-offs."""
    return ratio(log.events["pingpong"].sum(), log.events["handoff"].sum())


def levels(log: CaseLog) -> Floats:
    """Return the shares of cases by the highest level that had them, from the lowest; of three levels at most."""
    highest = log.cases["level"].dropna().to_numpy(dtype=np.int64)
    return np.bincount(np.minimum(highest, 2), minlength=3) / highest.size if highest.size else np.full(3, NAN)


# -- time ---------------------------------------------------------------------------------------------------------------------------


def _days(log: CaseLog) -> Floats:
    return np.asarray(log.settled["days"], dtype=np.float64)


def median_days(log: CaseLog) -> float:
    """Return the median time from known to settled."""
    days = _days(log)
    return float(np.median(days)) if days.size else NAN


def log_times(log: CaseLog, at: Floats) -> Floats:
    """Return quantiles of the natural logarithm of time over median time."""
    days = _days(log)
    return np.quantile(np.log(days / np.median(days)), at) if days.size >= FEWEST else np.full(at.size, NAN)


QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9, 0.99)


def time_quantiles(log: CaseLog) -> Floats:
    """Return quantiles of time over the median."""
    found: Floats = np.exp(log_times(log, np.array(QUANTILES)))
    return found


def tail_sigma(log: CaseLog) -> float:
    """Return the standard deviation of the logarithm of time."""
    days = _days(log)
    return float(np.log(days).std(ddof=1)) if days.size > 1 else NAN


def tail_ratio(log: CaseLog) -> float:
    """Return the 99th percentile of time over its median."""
    return float(time_quantiles(log)[-1])


MOST_SHOWN = 4
"""From here on times by hand-offs are taken together."""


def time_by_handoffs(log: CaseLog) -> Floats:
    """Return mean time of cases with 0, 1, ... hand-offs over the mean time of all."""
    cases = log.settled
    number = cases["handoffs"].clip(upper=MOST_SHOWN)
    means = cases["days"].groupby(number).mean().where(number.groupby(number).size() >= FEWEST)
    return np.asarray(means.reindex(range(MOST_SHOWN + 1)) / cases["days"].mean(), dtype=np.float64)


def rank_correlation(log: CaseLog) -> float:
    """Return Spearman's rank correlation of hand-offs and time; NaN where no case or every case was handed on alike."""
    cases = log.settled
    if len(cases) < FEWEST or cases["handoffs"].nunique() < 2 or cases["days"].nunique() < 2:
        return NAN
    return float(stats.spearmanr(cases["handoffs"], cases["days"]).statistic)


def unsettled_share(log: CaseLog) -> float:
    """Return cases that are not settled by the end of the log, of all."""
    return ratio(log.cases["days"].isna().sum(), len(log.cases))


def late_share(log: CaseLog) -> float:
    """Return cases settled after their deadline, of settled ones that have one."""
    return float(log.cases["late"].mean())


def reopened_share(log: CaseLog) -> float:
    """Return cases to which something happened after they had been settled, of settled ones."""
    return float(log.cases["reopened"].mean())


def explained(log: CaseLog, by: str) -> float:
    """Return the share of the variance of log time between the groups of a column, less what chance makes of many groups (ε², Kelley 1935).

    Groups with one case say nothing of the spread within and are left out.
    """
    cases = log.settled[log.settled[by] >= 0]
    sizes = cases.groupby(by)["days"].transform("size")
    cases = cases[sizes > 1]
    groups = cases[by].nunique()
    if groups < 2 or len(cases) < groups + FEWEST:
        return NAN
    time = np.log(cases["days"])
    within = float(((time - time.groupby(cases[by]).transform("mean")) ** 2).sum()) / (len(cases) - groups)
    return max(0.0, 1 - within / float(time.var(ddof=1))) if time.var(ddof=1) > 0 else NAN


# -- load and arrivals --------------------------------------------------------------------------------------------------------------


def cases_by_desk(log: CaseLog) -> Floats:
    """Return how many cases each desk had that had any."""
    placed = log.events[log.events["desk"] >= 0].drop_duplicates(["case", "desk"])
    return np.sort(placed["desk"].value_counts().to_numpy(dtype=np.float64))


def load_gini(log: CaseLog) -> float:
    """Return the Gini coefficient of cases over desks that had any: 0 alike, 1 − 1/n one has all."""
    return gini(cases_by_desk(log), correction=False)


def _arrivals(log: CaseLog) -> pd.Series:
    """Return cases that became known on each date, days without any included."""
    dates = log.cases["date"].astype(np.int64)
    return dates.value_counts().reindex(range(int(dates.min()), int(dates.max()) + 1), fill_value=0).sort_index()


def _is_weekend(dates: pd.Index) -> npt.NDArray[np.bool_]:
    return np.isin(np.asarray(dates, dtype=np.int64) % 7, (SATURDAY, SATURDAY + 1))


def arrival_dispersion(log: CaseLog) -> float:
    """Return variance over mean of new cases on a day from Monday to Friday; 1 if they come independently at one rate."""
    daily = _arrivals(log) if len(log.cases) else pd.Series(dtype=np.int64)
    workdays = daily[~_is_weekend(daily.index)]
    return ratio(float(workdays.var(ddof=1)), float(workdays.mean())) if len(workdays) >= FEWEST else NAN


def weekend_ratio(log: CaseLog) -> float:
    """Return new cases on a day of a weekend over new cases on a day from Monday to Friday."""
    daily = _arrivals(log) if len(log.cases) else pd.Series(dtype=np.int64)
    weekend = _is_weekend(daily.index)
    return ratio(float(daily[weekend].mean()), float(daily[~weekend].mean())) if weekend.any() and not weekend.all() else NAN


MEASURES = (
    Measure(
        "handoffs_mean",
        handoffs_mean,
        "",
        Text(zh="每案流转次数", en="hand-offs per case"),
        Text(zh="流转次数 ÷ 到过任一单位的案件数", en="hand-offs over cases that ever were with a desk"),
    ),
    Measure(
        "handoffs_dispersion",
        handoffs_dispersion,
        "",
        Text(zh="流转次数的方差/均值", en="variance over mean of hand-offs"),
        Text(zh="各案流转次数；无记忆的转办为 1 + 均值", en="of the hand-offs of cases; routing without memory has 1 + mean"),
    ),
    Measure(
        "return_share",
        return_share,
        "share",
        Text(zh="转回曾办单位", en="hand-offs back to a desk that had it"),
        Text(zh="转给此前办过该案的单位的次数 ÷ 流转次数", en="hand-offs to a desk that had the case before, over hand-offs"),
    ),
    Measure(
        "pingpong_share",
        pingpong_share,
        "share",
        Text(zh="立即转回", en="ping-pong"),
        Text(zh="立即转回刚转出的单位的次数 ÷ 流转次数", en="hand-offs back to the desk that had just handed it on, over hand-offs"),
    ),
    Measure(
        "median_days",
        median_days,
        "days",
        Text(zh="用时中位数（天）", en="median time (days)"),
        Text(zh="从知晓到办结，已办结案件；只是该日志自己的时钟", en="from known to settled, settled cases; the log's own clock only"),
    ),
    Measure(
        "tail_sigma",
        tail_sigma,
        "",
        Text(zh="用时对数的标准差", en="standard deviation of log time"),
        Text(zh="自然对数，已办结案件", en="natural logarithm, settled cases"),
    ),
    Measure(
        "tail_ratio",
        tail_ratio,
        "",
        Text(zh="用时 99% 分位/中位数", en="99th percentile over median of time"),
        Text(zh="已办结案件", en="settled cases"),
    ),
    Measure(
        "rank_correlation",
        rank_correlation,
        "",
        Text(zh="流转次数与用时的秩相关", en="rank correlation of hand-offs and time"),
        Text(zh="Spearman，已办结案件", en="Spearman, settled cases"),
        low=-1.0,
        high=1.0,
    ),
    Measure(
        "unsettled_share",
        unsettled_share,
        "share",
        Text(zh="到日志结束未办结", en="not settled by the end of the log"),
        Text(zh="未办结案件 ÷ 全部案件；用时不含这些案件", en="open cases over all cases; times leave them out"),
    ),
    Measure(
        "late_share",
        late_share,
        "share",
        Text(zh="超期", en="late"),
        Text(zh="办结晚于时限的案件 ÷ 有时限的已办结案件", en="settled after the deadline, over settled cases that have one"),
    ),
    Measure(
        "reopened_share",
        reopened_share,
        "share",
        Text(zh="办结后重开", en="reopened"),
        Text(
            zh="办结后又有办理的案件 ÷ 已办结案件", en="cases to which something else happened after they were settled, over settled cases"
        ),
    ),
    Measure(
        "load_gini",
        load_gini,
        "",
        Text(zh="负荷基尼系数", en="load Gini"),
        Text(zh="各单位经手的案件数，只计有案件的单位", en="of cases by desk, over desks that had any"),
        high=1.0,
    ),
    Measure(
        "arrival_dispersion",
        arrival_dispersion,
        "",
        Text(zh="每日新案的方差/均值", en="variance over mean of daily arrivals"),
        Text(zh="周一至周五每日新知晓的案件；独立到来为 1", en="new cases a day, Monday to Friday; 1 if they come independently"),
    ),
    Measure(
        "weekend_ratio",
        weekend_ratio,
        "",
        Text(zh="周末/工作日到来比", en="weekend over weekday arrivals"),
        Text(zh="周末平均每日新案 ÷ 周一至周五平均每日新案", en="new cases a day at weekends over those from Monday to Friday"),
    ),
    Measure(
        "explained_by_topic",
        lambda log: explained(log, "topic"),
        "share",
        Text(zh="事项类别可解释的用时差异", en="variance of log time explained by topic"),
        Text(zh="ε²（已扣除组数造成的偏高），已办结案件", en="ε², corrected for the number of groups; settled cases"),
    ),
    Measure(
        "explained_by_desk",
        lambda log: explained(log, "desk"),
        "share",
        Text(zh="办理单位可解释的用时差异", en="variance of log time explained by desk"),
        Text(zh="同上；按最后的单位", en="the same, by the desk that had it last"),
    ),
)
"""In the order in which they are shown."""

CURVES = (
    LogCurve(
        "handoff_shares",
        handoff_shares,
        (*(str(k) for k in range(MOST_HANDOFFS)), f"≥ {MOST_HANDOFFS}"),
        Text(zh="流转次数的分布", en="distribution of hand-offs"),
        Text(zh="有 k 次流转的案件 ÷ 到过任一单位的案件", en="cases with k hand-offs over cases that ever were with a desk"),
        (0.0, 1.0),
    ),
    LogCurve(
        "another_handoff",
        another_handoff,
        tuple(str(k) for k in range(MOST_HANDOFFS)),
        Text(zh="已流转 k 次后再次流转的概率", en="chance of another hand-off after k"),
        Text(
            zh=f"流转多于 k 次的案件 ÷ 至少 k 次的案件（不足 {FEWEST} 件不计）",
            en=f"cases with more than k over cases with k or more (not told below {FEWEST} cases)",
        ),
        (0.0, 1.0),
    ),
    LogCurve(
        "levels",
        levels,
        ("1", "2", "≥ 3"),
        Text(zh="到达的最高层级", en="highest level reached"),
        Text(
            zh="按经手单位的最高层级（自低至高）÷ 层级已知的案件",
            en="cases by the highest level of a desk that had them, from the lowest, over those of known level",
        ),
        (0.0, 1.0),
    ),
    LogCurve(
        "time_quantiles",
        time_quantiles,
        tuple(f"p{100 * p:g}" for p in QUANTILES),
        Text(zh="用时分位数/中位数", en="quantiles of time over the median"),
        Text(zh="从知晓到办结，已办结案件", en="from known to settled, settled cases"),
    ),
    LogCurve(
        "time_by_handoffs",
        time_by_handoffs,
        (*(str(k) for k in range(MOST_SHOWN)), f"≥ {MOST_SHOWN}"),
        Text(zh="按流转次数的平均用时/总平均", en="mean time by hand-offs over mean time"),
        Text(zh=f"已办结案件（不足 {FEWEST} 件不计）", en=f"settled cases (not told below {FEWEST})"),
    ),
)
