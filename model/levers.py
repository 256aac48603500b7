"""The policy levers: what each one turns, what it costs the city, and where it does nothing.

Names are fixed. A lever whose `parts` are not empty may be set as one number or part by part.
"""

from dataclasses import dataclass

from cogov.model.choices import AREAS, LEVELS, MEDIATION_PARTS, SECTORS
from cogov.model.words import Text

STRENGTH = Text(zh="占满强度的比例", en="share of full strength")


@dataclass(frozen=True)
class Lever:
    """One thing that a policy can turn.

    `neutral` is the value at which no parameter of its mechanism changes a result; None where there is no such value
    (clarity is never without effect: it scales the noise of everybody's judgement).
    """

    title: Text
    meaning: Text
    price: Text
    default: float
    neutral: float | None
    low: float = 0.0
    high: float = 1.0
    unit: Text = STRENGTH
    parts: tuple[str, ...] = ()


def _lever(
    title: tuple[str, str], meaning: tuple[str, str], price: tuple[str, str], default: float, neutral: float | None = 0.0, **more: object
) -> Lever:
    said = {"title": _text(title), "meaning": _text(meaning), "price": _text(price)}
    return Lever(**said, default=default, neutral=neutral, **more)  # type: ignore[arg-type]


def _text(pair: tuple[str, str]) -> Text:
    return Text(zh=pair[0], en=pair[1])


