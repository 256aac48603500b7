"""Facts 12 and 18: where disputes go, and how many a mediator gets."""

from cogov.model.choices import CHANNELS
from cogov.model.levers import LEVERS
from cogov.model.words import Text
from docs.evidence.facts.bounds import multiplies, unchanged
from docs.evidence.facts.cities import disputes, staff
from docs.evidence.facts.claim import Fact, Look, Setting, Value, claim, look, out_of_scope
from docs.evidence.facts.criteria import FALLS, RISES
from docs.evidence.facts.endings import HIGHER_UP, IN_VILLAGE
from docs.evidence.facts.settings import AS_IS, setting

WEAK_STAFF = Setting(Text(zh="村社人员减半", en="half the staff in villages"), (staff(0.5, "village"),))
VILLAGE_MEDIATION = tuple(
    setting(f"村社调解力量 {value:g}", f"mediation in villages {value:g}", mediation={f"{channel}_village": value for channel in CHANNELS})
    for value in (0.0, 1.0)
)
FEWER = Setting(Text(zh="纠纷减少三成", en="three in ten disputes fewer"), (disputes(0.7),))
MORE_DISPUTES, FEWER_MEDIATORS = 1494 / 530, 310 / 498
LOADED = Setting(
    Text(zh="纠纷增至 2.82 倍、调解力量减至 0.62 倍", en="2.82 times the disputes, .62 times the mediation"),
    (disputes(MORE_DISPUTES),),
    {"mediation": LEVERS["mediation"].default * FEWER_MEDIATORS},
)

ESCALATION = Fact(
    12,
    Text(
        zh="基层能力弱时纠纷上交;高层救济不如就地解决令人满意;纠纷减少时,村级介入同样常见",
        en="Disputes go up where local capacity is weak; high-level redress is less satisfying than local; village intervention stayed as common while disputes fell",
    ),
    "Michelson 2006, 2008 (about 3,000 households, 37 villages); Read & Michelson 2018 (23 villages, 2002 and 2010)",
    (
        claim(
            "12a",
            "村社人手少,上交多",
            "less staff in villages, more disputes passed up",
            look(RISES, "passed_up_rate@dispute", AS_IS, WEAK_STAFF),
        ),
        claim(
            "12b",
            "村社调解弱,上交多",
            "weaker mediation in villages, more disputes passed up",
            look(FALLS, "passed_up_rate@dispute", *VILLAGE_MEDIATION),
        ),
        claim(
            "12c",
            "高层救济不如就地解决令人满意",
            "high-level redress is less satisfying than local",
            Look(FALLS, (Value(AS_IS, IN_VILLAGE), Value(AS_IS, HIGHER_UP))),
            note=(
                "村级纠纷按终结的层级比较;与调查一样,上交的本来就较难",
                "disputes of villages by the level where they ended; as in the surveys, those that go up were harder to begin with",
            ),
        ),
        claim(
            "12d",
            "纠纷减少时,村社解决小纠纷的比例不变",
            "with fewer disputes villages settle the same share of small ones",
            look(unchanged(0.03), "resolved_in_village", AS_IS, FEWER),
            note=("三个百分点以内算不变", "alike means within three points"),
        ),
    ),
)

MEDIATORS = Fact(
    18,
    Text(zh="2002 年以来,调解员减少,人均调解件数增加", en="Since 2002 fewer mediators, more cases per mediator"),
    "牛玉兵、许皓铭 2024;司法部:调解员 498 万(2006)→310 万(2025),年调解约 530 万件(2004–2006)→1,494 万件(2022)",
    (
        out_of_scope(
            "18a",
            "调解员减少而纠纷增多",
            "mediators grow fewer while disputes grow",
            why=("两者都是模型的输入,不是结果", "both are inputs of the model, not results"),
        ),
        claim(
            "18b",
            "在此条件下,人均解决件数增加",
            "under these conditions each mediator settles more",
            look(multiplies(FEWER_MEDIATORS / MORE_DISPUTES), "resolution_rate@dispute", AS_IS, LOADED),
            note=(
                "人均件数 = 解决率 × 纠纷数 ÷ 调解员数;增加即解决率之比高于 0.62 ÷ 2.82 = 0.22。调解员数以调解力量为准",
                "cases per mediator = resolution × disputes ÷ mediators; they rise if the ratio of resolution exceeds .62 ÷ 2.82 = .22; mediators go by the lever",
            ),
        ),
        claim(
            "18c",
            "且解决率不因此下降",
            "and resolution does not suffer (success claimed stayed at 95 % and above)",
            look(unchanged(0.03), "reported_mediation_success", AS_IS, LOADED),
            note=("三个百分点以内算不变", "alike means within three points"),
            changed=(
                "原按真实成功率;文献给出的 95% 是上报的成功率,故改看上报值",
                "it was of true success; the 95 % of the literature is success as claimed: now of the reported rate",
            ),
        ),
    ),
)

FACTS = (ESCALATION, MEDIATORS)
