"""Facts 17 and 20: one-stop centres, and who is left out."""

from cogov.model.words import Text
from docs.evidence.facts.claim import Fact, Look, Value, claim, look, out_of_scope
from docs.evidence.facts.criteria import FALLS, RISES
from docs.evidence.facts.settings import AS_IS, CENTRES, NO_SERVICE, setting

ONLINE_ONLY = setting("一站式 0、网上办 1", "one-stop 0, online 1", one_stop_service=0.0, online_service=1.0)

ONE_STOP = Fact(
    17,
    Text(
        zh="一站式中心小幅提高资源配置效率(供给不足的企业效率 +7.61%,过度供给的企业劳动扭曲加重;全要素生产率每年 +0.95%);浙江的中心:信访 −25.5%,诉讼 −9.9%",
        en="One-stop centres raise allocative efficiency modestly (+7.61 % in under-supplied firms, worse distortion in over-supplied; aggregate TFP +0.95 % a year); "
        "Zhejiang's centres: petitions −25.5 %, suits −9.9 % (uncontrolled)",
    ),
    "张天华 et al. (firms, 1998–2007);浙江省司法厅 2020",
    (
        out_of_scope(
            "17a",
            "企业资源配置效率与全要素生产率",
            "allocative efficiency of firms, total factor productivity",
            why=("模型没有企业的产出、资本与劳动", "the model has no output, capital or labour of firms"),
        ),
        claim("17b", "综治中心使信访减少", "centres lower petitions", look(FALLS, "petition_rate", *CENTRES)),
        claim(
            "17c",
            "综治中心使诉讼减少",
            "centres lower lawsuits",
            look(FALLS, "lawsuits_per_10k", *CENTRES),
            changed=(
                "判据未改;指标已改:数的是统计期内起诉到法院的,不再是法院已了结的",
                "the criterion is as it was; the measure was mended: suits filed in the measured days count, not those that the court had ended",
            ),
        ),
    ),
)

INEQUALITY = Fact(
    20,
    Text(
        zh="可及性不平等:只有网上渠道会排除一部分人;约两成户籍人口在外",
        en="Inequality of access: online-only channels exclude; a fifth of registered residents are absent",
    ),
    "第七次全国人口普查(乐平户籍与常住之差)",
    (
        claim("20a", "网上办拉大数字差距", "online channels widen the digital gap", look(RISES, "digital_gap", NO_SERVICE, ONLINE_ONLY)),
        claim(
            "20b",
            "不能上网者的需求更少得到满足",
            "needs of those without access go unmet longer",
            look(RISES, "unmet_need@offline", NO_SERVICE, ONLINE_ONLY),
        ),
        claim(
            "20c",
            "低收入、不能上网者的负担更多地超出其需求",
            "those with less income and access bear more beyond their need",
            look(RISES, "burden_inequity", NO_SERVICE, ONLINE_ONLY),
        ),
        claim(
            "20d",
            "流动与在外人口的需求更少得到满足",
            "needs of migrants and absent residents go unmet longer",
            Look(RISES, (Value(AS_IS, "unmet_need@settled"), Value(AS_IS, "unmet_need@migrant"))),
        ),
    ),
)

FACTS = (ONE_STOP, INEQUALITY)
