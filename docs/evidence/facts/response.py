"""Facts 13 and 14: whom institutions answer, and what better service brings."""

from cogov.model.choices import FORMS
from cogov.model.words import Text
from docs.evidence.facts.bounds import multiplies
from docs.evidence.facts.cities import collective, put, staff
from docs.evidence.facts.claim import Fact, Look, Setting, Value, Window, claim, look, out_of_scope
from docs.evidence.facts.criteria import DIFFERS, RISES
from docs.evidence.facts.settings import AS_IS, NO_SERVICE, PRESSURE, setting

COLLECTIVE = Setting(Text(zh="全部为涉众事务", en="every matter concerns many"), (collective(1.0),))
PETITIONING = Setting(
    Text(zh="无人受理者都信访", en="everybody who is left alone petitions"), (put(parameters__triage__petition_share=1.0),)
)
FULL_SERVICE = setting("一站式 1、网上办 1", "one-stop 1, online 1", one_stop_service=1.0, online_service=1.0)
DOUBLE_STAFF = Setting(Text(zh="各级人员加倍", en="twice the staff everywhere"), (staff(2.0),))
DEMAND = Window("known", 60, 364)

RESPONSIVENESS = Fact(
    13,
    Text(
        zh="回应随集体行动或向上反映的可能而增加,不因表态忠诚而增加,基线约三分之一;回应因诉求类型和部门而有很大选择性;有装点性回应,压力下答非所问",
        en="Responsiveness rises with the threat of collective action or of upward complaint, not with claims of loyalty; baseline about one third; it is highly "
        "selective by type and institution; cosmetic responses, replies that do not match under pressure",
    ),
    "Chen, Pan & Xu 2016, Am. J. Polit. Sci.; Hu et al. 2023 (3,900 messages, 13 cities); Wang & Han 2022; Systems 11(3) 158",
    (
        claim(
            "13a",
            "涉众的事务更及时有人负责",
            "matters that concern many are owned in time more often",
            look(RISES, "owned_in_time_rate", AS_IS, COLLECTIVE),
        ),
        claim(
            "13b",
            "群众会向上反映时,更及时有人负责",
            "where citizens complain upwards, matters are owned in time more often",
            look(RISES, "owned_in_time_rate", AS_IS, PETITIONING),
        ),
        out_of_scope(
            "13c",
            "不因表态忠诚而增加",
            "not with claims of loyalty",
            why=("群众反映事务时不作这类表态", "citizens state no such claims with a matter"),
        ),
        out_of_scope(
            "13d",
            "基线约三分之一",
            "the baseline is about one third",
            why=(
                "说的是网上留言板的回复率;模型没有留言板",
                "that is the rate of replies on county web forums, which the model does not contain",
            ),
        ),
        claim(
            "13e",
            "回应因事项形式而不同",
            "response differs by type of matter",
            Look(DIFFERS, tuple(Value(AS_IS, f"owned_in_time_rate@{form}") for form in FORMS)),
            note=("办事、问题、纠纷", "applications, problems, disputes"),
        ),
        claim(
            "13f",
            "压力下答非所问:办结后重复发生增多",
            "replies under pressure do not match: more matters come back after closing",
            look(RISES, "repeat_rate", AS_IS, PRESSURE),
        ),
    ),
)

DEMAND_FOLLOWS = Fact(
    14,
    Text(
        zh="服务越好,诉求越多(北京四年三倍,江苏三年两倍);投诉减少不是成功的唯一标志",
        en="Better service attracts demand (Beijing × 3 in four years, Jiangsu × 2 in three); falling counts are not the only sign of success",
    ),
    "12345: Beijing 2018–2023, Jiangsu 2017–2020",
    (
        claim(
            "14a",
            "服务渠道更好,反映和发现的事务更多",
            "better channels, more matters become known",
            look(RISES, DEMAND, NO_SERVICE, FULL_SERVICE),
        ),
        claim("14b", "至少两倍", "at least twice as many", look(multiplies(2.0), DEMAND, NO_SERVICE, FULL_SERVICE)),
        claim(
            "14c",
            "办得更快(人员加倍),反映和发现的事务也更多",
            "faster work (twice the staff) also brings more matters forward",
            look(RISES, DEMAND, AS_IS, DOUBLE_STAFF),
        ),
        claim(
            "14d",
            "件数增加与满意度提高并存",
            "counts and satisfaction rise together",
            look(RISES, DEMAND, NO_SERVICE, FULL_SERVICE),
            look(RISES, "satisfaction", NO_SERVICE, FULL_SERVICE),
        ),
    ),
)

FACTS = (RESPONSIVENESS, DEMAND_FOLLOWS)
