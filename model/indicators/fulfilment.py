"""Indicators of 人人尽责: is the work done, how fast, with what effort?"""

import numpy as np
import numpy.typing as npt

from cogov.model import cohort, costs
from cogov.model.cohort import Cohort
from cogov.model.indicators.groups import BOTH_GROUPS, CITIZEN_GROUPS, MATTER_GROUPS
from cogov.model.indicators.indicator import Indicator
from cogov.model.indicators.whole import Residents, Whole
from cogov.model.mandates import COMPOSITE
from cogov.model.measures import NAN, quantile, ratio, restricted_mean
from cogov.model.rules.participation import Participation

Floats = npt.NDArray[np.float64]


def _over(matters: Cohort, part: str, of: str) -> Floats:
    return matters.ratio(matters.column(part), matters.column(of))


def _on_time(episodes: Cohort) -> Floats:
    return episodes.share(episodes.settled & (episodes.age <= episodes.deadline), episodes.seen >= episodes.deadline)


def _on_record(matters: Cohort) -> Floats:
    """Days from when a matter became known to its end, or to the end of the run."""
    return np.asarray(np.maximum(matters.at_birth("arose") + matters.age - matters.at_birth("known"), 0.0))


def _backlog(matters: Cohort) -> Floats:
    """Mean number of known open matters per 1,000 residents, from the days each of the cohort spent known and open."""
    days = matters.parts.sums(np.where(matters.known, _on_record(matters), 0.0))
    city = matters.city
    return days / max(city.tally.measured_days, 1) / city.territory.population * 1000


def _reported_on_time(matters: Cohort) -> Floats:
    in_time = matters.settled & (_on_record(matters) <= matters.deadline)
    return matters.glossed(in_time, matters.known & (matters.city.day - matters.at_birth("known") >= matters.deadline))


def _reported_days(matters: Cohort) -> Floats:
    """The curve of closing of what is on record, from the day on which it was registered."""
    listed = matters.only(matters.known)
    return restricted_mean(listed.curve_of(_on_record(listed), listed.event), listed.horizon)


def _reporting_gap(matters: Cohort) -> Floats:
    """What reports show as closed less what was closed for good."""
    for_good = matters.settled & cohort.true(matters.city, matters.row) & (matters.column("children") == 0)
    return matters.glossed(matters.settled, matters.known) - matters.share(for_good, matters.known)


def _joint(episodes: Cohort) -> Floats:
    composite = episodes.only(episodes.city.mandates.mandate[episodes.born_at, episodes.topic] == COMPOSITE)
    return composite.settled_with(composite.column("joint"))


def _full_cost(run: Whole) -> float:
    hours = costs.of_citizens_hours(run.city, run.found["citizen_hours"] * run.person_years)
    return ratio(costs.total(run.city) + hours, run.resolved)


def _hours(people: Residents) -> float:
    """Hours a year: voluntary work and visits by the citizens' own record, talks spread over all alike."""
    city, who = people.run.city, people.who
    active = city.tally.feelings.get("active")
    if active is None or not who.any():
        return NAN
    days = max(city.tally.measured_days, 1)
    voluntary = float(active[who].mean(dtype=np.float64)) / city.tally.weeks * city.numbers(Participation).hours_per_week * 365 / 7
    return voluntary + (float(people.run.visit_hours[who].mean()) + city.tally.talk_hours.item() / len(who)) * 365 / days


