"""Fact 11: grid density."""

from cogov.model.words import Text
from docs.evidence.facts.bounds import within
from docs.evidence.facts.claim import Fact, claim, look, out_of_scope
from docs.evidence.facts.criteria import RISES, SATURATES
from docs.evidence.facts.settings import AS_IS, setting

WORKERS = tuple(
    setting(f"每千户 {workers} 名网格员", f"{workers} grid workers per 1,000 households", grid_density=1000 / workers)
    for workers in (1, 4, 7, 10)
)

GRIDS = Fact(
    11,
    Text(
        zh="网格越密,发现与响应先升后趋于饱和;行政负担增加,网格自身解决问题的能力弱;农村证据不一",
        en="With grid density detection and response rise, then saturate; extra administrative burden and weak problem-solving at grid level; rural evidence is mixed",
    ),
    "王锋 2022;侯甜甜、曹海军 2023;李雪峰 2024",
    (
        claim("11a", "发现率先升后饱和", "detection rises, then saturates", look(SATURATES, "discovery_rate", *WORKERS)),
        claim(
            "11b",
            "及时有人负责率先升后饱和",
            "response (owned in time) rises, then saturates",
            look(SATURATES, "owned_in_time_rate", *WORKERS),
        ),
        claim(
            "11c",
            "村社行政负担增加:自治领域的事务变慢",
            "burden on villages: matters of self-governance take longer",
            look(RISES, "mean_days@self_governance", WORKERS[0], WORKERS[-1]),
            note=("网格员由村社自治组织抽调", "the workers come from the villages' self-governance organisations"),
        ),
        claim(
            "11d",
            "网格发现的事务,网格员当场解决的不到一半",
            "less than half of what the grid finds is settled by the grid worker",
            look(within(high=0.5), "grid_spot_rate", AS_IS),
            changed=(
                "原来看在村社解决的占比,其中多由村居委会办结;断言说的是网格自身解决问题的能力弱,故只看网格员当场解决的",
                "what was settled in the village counted, most of it by village committees; the claim is that problem-solving is weak at grid level: now what the grid worker settles",
            ),
        ),
        claim(
            "11e",
            "满意度只在“一般”与“满意”之间",
            "satisfaction lies only between “average” and “satisfied”",
            look(within(0.5, 0.75), "satisfaction", AS_IS),
            note=("五级量表的 3 与 4 相当于 0.5 与 0.75", "3 and 4 of five steps are .5 and .75"),
            changed=(
                "判据未改;满意度指标已改:H 天内未解决的计 0,不再只看已终结的",
                "the criterion is as it was; the measure was mended: what is unsettled within the horizon counts 0, not only what ended",
            ),
        ),
        out_of_scope(
            "11f",
            "农村证据不一",
            "rural evidence is mixed",
            why=("说的是文献,不是可以模拟的量", "that is said of the literature, not of a quantity that could be simulated"),
        ),
    ),
)

FACTS = (GRIDS,)
