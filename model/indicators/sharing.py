"""Indicators of 人人享有: what do citizens feel and get, and who gets less?"""

import numpy as np
import numpy.typing as npt

from cogov.model.cohort import Cohort
from cogov.model.indicators.groups import BOTH_GROUPS, CITIZEN_GROUPS
from cogov.model.indicators.indicator import Indicator
from cogov.model.indicators.whole import Residents, Whole
from cogov.model.measures import NAN, inequity, worst_shortfall
from cogov.model.parts import ratios
from cogov.model.rules.wellbeing import Wellbeing
from cogov.model.topics import APPLICATION

Floats = npt.NDArray[np.float64]


def _low_gain(people: Residents) -> float:
    return float((people.gain < people.run.city.numbers(Wellbeing).low_gain).mean()) if people.gain.size else NAN


def _worst_tenth(people: Residents) -> float:
    tenth = max(1, round(people.gain.size / 10))
    return float(np.sort(people.gain)[:tenth].mean()) if people.gain.size else NAN


def _worst_group_gap(run: Whole) -> float:
    groups = [flags for by_name in run.citizen_groups.values() for flags in by_name.values() if flags.any()]
    gain = run.everyone.gain
    if not gain.size:
        return NAN
    return worst_shortfall(gain.mean(), gain.std(), [gain[flags].mean() for flags in groups], [flags.sum() for flags in groups], len(gain))


def _burden_inequity(people: Residents) -> float:
    burden, need = people.run.burden_and_need
    return inequity(burden[people.who], need[people.who], people.run.standing[people.who])


def _visits(episodes: Cohort) -> Floats:
    asked = episodes.only(episodes.form == APPLICATION)
    return ratios(asked.settled_with(asked.visits), asked.curve.at(asked.horizon))


def _one_visit(episodes: Cohort) -> Floats:
    asked = episodes.only(episodes.form == APPLICATION)
    return asked.settled_with(asked.visits <= 1)