FULFILMENT = (
    Indicator(
        name="discovery_rate",
        zh="发现率",
        en="Discovery",
        definition_zh="被群众反映、网格员发现、群团组织了解到或调解员主动发现的事件占比；分母：预热期后发生的全部事件",
        definition_en="Episodes that were reported, found by a grid worker, heard of by a mass organisation or come upon by a mediator; of "
        "all that arose after the warm-up",
        unit="share",
        direction=1,
        role="process",
        pillar="fulfilment",
        groups=BOTH_GROUPS,
        of_episodes=lambda episodes: episodes.share(episodes.known, episodes.all),
    ),
    Indicator(
        name="resolution_rate",
        zh="实际解决率",
        en="Resolution",
        definition_zh="H 天内真正且最终解决的事件占比（Aalen–Johansen）；分母：预热期后发生的全部事件，含未被发现的；事件：一件事务及由它重开、信访而来的全部事务",
        definition_en="Episodes settled truly and for good within the horizon H (Aalen–Johansen value); of all that arose after the warm-up, "
        "undiscovered ones included; an episode is a matter and all that was born of it, reopened or petitioned",
        unit="share",
        direction=1,
        role="outcome",
        pillar="fulfilment",
        groups=BOTH_GROUPS,
        main=4,
        of_episodes=lambda episodes: episodes.curve.at(episodes.horizon),
    ),
    Indicator(
        name="reported_resolution_rate",
        zh="上报办结率",
        en="Reported resolution",
        definition_zh="上报为办结的事务占比；分母：已登记的事务",
        definition_en="Matters reported as closed; of matters on record",
        unit="share",
        direction=0,
        role="process",
        pillar="fulfilment",
        groups=MATTER_GROUPS,
        of_matters=lambda matters: matters.glossed(matters.settled, matters.known),
    ),
    Indicator(
        name="reported_on_time_rate",
        zh="上报按时办结率",
        en="Reported on-time rate",
        definition_zh="上报为自登记起在期限内办结的事务占比，重开的另算一件；分母：已登记、期限已到的事务",
        definition_en="Matters reported as closed within the deadline, from the day of registration, a reopened one starting anew; "
        "of matters on record whose deadline has passed",
        unit="share",
        direction=0,
        role="process",
        pillar="fulfilment",
        groups=MATTER_GROUPS,
        of_matters=_reported_on_time,
    ),
    Indicator(
        name="reported_mean_days",
        zh="上报平均办结天数",
        en="Reported mean days",
        definition_zh="自登记起 H 天内未办结的平均天数，纸面办结也算办结，重开的另算一件，未完结者删失；分母：已登记的事务",
        definition_en="Days not closed within the horizon, from the day of registration, closing on paper counting as closing and a "
        "reopened matter starting anew; open ones censored; of matters on record",
        unit="days",
        direction=0,
        role="process",
        pillar="fulfilment",
        groups=MATTER_GROUPS,
        high=90.0,
        of_matters=_reported_days,
    ),
    Indicator(
        name="reporting_gap",
        zh="上报与真实之差",
        en="Gap between reported and true",
        definition_zh="上报为办结的占比减去真正办结且不再重现的占比；分母：已登记的事务",
        definition_en="Share reported as closed less the share closed truly that will not come back; of matters on record",
        unit="share",
        direction=-1,
        role="process",
        pillar="fulfilment",
        groups=MATTER_GROUPS,
        of_matters=_reporting_gap,
    ),
    Indicator(
        name="on_time_rate",
        zh="按时办结率",
        en="On-time rate",
        definition_zh="自首次发生起在规定期限内真正且最终解决的事件占比；分母：预热期后发生、期限已到的全部事件",
        definition_en="Episodes settled truly and for good within the deadline, from the day they first arose; of all that arose after the "
        "warm-up and whose deadline has passed",
        unit="share",
        direction=1,
        role="outcome",
        pillar="fulfilment",
        groups=BOTH_GROUPS,
        of_episodes=_on_time,
    ),
    Indicator(
        name="mean_days",
        zh="平均解决天数",
        en="Mean days to settlement",
        definition_zh="期限 H 天内未解决的平均天数：1−F(t) 从 0 到 H 的积分，F 为自首次发生起真正且最终解决的 Aalen–Johansen 曲线；放弃、失效、只在纸面办结为竞争事件，未完结者删失",
        definition_en="Days unsettled within the horizon H, from the day an episode first arose: integral of 1 − F over 0 to H, F the "
        "Aalen–Johansen curve of true and final settlement, with giving up, lapse and closing on paper only as competing events "
        "and open ones censored",
        unit="days",
        direction=-1,
        role="outcome",
        pillar="fulfilment",
        groups=BOTH_GROUPS,
        main=3,
        high=90.0,
        of_episodes=lambda episodes: restricted_mean(episodes.curve, episodes.horizon),
    ),
    Indicator(
        name="median_days",
        zh="解决天数中位数",
        en="Median days to settlement",
        definition_zh="真正且最终解决的曲线达到 50% 的天数；期限内未达到则为空（显示为 > H）；分母：预热期后发生的全部事件",
        definition_en="Day on which the curve of true and final settlement reaches one half; null (shown as > H) where it does not; over all "
        "episodes that arose after the warm-up",
        unit="days",
        direction=-1,
        role="outcome",
        pillar="fulfilment",
        groups=MATTER_GROUPS,
        high=90.0,
        within_horizon=True,
        of_episodes=lambda episodes: quantile(episodes.curve, 0.5),
    ),
    Indicator(
        name="p90_days",
        zh="解决天数九成位",
        en="90 % settled by day",
        definition_zh="真正且最终解决的曲线达到 90% 的天数；期限内未达到则为空（显示为 > H）；分母：预热期后发生的全部事件",
        definition_en="Day on which the curve of true and final settlement reaches nine tenths; null (shown as > H) where it does not; over "
        "all episodes that arose after the warm-up",
        unit="days",
        direction=-1,
        role="outcome",
        pillar="fulfilment",
        groups=MATTER_GROUPS,
        high=90.0,
        within_horizon=True,
        of_episodes=lambda episodes: quantile(episodes.curve, 0.9),
    ),
    Indicator(
        name="backlog",
        zh="在办积压",
        en="Backlog",
        definition_zh="预热期后发生、已知而未完结的事务数，按统计日平均；分母：每千名居民",
        definition_en="Known matters still open, of those that arose after the warm-up, mean over the measured days; per 1,000 residents",
        unit="matters",
        direction=-1,
        role="process",
        pillar="fulfilment",
        groups=MATTER_GROUPS,
        high=100.0,
        of_matters=_backlog,
    ),
    Indicator(
        name="shirking_rate",
        zh="推诿率",
        en="Shirking",
        definition_zh="应负责主体认为属于自己、却没有接手的判断占比；分母：应负责主体认为属于自己的全部判断",
        definition_en="Decisions in which a rightful institution saw a matter as its own and did not take it; "
        "of all decisions in which a rightful institution saw it as its own",
        unit="share",
        direction=-1,
        role="process",
        pillar="fulfilment",
        groups=(*MATTER_GROUPS, "sector"),
        main=5,
        of_matters=lambda matters: _over(matters, "shirked", "saw"),
        of_government=lambda matters: _over(matters, "shirked_government", "saw_government"),
    ),
    Indicator(
        name="goal_conflict",
        zh="目标冲突",
        en="Goal conflict",
        definition_zh="因目标不一致而拒绝、推迟或妨碍联合办理的请求占比，每件事务的每个主体只计一次；分母：除目标外已无障碍的联合办理请求",
        definition_en="Requests for joint work that were refused, delayed or hindered for incongruence, each desk counting once a matter; of "
        "all requests that nothing but goals stood against",
        unit="share",
        direction=-1,
        role="process",
        pillar="fulfilment",
        groups=MATTER_GROUPS,
        of_matters=lambda matters: matters.ratio(np.bitwise_count(matters.column("refused")), np.bitwise_count(matters.column("requests"))),
    ),
    Indicator(
        name="joint_action_rate",
        zh="联合办理率",
        en="Joint action",
        definition_zh="H 天内由全部应负责主体共同办理并真正解决的事件占比（Aalen–Johansen）；分母：预热期后发生的全部主责加协办事件",
        definition_en="Episodes settled truly and for good by joint work of all rightful institutions within the horizon (Aalen–Johansen "
        "value); of all composite ones that arose after the warm-up",
        unit="share",
        direction=1,
        role="process",
        pillar="fulfilment",
        groups=("domain", "form", "level", "place"),
        of_episodes=_joint,
    ),
    Indicator(
        name="resource_fill_rate",
        zh="资源满足率",
        en="Resource fill",
        definition_zh="办理时最紧缺资源的满足程度，按工作日平均；分母：有资源需求的工作日",
        definition_en="Fill of the scarcest resource needed, mean over handler-days; of handler-days that needed any resource",
        unit="share",
        direction=1,
        role="process",
        pillar="fulfilment",
        groups=MATTER_GROUPS,
        of_matters=lambda matters: _over(matters, "filled_days", "equipped_days"),
    ),
    Indicator(
        name="wasted_effort_share",
        zh="无效投入占比",
        en="Wasted effort",
        definition_zh="不应负责的主体（重复办理、错配办理）投入的工作日占比；分母：全部办理工作日",
        definition_en="Handler-days of desks whose duty the matter is not (duplicated and misplaced work); of all handler-days spent on matters",
        unit="share",
        direction=-1,
        role="cost",
        pillar="fulfilment",
        of_city=lambda run: ratio(run.city.institutions.wasted.sum(), run.city.institutions.worked.sum()),
    ),
    Indicator(
        name="load_gini",
        zh="负荷基尼系数",
        en="Load Gini",
        definition_zh="各主体人均在办事务数的基尼系数（修正 n/（n−1）），按统计周平均；分母：全部主体",
        definition_en="Gini coefficient, n/(n − 1), of open matters per handler over institutions; mean over the measured weeks",
        unit="gini",
        direction=-1,
        role="process",
        pillar="fulfilment",
        of_city=lambda run: run.city.tally.load_gini.item() / run.city.tally.weeks if run.city.tally.weeks else NAN,
    ),
    Indicator(
        name="cost_per_resolved",
        zh="单件解决成本",
        en="Cost per resolved matter",
        definition_zh="公共支出（统计期内全部在编人员的工资与政策支出）除以统计期内真正且最终解决的事件数",
        definition_en="Public spending of the measured days (everybody on the payroll, busy or not, and levers); per episode settled truly "
        "and for good on these days",
        unit="yuan",
        direction=-1,
        role="cost",
        pillar="fulfilment",
        main=8,
        high=20000.0,
        of_city=lambda run: ratio(costs.total(run.city), run.resolved),
    ),
    Indicator(
        name="full_cost_per_resolved",
        zh="单件解决成本（含群众时间）",
        en="Cost per resolved matter with citizens' hours",
        definition_zh="公共支出加群众投入时间的价值，除以统计期内真正且最终解决的事件数",
        definition_en="Public spending and the worth of citizens' hours; per episode settled truly and for good on the measured days",
        unit="yuan",
        direction=-1,
        role="cost",
        pillar="fulfilment",
        high=20000.0,
        of_city=_full_cost,
    ),
    Indicator(
        name="citizen_hours",
        zh="群众投入时间",
        en="Citizens' hours",
        definition_zh="群众用于跑腿、协商和志愿服务的小时数；分母：每名居民每年",
        definition_en="Hours that citizens spend on visits, talks and voluntary work; per resident and year",
        unit="hours",
        direction=-1,
        role="cost",
        pillar="fulfilment",
        groups=CITIZEN_GROUPS,
        high=20.0,
        of_citizens=_hours,
    ),
)
