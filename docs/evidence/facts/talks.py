"""Facts 8 and 19: deliberation, and clear boundaries against process and trust."""

from cogov.model.words import Text
from docs.evidence.facts.cities import put
from docs.evidence.facts.claim import Fact, Setting, claim, look
from docs.evidence.facts.criteria import RISES
from docs.evidence.facts.interactions import INTERACTS_UP
from docs.evidence.facts.settings import CENTRES, TALKS, setting

AGREED = tuple(
    Setting(
        Text(zh=f"各方立场相同,{one.says.zh}", en=f"all of one mind, {one.says.en}"), (put(parameters__goals__stance_spread=0),), one.policy
    )
    for one in TALKS
)
BOUNDARIES = tuple(setting(f"边界明确 {value:g}", f"boundary clarity {value:g}", boundary_clarity=value) for value in (0.0, 1.0))
MAJORITY, SUPERMAJORITY, CONSENSUS = (
    Setting(Text(zh=f"协商 1,{zh}", en=f"deliberation 1, {rule}"), (put(choices__decision=rule),), {"deliberation": 1.0})
    for rule, zh in (("majority", "简单多数"), ("supermajority", "特定多数"), ("consensus", "一致同意"))
)
CITY_ONLY = setting(
    "只有市级综治中心 1", "a centre of strength 1 at the city alone", centre_strength={"village": 0.0, "township": 0.0, "city": 1.0}
)

DELIBERATION = Fact(
    8,
    Text(
        zh="协商提高成功率与可接受性;权力不均时,特定多数(约 75%)优于简单多数或一致同意;冲突小时差别不大",
        en="Deliberation raises success and acceptability; under power imbalance a supermajority (about 75 %) is better than simple majority or unanimity; "
        "trivial at low conflict",
    ),
    "Choi & Robertson 2011, 2014",
    (
        claim("8a", "协商提高解决率", "deliberation raises resolution", look(RISES, "resolution_rate", *TALKS)),
        claim("8b", "协商提高满意度", "deliberation raises satisfaction", look(RISES, "satisfaction", *TALKS)),
        claim(
            "8c",
            "特定多数优于简单多数或一致同意",
            "a supermajority is better than simple majority or unanimity",
            look(RISES, "satisfaction", MAJORITY, SUPERMAJORITY),
            look(RISES, "satisfaction", CONSENSUS, SUPERMAJORITY),
            changed=(
                "原不在范围内(没有表决);现在协商有三种决定规则,故可检验",
                "it was out of scope (there was no vote); talks now decide by one of three rules, so it can be tried",
            ),
        ),
        claim(
            "8d",
            "冲突小时,协商的作用较小",
            "deliberation matters less at low conflict",
            look(INTERACTS_UP, "satisfaction", *AGREED, *TALKS),
            note=(
                "冲突小:各主体立场相同;冲突大:默认的立场差异",
                "low conflict: institutions of one mind; high: the default spread of stances",
            ),
        ),
    ),
)

COMMONS = Fact(
    19,
    Text(
        zh="公共资源治理原则一“边界清晰”与成功相伴,批评者认为程序与信任比结构更重要;原则八:嵌套组织",
        en="Commons principle 1, clearly defined boundaries, goes with success, though critics stress process and trust over structure; principle 8: nested enterprises",
    ),
    "Cox, Arnold & Villamayor-Tomas 2010, Ecology & Society 15(4) 38; a meta-analysis of 112 studies (working paper, Lincoln Institute)",
    (
        claim("19a", "边界明确提高解决率", "clear boundaries raise resolution", look(RISES, "resolution_rate", *BOUNDARIES)),
        claim(
            "19b",
            "程序比结构更重要:协商对解决率的作用大于边界明确",
            "process over structure: deliberation raises resolution more than clear boundaries do",
            look(INTERACTS_UP, "resolution_rate", *BOUNDARIES, *TALKS),
            note=(
                "两个杠杆都从 0 到 1;区间为两者效应之差",
                "both levers from 0 to 1; the interval is of the difference between their effects",
            ),
        ),
        claim(
            "19c",
            "对信任也是如此",
            "and raises trust more",
            look(INTERACTS_UP, "trust", *BOUNDARIES, *TALKS),
            note=("两个杠杆都从 0 到 1", "both levers from 0 to 1"),
        ),
        claim(
            "19d",
            "三级中心胜过只有市级中心",
            "nested centres at three levels settle more than one at the city alone",
            look(RISES, "resolution_rate", CITY_ONLY, CENTRES[-1]),
        ),
    ),
)

FACTS = (DELIBERATION, COMMONS)
