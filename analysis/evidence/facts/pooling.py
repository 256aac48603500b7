"""Fact 10: when pooling helps."""

from cogov.analysis.evidence.facts.cities import like_sizes, load_of_places, one_office, put
from cogov.analysis.evidence.facts.claim import Fact, Setting, claim, look, out_of_scope
from cogov.analysis.evidence.facts.criteria import FALLS
from cogov.analysis.evidence.facts.interactions import INTERACTS_DOWN, INTERACTS_UP
from cogov.scenarios.words import Text

QUEUES_ONLY = put(
    parameters__triage__sigma_max=0,
    parameters__triage__sigma_0=0,
    parameters__triage__reach=0,
    choices__taking="always",
    choices__queue="fifo",
)
"""Everybody knows what is theirs and takes it, first come first served: what is left are queues."""


def _places(zh: str, en: str, urban: float, rural: float) -> tuple[Setting, Setting]:
    load = load_of_places(urban, rural)
    return (
        Setting(Text(zh=f"{zh},三个乡镇", en=f"{en}, three townships"), (load, put(city__townships=3))),
        Setting(Text(zh=f"{zh},合为一个片区", en=f"{en}, one region"), (load, put(city__townships=1))),
    )


def _offices(zh: str, en: str, *sizes: object) -> tuple[Setting, Setting]:
    return (
        Setting(Text(zh=f"{zh},五个部门分设", en=f"{en}, five departments"), (QUEUES_ONLY, *sizes)),  # type: ignore[arg-type]
        Setting(Text(zh=f"{zh},合并为一个部门", en=f"{en}, one office"), (QUEUES_ONLY, one_office, *sizes)),  # type: ignore[arg-type]
    )


EVEN = _places("城乡负荷均匀", "even load in town and country", 1.0, 1.0)
UNEVEN = _places("负荷不均(城镇 1.4 倍、农村 0.4 倍)", "uneven load (town × 1.4, country × 0.4)", 1.4, 0.4)
ALIKE = _offices("工作量大小相近", "jobs of one size", like_sizes)
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
            look(FALLS, "mean_days", *EVEN),
            look(FALLS, "mean_days@administrative", *ALIKE),
        ),
        claim(
            "10b",
            "负荷不均时合并的好处更大",
            "pooling shortens times more where load is uneven",
            look(INTERACTS_DOWN, "mean_days", *EVEN, *UNEVEN),
        ),
        claim(
            "10c",
            "工作量大小混杂时合并的好处更小",
            "pooling shortens times less where jobs are of mixed sizes",
            look(INTERACTS_UP, "mean_days@administrative", *ALIKE, *MIXED),
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