LEVERS: dict[str, Lever] = {
    "boundary_clarity": _lever(
        ("边界明确", "boundary clarity"),
        ("政府、市场、社会三者边界的清晰程度", "how clearly the boundaries between party-state, market and society are drawn"),
        (
            "协办单位和清单之外的事务更少被视为己任;相互补位减少",
            "supporters and novel matters are seen less as one's own; less insurance by overlap",
        ),
        default=0.4,
        neutral=None,
    ),
    "power_sharing": _lever(
        ("分享治理权力", "power sharing"),
        ("政府向其他主体授权的程度(责任与权力相统一)", "how far government gives other owners the authority that their duties need"),
        ("各主体能力不均;与组织联系多的群众先得到办理", "uneven capacity; the better connected are served first"),
        default=0.3,
        neutral=None,
    ),
    "duty_clarity": _lever(
        ("职责清晰", "duty clarity"),
        (
            "同一领域内部门、层级职责的清晰程度;首接负责",
            "how clear duties are inside a sphere, between departments and levels; the first desk keeps what it gets",
        ),
        ("清单之外的工作被拒;互助减少", "off-list work is refused; less mutual help"),
        default=0.5,
        neutral=None,
    ),
    "resource_sharing": _lever(
        ("资源共享", "resource sharing"),
        ("各类主体把富余资源提供给他人的程度", "how much of its spare resources each sector offers to the others"),
        ("借出的能力收不回来;填报占用 2%–5% 的工作日", "lent capacity cannot be recalled; reporting takes 2 to 5 % of handler-days"),
        default=0.3,
        parts=SECTORS,
    ),
    "goal_alignment": _lever(
        ("目标统一", "goal alignment"),
        ("各主体的注意力和立场向全市目标靠拢的程度", "how far every institution's attention and stance move towards the city's"),
        (
            "同时忽视同样的事;相互纠错减弱;目标可能脱离需求",
            "all neglect the same topics; weaker mutual correction; goals may be stale or wrong",
        ),
        default=0.3,
    ),
    "deliberation": _lever(
        ("民主协商", "deliberation"),
        ("涉众事务进入协商平台的比例", "share of collective and contested matters that reach a platform of those concerned"),
        ("占用时日、群众时间和机构人员时间;可能协商不成", "days, citizens' hours and handlers' time; talks may fail"),
        default=0.2,
    ),
    "centre_strength": _lever(
        ("综治中心强度", "centre strength"),
        ("县乡村三级综治中心的实体化程度", "how real the governance centres are at village, township and city level"),
        (
            "人员抽调而非新增;中心本身也要排队;召集协办占用工时",
            "staff are seconded, not created; the centre is a queue itself; convening takes handler-days",
        ),
        default=0.3,
        parts=LEVELS,
    ),
    "grid_density": _lever(
        ("网格规模", "grid density"),
        ("每个网格的户数(越少越密)", "households per grid (fewer is denser)"),
        (
            "隐性问题浮现,各方负荷上升;网格员由村社抽调",
            "hidden matters come to light and load everybody; each grid takes a worker from the village desk",
        ),
        default=340.0,
        neutral=None,
        low=100.0,
        high=1000.0,
        unit=Text(zh="每个网格的户数", en="households per grid"),
    ),
    "grid_intelligence": _lever(
        ("网格智能化", "grid intelligence"),
        ("传感与数据帮助网格发现问题的程度", "how far sensors and data help the grid to find matters"),
        ("误报也要核实", "false alarms have to be checked"),
        default=0.2,
    ),
    "party_building": _lever(
        ("党建引领", "Party-building"),
        ("党组织网络与网格融合、牵头召集的程度", "how far the Party network is joined to the grids and convenes the others"),
        (
            "同一批干部身兼两职,会议和召集占用工作日;自发参与减少",
            "the same cadres in two roles; meetings and convening take handler-days; spontaneous participation falls",
        ),
        default=0.3,
    ),
    "mobilization": _lever(
        ("群团动员", "mobilisation"),
        ("群团组织动员群众参与的力度", "how strongly mass organisations call citizens to take part"),
        ("群众时间、疲劳;自发的帮助被挤出", "citizens' hours and fatigue; spontaneous help is crowded out"),
        default=0.2,
    ),
    "joint_action": _lever(
        ("联动(四联)", "joint action"),
        ("多部门事务组成联合工作组的程度", "how readily joint teams form for composite matters"),
        ("成员离开本职,召集与协调占用工作日", "members leave their own queues; convening and coordinating take handler-days"),
        default=0.2,
    ),
    "one_stop_service": _lever(
        ("一站式服务", "one-stop service"),
        ("减证便民、一窗受理的程度", "fewer certificates, one window, one place"),
        ("窗口占用人员", "counters take handlers"),
        default=0.3,
    ),
    "online_service": _lever(
        ("网上办", "online service"),
        ("网上申请、受理、反馈的程度", "how far applying, accepting and answering happen online"),
        (
            "不会上网的群众要多跑;窗口为预约留号并逐步减少,去得更远、等得更久",
            "those without access go further and more often; counters kept for appointments, and closed in time, make them wait longer",
        ),
        default=0.3,
    ),
    "mediation": _lever(
        ("调解", "mediation"),
        ("人民、行政、司法调解在各级的力量", "how much skill and time people's, administrative and judicial mediation get at each level"),
        ("调解员来自各单位办事人员;过度施压的协议会反悔", "mediators are handlers; pressed settlements reopen"),
        default=0.3,
        parts=MEDIATION_PARTS,
    ),
    "mediation_coordination": _lever(
        ("三调联动", "joint mediation"),
        ("人民、行政、司法调解相互支援的程度", "how far people's, administrative and judicial mediation help one another out"),
        ("每次联动占用他方时间", "every joint session takes time from the other channels"),
        default=0.0,
    ),
    "devolution": _lever(
        ("重心下移", "devolution"),
        ("人员和资源下沉到乡镇、村社的程度", "how far handlers and resources move down to townships and villages"),
        ("市级疑难事项无人办理", "hard matters at city level starve"),
        default=0.0,
    ),
    "key_area_enforcement": _lever(
        ("重点领域执法司法", "enforcement in key areas"),
        ("环境、食品、交通、治安等领域的执法力度", "enforcement in environment, food, traffic and public security"),
        ("合规负担、问题转移、经济组织开放度下降", "compliance load on firms, displacement, less openness of economic organisations"),
        default=0.0,
        parts=AREAS,
    ),
    "social_org_support": _lever(
        ("扶持社会组织(帮帮团)", "support of social organisations"),
        ("对帮帮团等社会组织的经费与场地支持", "money and rooms for mutual-help teams and other social organisations"),
        ("形成依赖;经费停止即退出;召集协办占用工时", "dependence; they leave when the money ends; convening takes handler-days"),
        default=0.0,
    ),
    "assessment_pressure": _lever(
        ("考核压力", "assessment pressure"),
        ("对办结率、满意率的考核力度", "how hard closing and satisfaction rates are assessed"),
        ("上报高于实际;退单与草率办结增多", "the reported rises above the true; returns and premature closing"),
        default=0.0,
    ),
}