SHARING = (
    Indicator(
        name="sense_of_gain",
        zh="获得感",
        en="Sense of gain",
        definition_zh="居民获得感的平均值（0–1），按统计周平均；分母：全部居民",
        definition_en="Mean sense of gain (0–1) over residents and measured weeks",
        unit="index",
        direction=1,
        role="outcome",
        pillar="sharing",
        groups=CITIZEN_GROUPS,
        of_citizens=lambda people: people.felt("gain"),
    ),
    Indicator(
        name="low_gain_share",
        zh="低获得感居民占比",
        en="Residents with little sense of gain",
        definition_zh="统计期内获得感均值低于阈值 wellbeing.low_gain 的居民占比；分母：全部居民",
        definition_en="Residents whose mean sense of gain over the measured weeks is below wellbeing.low_gain; of all residents",
        unit="share",
        direction=-1,
        role="outcome",
        pillar="sharing",
        groups=CITIZEN_GROUPS,
        of_citizens=_low_gain,
    ),
    Indicator(
        name="worst_tenth_gain",
        zh="最低一成居民的获得感",
        en="Sense of gain of the worst-off tenth",
        definition_zh="统计期内获得感最低的一成居民的获得感均值（0–1）",
        definition_en="Mean sense of gain (0–1) over the measured weeks of the tenth of residents who have least",
        unit="index",
        direction=1,
        role="outcome",
        pillar="sharing",
        groups=("place",),
        of_citizens=_worst_tenth,
    ),
    Indicator(
        name="happiness",
        zh="幸福感",
        en="Happiness",
        definition_zh="居民幸福感的平均值（0–1），按统计周平均；分母：全部居民",
        definition_en="Mean happiness (0–1) over residents and measured weeks",
        unit="index",
        direction=1,
        role="outcome",
        pillar="sharing",
        groups=CITIZEN_GROUPS,
        of_citizens=lambda people: people.felt("happiness"),
    ),
    Indicator(
        name="security",
        zh="安全感",
        en="Security",
        definition_zh="居民安全感的平均值（0–1），按统计周平均；分母：全部居民",
        definition_en="Mean sense of security (0–1) over residents and measured weeks",
        unit="index",
        direction=1,
        role="outcome",
        pillar="sharing",
        groups=CITIZEN_GROUPS,
        of_citizens=lambda people: people.felt("security"),
    ),
    Indicator(
        name="trust",
        zh="信任度",
        en="Trust",
        definition_zh="居民对治理主体信任度的平均值（0–1），按统计周平均；分母：全部居民",
        definition_en="Mean trust (0–1) in those who govern, over residents and measured weeks",
        unit="index",
        direction=1,
        role="outcome",
        pillar="sharing",
        groups=CITIZEN_GROUPS,
        of_citizens=lambda people: people.felt("trust"),
    ),
    Indicator(
        name="satisfaction",
        zh="群众满意度",
        en="Satisfaction",
        definition_zh="当事群众对事件最终解决的评价（0–1），H 天内未真正解决、放弃、失效或只在纸面办结计 0（加权 Aalen–Johansen）；分母：预热期后发生的全部事件",
        definition_en="Judgement (0–1) that citizens pass on how their episode was settled for good, what is not truly settled within the "
        "horizon, given up, lapsed or closed on paper counting 0 (Aalen–Johansen mean); over all episodes that arose after the "
        "warm-up",
        unit="index",
        direction=1,
        role="outcome",
        pillar="sharing",
        groups=BOTH_GROUPS,
        main=6,
        of_episodes=lambda episodes: episodes.settled_with(np.nan_to_num(episodes.column("satisfaction"))),
    ),
    Indicator(
        name="unmet_need",
        zh="需求未满足度",
        en="Unmet need",
        definition_zh="发生后 H 天内未得到真正解决的时间占比，按严重程度加权，放弃、失效与只在纸面办结计至 H；分母：预热期后发生的全部事件，含未被发现的",
        definition_en="Share of the first H days that an episode went without true and final settlement, weighted by severity, giving up, "
        "lapse and closing on paper only counting to H; of all that arose after the warm-up, undiscovered ones included",
        unit="share",
        direction=-1,
        role="outcome",
        pillar="sharing",
        groups=BOTH_GROUPS,
        main=7,
        of_episodes=lambda episodes: episodes.unmet(),
    ),
    Indicator(
        name="worst_group_gap",
        zh="最弱群体差距",
        en="Gap of the worst-off group",
        definition_zh="全体居民获得感均值与获得感最低群体均值之差，各群体先按抽样误差收缩；群体：年龄、留守、流动、收入、上网条件、城乡",
        definition_en="Mean sense of gain of all residents less that of the group with the lowest mean, each group shrunk for the luck of "
        "small numbers (age, left-behind, migrant, income, access, urban or rural)",
        unit="index",
        direction=-1,
        role="outcome",
        pillar="sharing",
        of_city=_worst_group_gap,
    ),
    Indicator(
        name="burden_inequity",
        zh="负担不公平指数",
        en="Inequity of burden",
        definition_zh="按需求校正的集中指数：低收入、不能上网者的负担（按严重程度加权的未解决天数，含未完结的）超出同类事务平均水平为正；分母：全部居民",
        definition_en="Concentration index of burden (days unsettled, weighted by severity, open ones included) less that of the burden usual "
        "for the same matters, by income and access: above 0 where those with less bear more than need explains; over all residents",
        unit="inequity",
        direction=-1,
        role="outcome",
        pillar="sharing",
        groups=("place",),
        high=0.2,
        of_citizens=_burden_inequity,
    ),
    Indicator(
        name="urban_rural_gap",
        zh="城乡差距",
        en="Urban–rural gap",
        definition_zh="城镇与农村需求未满足度之差的绝对值",
        definition_en="Absolute difference in unmet need between urban and rural residents",
        unit="index",
        direction=-1,
        role="outcome",
        pillar="sharing",
        of_city=lambda run: abs(run.found["unmet_need@urban"] - run.found["unmet_need@rural"]),
    ),
    Indicator(
        name="digital_gap",
        zh="数字差距",
        en="Digital gap",
        definition_zh="能上网与不能上网居民满意度之差的绝对值",
        definition_en="Absolute difference in satisfaction between residents with and without online access",
        unit="index",
        direction=-1,
        role="outcome",
        pillar="sharing",
        of_city=lambda run: abs(run.found["satisfaction@online"] - run.found["satisfaction@offline"]),
    ),
    Indicator(
        name="visits_per_application",
        zh="件均跑腿次数",
        en="Visits per application",
        definition_zh="办成一件事跑腿的平均次数，含重办（Aalen–Johansen 加权）；分母：真正办成的办事事项",
        definition_en="Mean number of visits that an application took, those of reopened ones included (weighted as in the Aalen–Johansen "
        "curve); per application settled for good within the horizon",
        unit="visits",
        direction=-1,
        role="outcome",
        pillar="sharing",
        groups=CITIZEN_GROUPS,
        high=4.0,
        of_episodes=_visits,
    ),
    Indicator(
        name="one_visit_rate",
        zh="最多跑一次率",
        en="At most one visit",
        definition_zh="H 天内最多跑一次就真正办成的事项占比（Aalen–Johansen）；分母：预热期后发生的全部办事事项",
        definition_en="Applications settled for good with at most one visit in all within the horizon (Aalen–Johansen value); of all that "
        "arose after the warm-up",
        unit="share",
        direction=1,
        role="outcome",
        pillar="sharing",
        groups=CITIZEN_GROUPS,
        of_episodes=_one_visit,
    ),
)
