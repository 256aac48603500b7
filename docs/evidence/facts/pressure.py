"""Facts 15 and 16: pressure of accountability, and campaigns."""

from cogov.model.words import Text
from docs.evidence.facts.bounds import within
from docs.evidence.facts.cities import put
from docs.evidence.facts.claim import Fact, Look, Measure, Setting, Value, Window, claim, look, out_of_scope, values_of
from docs.evidence.facts.criteria import DOES_NOT_RISE, FALLS, RISES
from docs.evidence.facts.interactions import INTERACTS_DOWN, INTERACTS_UP, REBOUNDS
from docs.evidence.facts.settings import AS_IS, PRESSURE, setting

START, END = 120, 180
SUDDEN = setting(
    f"考核压力自第 {START} 天起为 1",
    f"assessment pressure 1 from day {START}",
    phases=[{"from_day": START, "levers": {"assessment_pressure": 1.0}}],
)
POLLUTED = put(
    topics__air_pollution__rate__urban=60,
    topics__air_pollution__rate__rural=60,
    kinds__ecology__handlers__city=14,
    parameters__enforcement__campaign_displacement=0,
    parameters__enforcement__displacement=0,
)
"""Pollution is so frequent that a count over all matters shows it, with staff in proportion; nothing is displaced, so that the count
shows what becomes of the topic itself."""
ENFORCED = {"from_day": END, "levers": {"key_area_enforcement": {"environment": 1.0}}}


def _polluted(zh: str, en: str, days: int = 0, *phases: object) -> Setting:
    campaigns = [{"topic": "air_pollution", "start": START, "days": days, "intensity": 1.0}] if days else []
    return Setting(Text(zh=zh, en=en), (POLLUTED,), {"campaigns": campaigns, "phases": list(phases)})


NOTHING = _polluted("无整治", "no campaign")
CAMPAIGN = _polluted("空气污染整治 60 天", "campaign of 60 days against air pollution", END - START)
ROUTINE = _polluted(f"自第 {END} 天起常态执法", f"routine enforcement from day {END}", 0, ENFORCED)
BOTH = _polluted("整治 60 天后转入常态执法", "campaign of 60 days, then routine enforcement", END - START, ENFORCED)
LONG = _polluted("整治 120 天", "campaign of 120 days", 2 * (END - START))
DURING, AFTER, LATE = Window("arisen", START, END - 1), Window("arisen", END, END + 59), Window("arisen", END, 2 * END - START - 1)


def _pairs(*pairs: tuple[Measure, Setting, Setting]) -> tuple[Value, ...]:
    return tuple(value for measure, without, with_ in pairs for value in values_of(measure, without, with_))


ACCOUNTABILITY = Fact(
    15,
    Text(
        zh="问责压力短期见效,长期存疑;上报率趋近 100%,独立测量并不如此",
        en="Accountability pressure gains in the short run, doubtfully in the long; reported rates drift to 100 % while independent measures do not",
    ),
    "李文彬、卢琳静 2023(断点回归,CFPS);12345 与调解的上报率和独立测量",
    (
        claim(
            "15a",
            "压力开始后三十天内,群众评价上升",
            "in the thirty days after pressure begins citizens' judgement rises",
            look(RISES, Window("satisfaction", START, START + 29), AS_IS, SUDDEN),
        ),
        claim(
            "15b",
            "半年以后,群众评价并不更高",
            "half a year later it is no higher than without pressure",
            look(DOES_NOT_RISE, Window("satisfaction", START + 180, 364), AS_IS, SUDDEN),
        ),
        claim(
            "15c",
            "上报办结率升至 95% 以上",
            "reported resolution rises to 95 % and above",
            look(RISES, "reported_resolution_rate", AS_IS, PRESSURE),
            look(within(low=0.95), "reported_resolution_rate", PRESSURE),
        ),
        claim("15d", "实际解决率并不上升", "true resolution does not rise", look(DOES_NOT_RISE, "resolution_rate", AS_IS, PRESSURE)),
    ),
)

CAMPAIGNS = Fact(
    16,
    Text(
        zh="专项整治期间效果大,之后反弹;制度化程度越高反弹越小,转入常态执法则效果持续;联动越晚越长效果越弱",
        en="Campaigns: large effect during, rebound after; the rebound shrinks with institutionalisation, effects last where routine enforcement follows; later and "
        "longer joint actions are weaker",
    ),
    "papers.sioe.org/paper/2744 (SO2 −25 to −27 %, then up); Zheng & Na 2020; 毛益民 2022; Li et al. 2026; Jia & Chen 2019; 京津冀联动执法(双重差分)",
    (
        claim(
            "16a",
            "期间减少,之后反弹",
            "fewer during, more afterwards",
            Look(REBOUNDS, _pairs((DURING, NOTHING, CAMPAIGN), (AFTER, NOTHING, CAMPAIGN))),
        ),
        claim(
            "16b",
            "转入常态执法时反弹较小",
            "the rebound is smaller where routine enforcement follows",
            Look(INTERACTS_DOWN, _pairs((AFTER, NOTHING, CAMPAIGN), (AFTER, ROUTINE, BOTH))),
        ),
        claim("16c", "转入常态执法则效果持续", "with routine enforcement the effect lasts", look(FALLS, AFTER, NOTHING, BOTH)),
        claim(
            "16d",
            "整治越久,效果越弱",
            "the longer a campaign lasts, the weaker it is",
            Look(INTERACTS_UP, _pairs((DURING, NOTHING, LONG), (LATE, NOTHING, LONG))),
            note=("比较 120 天整治的前 60 天与后 60 天", "first 60 days of a campaign of 120 days against its last 60"),
        ),
        out_of_scope(
            "16e",
            "较富裕城市的效果持续",
            "effects last in richer cities",
            why=("模型没有城市财力", "the wealth of a city is not in the model"),
        ),
    ),
)

FACTS = (ACCOUNTABILITY, CAMPAIGNS)
