"""What every rule of the day and every option of a named choice is, in both languages; `docs/parameters.md` prints it."""

from cogov.model.words import Text


def _texts(*pairs: tuple[str, str, str]) -> dict[str, Text]:
    return {name: Text(zh=zh, en=en) for name, zh, en in pairs}


RULE_MEANINGS: dict[str, Text] = _texts(
    ("emergence", "群众遇到事务", "matters arise with citizens"),
    ("discovery", "群众反映、网格员发现、群团听到", "a citizen reports, a grid worker finds, a mass organisation hears"),
    (
        "triage",
        "各主体判断是否归己、是否接手;中心派单",
        "institutions ask whether a matter is theirs and whether they take it; centres dispatch",
    ),
    ("deliberation", "涉众、有争议的事先协商", "those concerned talk about what is collective or contested"),
    ("sharing", "各主体出借闲置资源,共享信息,相互培训", "institutions lend what is spare, copy information, train one another"),
    ("handling", "人员办理,协办到位,错办被发现", "handlers work, partners gather, wrong owners are found out"),
    ("mediation", "纠纷双方达成协议、上交一级或进入法院", "the parties agree, go up a level or to court"),
    ("closure", "群众评价;部分事务反复", "citizens judge; some matters come back"),
    ("wellbeing", "获得感、幸福感、安全感与信任变化", "gain, happiness, security and trust move"),
    ("participation", "群众每周决定是否参与", "citizens decide weekly whether to take part"),
    ("learning", "转办退单之后误解减少", "misunderstandings shrink after hand-offs and returns"),
)

CHOICE_MEANINGS: dict[str, dict[str, Text]] = {
    "arrivals": _texts(
        ("bursty", "成簇到达(负二项)", "clusters of logarithmic size: negative binomial counts"),
        ("poisson", "泊松到达", "single matters: Poisson counts"),
    ),
    "calendar": _texts(
        ("weekdays", "周末机构休息,办事申请减少", "institutions rest at weekends and fewer applications come in"),
        ("every_day", "每天都是工作日", "every day is a working day"),
    ),
    "queue": _texts(
        ("priority", "按关注、需求、轻重、时长、期限排序", "by attention, need, severity, age and deadline"),
        ("fifo", "先接先办", "first taken, first served"),
    ),
    "patience": _texts(
        ("none", "未开办的一直等", "whoever waits for work to begin waits on"),
        ("exponential", "未开办的按指数分布失去耐心", "a citizen whose matter nobody has worked on gives up after an exponential time"),
    ),
    "triage": _texts(
        ("mixed", "现场事务由各主体认领,进平台的派单", "what is met in the field is claimed, what reached a desk is dispatched"),
        ("claims", "一律认领", "everything is open to claims"),
        ("dispatch", "一律派单", "everything is dispatched"),
        ("equal_chance", "认为归己的 k 家各以 1/k 概率接手", "each of k that see a matter takes it with chance 1/k (urn and balls)"),
        ("best_response", "各家知道自己的成本,按均衡出手", "each knows its own cost and plays the equilibrium of the volunteer's dilemma"),
    ),
    "taking": _texts(
        ("weighed", "志愿者困境 × 关注与负荷", "volunteer's dilemma times attention and load"),
        ("volunteer", "只有志愿者困境", "volunteer's dilemma alone"),
        ("always", "认为归己就接手", "whoever sees a matter as its own takes it"),
    ),
    "routing": _texts(
        ("triage", "按判断与接手", "by seeing and taking"),
        ("matrix", "无记忆转办:以固定概率到达应负责单位", "memoryless: each pass is right with one chance"),
    ),
    "capacity": _texts(
        ("staff", "人员有限", "the handlers that there are"),
        ("unlimited", "人员不限", "handlers without limit"),
    ),
    "congruence": _texts(
        ("topic", "按事项的立场与关注", "stances and attention on the topic"),
        ("cosine", "按注意力向量的余弦", "stances, and the cosine of the attention vectors"),
    ),
    "need": _texts(
        ("drifting", "需求每周漂移,偶有突变", "need drifts weekly and jumps now and then"),
        ("fixed", "需求不变", "need stays at its base"),
    ),
    "alignment": _texts(
        ("geometric", "职责不变,按城市目标重排轻重", "duties survive, the city's goals reorder within them: p ∝ g · (K G)^A"),
        ("linear", "以城市目标逐步取代自身目标", "the city's goals take the place of one's own: p = (1 − A) g + A G"),
    ),
    "decision": _texts(
        ("consensus", "一致同意:在场者都能接受方案", "talks agree if everybody at the table can live with the plan"),
        ("supermajority", "特定多数同意", "talks agree if the declared part of those at the table can (`deliberation.supermajority`)"),
        ("majority", "过半数同意", "talks agree if more than half of those at the table can"),
    ),
    "partners": _texts(
        (
            "seen_or_convened",
            "认为有自己一份的加入,或由中心、党组织、社会组织、四联召集",
            "who sees its part joins in, or is convened: by centre, Party, social organisations, joint action",
        ),
        ("tied", "不论是否认为归己,都可能加入;召集抬高协办的职责", "anybody missing may join; convening lifts the mandate of supporters"),
    ),
    "mix": _texts(
        ("work", "多部门事务占比变化时,每个机构人均工作量不变", "another composite share leaves every desk as much work for a handler"),
        ("count", "多部门事务占比变化时,事务总数不变", "another composite share leaves the number of matters as it is"),
    ),
}
