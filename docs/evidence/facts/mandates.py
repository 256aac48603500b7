"""Facts 1 to 3: unclear, segmented and overlapping mandates."""

from math import e

from cogov.model.words import Text
from docs.evidence.facts.bounds import within
from docs.evidence.facts.cities import put
from docs.evidence.facts.claim import Fact, Look, Setting, Value, Window, claim, look
from docs.evidence.facts.criteria import CONVEX, DOES_NOT_RISE, FALLS, RISES, U_SHAPED
from docs.evidence.facts.settings import CLARITY, CLEAR, LEVELS, UNCLEAR, clear

CROSS_CUTTING = tuple(
    Setting(
        Text(zh=f"六成事务需多方办理,清晰度 {value:g}", en=f"six in ten matters composite, clarity {value:g}"),
        (put(composite_share=0.6),),
        clear(value),
    )
    for value in LEVELS
)
RANDOM_CLAIMS = Setting(
    Text(
        zh="人人有权、随机认领(无误解,政府部门都认为归己)",
        en="all entitled, claims at random (no misunderstanding; every government desk sees it as its own)",
    ),
    (put(parameters__triage__sigma_max=0, parameters__triage__sigma_0=0, parameters__triage__reach=1, choices__triage="equal_chance"),),
    {"power_sharing": 0.0, "goal_alignment": 0.0, **clear(0.0)},
)
THIRD_QUARTER, FOURTH_QUARTER = Window("backlog", 181, 272), Window("backlog", 273, 364)

UNCLEAR_MANDATES = Fact(
    1,
    Text(
        zh="职责不清使流转增多、时间变长;关系是凸的,并有失稳门槛",
        en="Unclear mandates mean more hand-offs and longer times; the relation is convex and has a threshold of instability",
    ),
    "Queueing networks with feedback (Jackson 1957); practice of 推诿 and 退单; garbage can model (Cohen, March & Olsen 1972)",
    (
        claim(
            "1a", "职责越清晰,流转越少", "the clearer mandates are, the fewer the hand-offs", look(FALLS, "handoffs_per_matter", *CLARITY)
        ),
        claim("1b", "职责越清晰,解决越快", "the clearer mandates are, the shorter the times", look(FALLS, "mean_days", *CLARITY)),
        claim(
            "1c",
            "流转次数是凸的:越不清晰,增加越快",
            "hand-offs are convex: they grow faster the less clear mandates are",
            look(CONVEX, "handoffs_per_matter", *CLARITY),
        ),
        claim(
            "1d",
            "时间是凸的:越不清晰,增加越快",
            "times are convex: they grow faster the less clear mandates are",
            look(CONVEX, "mean_days", *CLARITY),
        ),
        claim(
            "1e",
            "有失稳门槛:职责不清时积压持续增长,清晰时不增长",
            "there is a threshold of instability: the backlog keeps growing where mandates are unclear, and does not where they are clear",
            Look(RISES, (Value(UNCLEAR, THIRD_QUARTER), Value(UNCLEAR, FOURTH_QUARTER))),
            Look(DOES_NOT_RISE, (Value(CLEAR, THIRD_QUARTER), Value(CLEAR, FOURTH_QUARTER))),
            note=("比较一年中第三季度与第四季度的平均积压", "mean backlog of the year's last quarter against the quarter before"),
        ),
    ),
)

SEGMENTED_MANDATES = Fact(
    2,
    Text(
        zh="清晰而分割的职责使不属于任何清单的问题拖延,决策时间变长",
        en="Clear, segmented mandates also raise the latency of problems that fit no mandate, and decision time",
    ),
    "Cohen, March & Olsen 1972 (garbage can); Carrigan 2018, J. Theor. Politics 30(1) 6–44",
    (
        claim(
            "2a",
            "清晰度越高,清单之外的事务解决越慢",
            "the clearer mandates are, the longer off-list matters take",
            look(RISES, "mean_days@novel", *CLARITY),
        ),
        claim(
            "2b",
            "清晰度越高,多方事务解决越慢",
            "the clearer mandates are, the longer composite matters take",
            look(RISES, "mean_days@composite", *CLARITY),
        ),
        claim(
            "2c",
            "多方事务多的地方,清晰度与时间呈 U 形",
            "where many matters are cross-cutting, time is U-shaped in clarity",
            look(U_SHAPED, "mean_days", *CROSS_CUTTING),
            note=("全部事务的平均解决天数", "mean days of all matters of the city"),
        ),
    ),
)

OVERLAP = Fact(
    3,
    Text(zh="职责重叠同时造成重复办理与责任空缺", en="Overlap makes duplication and gaps at the same time"),
    "Urn-and-ball claims; Bolton & Farrell 1990, J. Polit. Econ. 98(4) 803–826",
    (
        claim(
            "3a",
            "清晰度低时,重复与空缺并存",
            "where mandates are unclear, duplication and gaps exist side by side",
            look(within(low=0), "overreach_rate", UNCLEAR),
            look(within(low=0), "absence_rate", UNCLEAR),
        ),
        claim(
            "3b",
            "重复与空缺都随清晰度下降",
            "both duplication and gaps fall as mandates become clear",
            look(FALLS, "overreach_rate@single", *CLARITY),
            look(FALLS, "absence_rate@single", *CLARITY),
            changed=(
                "原按全部事务;断言说的是单一任务由多家可认领,而清晰的分段职责使多方事务更常缺协办(事实 2),故改为只看单一主责事务",
                (
                    "it was of all matters; the claim is about one task that several could claim, while sharp segmented mandates leave composite matters "
                    "without supporters more often (fact 2): now of single-sector matters"
                ),
            ),
        ),
        claim(
            "3c",
            "随机认领时,空缺不超过 1/e,同时有重复",
            "under random claims gaps are at most 1/e, beside duplication",
            look(within(0, 1 / e), "absence_rate@single", RANDOM_CLAIMS),
            look(within(low=0), "overreach_rate@single", RANDOM_CLAIMS),
            note=(
                "单一主责事务:每个认为归己的主体以 1/k 的机会认领",
                "matters of one owner: each of the k that see it as theirs takes it with chance 1/k",
            ),
        ),
    ),
)

FACTS = (UNCLEAR_MANDATES, SEGMENTED_MANDATES, OVERLAP)
