"""Fact 10: when pooling helps."""

from cogov.model.words import Text
from docs.evidence.facts.cities import like_sizes, one_office, put, uneven_departments
from docs.evidence.facts.claim import Fact, Setting, claim, look, out_of_scope
from docs.evidence.facts.criteria import FALLS
from docs.evidence.facts.interactions import GAINS_LESS, GAINS_MORE

QUEUES_ONLY = put(
    parameters__triage__sigma_max=0,
    parameters__triage__sigma_0=0,
    parameters__triage__reach=0,
    choices__taking="always",
    choices__queue="fifo",
)
"""Everybody knows what is theirs and takes it, first come first served: what is left are queues."""


def _offices(zh: str, en: str, *sizes: object) -> tuple[Setting, Setting]:
    return (
        Setting(Text(zh=f"{zh},五个部门分设", en=f"{en}, five departments"), (QUEUES_ONLY, *sizes)),  # type: ignore[arg-type]
        Setting(Text(zh=f"{zh},合并为一个部门", en=f"{en}, one office"), (QUEUES_ONLY, *sizes, one_office)),  # type: ignore[arg-type]
    )


ALIKE = _offices("工作量大小相近", "jobs of one size", like_sizes)
UNEVEN = _offices("工作量大小相近、各部门负荷不均", "jobs of one size, uneven load of departments", like_sizes, uneven_departments)
MIXED = _offices("工作量大小混杂", "jobs of mixed sizes")

POOLING = Fact(
    10,
    Text(
        zh="负荷不均时合并最有用;工作量大小混杂时用处较小;群众见队长而退时可能有害",
        en="Pooling helps most under uneven load, less with mixed job sizes, and can hurt where users balk",
    ),
    "van Dijk & van der Sluis 2008, Prod. Oper. Manag. 17(3) 296–305; Sunar, Tu & Ziya 2021, Manag. Sci. 67(6) 3785–3802",
    (
        claim(
            "10a",
            "合并使事务解决更快",
            "pooling shortens times",
            look(FALLS, "mean_days@administrative", *ALIKE),
            changed=(
                "原来还要求三个乡镇合为一个片区后更快;合并乡镇同时改变路程与辖区,不只是排队,故只看部门合并",
                "three townships made one had to be faster too; merging townships changes ways and jurisdictions beside queues: now of departments alone",
            ),
        ),
        claim(
            "10b",
            "负荷不均时合并的好处更大",
            "pooling shortens times more where load is uneven",
            look(GAINS_MORE, "mean_days@administrative", *ALIKE, *UNEVEN),
            changed=(
                "原来只让城乡负荷不同,而各乡镇城乡比例相同,被合并的单位之间负荷并无差别;改为各部门负荷不均",
                (
                    "load differed between town and country only, while all townships have the same mix, so the units that were pooled were loaded alike: now the "
                    "departments differ in load"
                ),
            ),
        ),
        claim(
            "10c",
            "工作量大小混杂时合并的好处更小",
            "pooling shortens times less where jobs are of mixed sizes",
            look(GAINS_LESS, "mean_days@administrative", *ALIKE, *MIXED),
            changed=(
                "原来比较省下的天数;工作量混杂时等待本来更长,可省的天数也更多。文献说的是相对增益,故比较合并后与合并前之比",
                (
                    "days saved were compared; with mixed jobs waits are longer to begin with, so more can be saved. The literature speaks of gains in proportion: now "
                    "the ratios after/before are compared"
                ),
            ),
            note=(
                "乡镇五个部门合并为一个,人员与职责不变;无误解、先到先办,只剩排队",
                "five departments of the townships become one with all their staff and duties; nothing is misread, first come first served: queues alone",
            ),
        ),
        out_of_scope(
            "10d",
            "群众见队长而退时合并可能有害",
            "pooling can hurt where users balk",
            why=(
                "群众不知道要等多久,不据此决定是否反映",
                "citizens do not know how long they would wait and do not decide by it whether to report",
            ),
        ),
    ),
)

FACTS = (POOLING,)
