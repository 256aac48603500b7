"""The policy levers, one declaration each: what it turns, what it costs the city, where it does nothing, what it looks like.

Names are fixed. A lever whose `parts` are not empty may be set as one number or part by part. What 0, ½ and 1 look like is the project's
own reading, not a measurement: whoever places a real county on a lever states the observable and the year beside the value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, overload

from cogov.model.names import AREAS, LEVELS, MEDIATION_PARTS, SECTORS
from cogov.model.numbers import Frozen, number
from cogov.model.words import Text

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


STRENGTH = Text(zh="占满强度的比例", en="share of full strength")


class CostCurve(Frozen):
    """Money that a lever, or a campaign that ran all year, costs: `per_head · value ** exponent` per resident and year."""

    per_head: float = number(10, 0, 10_000, "yuan per resident and year", "cost at full strength")
    exponent: float = number(1.5, 0.1, 5, "1", "above 1: the last tenth is dearer than the first")


@dataclass(frozen=True)
class Looks:
    """How a lever looks in a county at its low end, half way and at its high end, and what to count to place a real one between them."""

    zero: Text
    half: Text
    full: Text
    observable: Text


@dataclass(frozen=True, kw_only=True)
class Lever:
    """One thing that a policy can turn.

    `neutral` is the value at which no parameter of its mechanism changes a result; None where there is no such value
    (clarity is never without effect: it scales the noise of everybody's judgement). No lever is free: `price` says what it takes of
    other things, `cost` what it takes in money; a scenario may state other curves.
    """

    name: str = ""
    """What policies call it; of a lever of the model, the name under which it is declared."""
    title: Text
    meaning: Text
    price: Text
    cost: CostCurve
    default: float
    neutral: float | None = 0.0
    low: float = 0.0
    high: float = 1.0
    falling: bool = False
    """Strongest at its low end."""
    unit: Text = STRENGTH
    parts: tuple[str, ...] = ()
    looks: Looks | None = None

    def intensity[Value: (float, Floats)](self, value: Value) -> Value:
        """Return how far it is turned: 1 at full strength."""
        return self.low / value if self.falling else value / self.high

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @overload
    def __get__(self, levers: None, owner: type) -> Self: ...
    @overload
    def __get__(self, levers: "Levers", owner: type) -> "Floats": ...
    def __get__(self, levers: "Levers | None", owner: type) -> "Self | Floats":
        """Of the class, the declaration; of levers in force, the values."""
        return self if levers is None else levers[self.name]


class Levers:
    """All that a policy can turn, and levers in force: the value of each in every township today.

    Arrays have one entry for each township and a last one for the city level; levers with parts have the parts in a second axis.
    """

    def __init__(self, values: "Mapping[str, Floats]") -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> "Floats":
        return self._values[name]

    def moved(self, values: "Mapping[str, Floats]") -> "Levers":
        """Return these levers with some of them at other values."""
        return Levers({**self._values, **values})

    @classmethod
    def beside(cls, cities: "Sequence[Levers]") -> Self:
        """Return the levers of several cities, one behind the other."""
        import numpy as np  # noqa: PLC0415 - who only reads declarations needs no arrays

        return cls({name: np.concatenate([one[name] for one in cities]) for name in LEVERS})

    boundary_clarity = Lever(
        title=Text(zh="边界明确", en="boundary clarity"),
        meaning=Text(
            zh="政府、市场、社会三者边界的清晰程度", en="how clearly the boundaries between party-state, market and society are drawn"
        ),
        price=Text(
            zh="协办单位和清单之外的事务更少被视为己任；相互补位减少",
            en="supporters and novel matters are seen less as one's own; less insurance by overlap",
        ),
        default=0.4,
        neutral=None,
        cost=CostCurve(per_head=4, exponent=2),
        looks=Looks(
            zero=Text(zh="没有清单，政府、市场、社会各凭理解", en="no list: government, market and society each go by their own reading"),
            half=Text(
                zh="有权责清单，基层说不清的仍占一部分",
                en="a list of powers and responsibilities exists; part of daily work is still unclear to those who do it",
            ),
            full=Text(zh="清单覆盖日常事务，各方一看便知归谁", en="the list covers daily work and everybody reads it alike"),
            observable=Text(
                zh="跨领域事项首次派单的接收率、退单率（按政府、市场、社会分列）",
                en="acceptance of the first dispatch and returns for matters that border on another sphere, by sphere",
            ),
        ),
    )
    power_sharing = Lever(
        title=Text(zh="分享治理权力", en="power sharing"),
        meaning=Text(
            zh="政府向其他主体授权的程度（责任与权力相统一）",
            en="how far government gives other owners the authority that their duties need",
        ),
        price=Text(zh="各主体能力不均；与组织联系多的群众先得到办理", en="uneven capacity; the better connected are served first"),
        default=0.3,
        neutral=None,
        cost=CostCurve(per_head=4, exponent=1.5),
        looks=Looks(
            zero=Text(zh="经费、场地、印章都在政府", en="money, rooms and stamps all lie with government"),
            half=Text(
                zh="部分事项经购买服务或委托交出，仍需逐项审批",
                en="some matters are contracted out or delegated, each still needs approval",
            ),
            full=Text(zh="按“责权统一”把经费、用人和决定权一并交出", en="money, staff and decisions go along with the duty"),
            observable=Text(
                zh="由非政府主体决定的公共服务经费占比；非政府主体办理时无需逐项报批的事项占比",
                en="share of public-service money decided outside government; share of their matters that others settle without asking for approval",
            ),
        ),
    )
    duty_clarity = Lever(
        title=Text(zh="职责清晰", en="duty clarity"),
        meaning=Text(
            zh="同一领域内部门、层级职责的清晰程度；首接负责",
            en="how clear duties are inside a sphere, between departments and levels; the first desk keeps what it gets",
        ),
        price=Text(zh="清单之外的工作被拒；互助减少", en="off-list work is refused; less mutual help"),
        default=0.5,
        neutral=None,
        cost=CostCurve(per_head=4, exponent=2),
        looks=Looks(
            zero=Text(zh="部门“三定”多处交叉，先接的往外推", en="department mandates overlap; whoever gets a matter passes it on"),
            half=Text(
                zh="多数事项有主责单位，交叉事项靠协调会", en="most matters have a lead; the rest are sorted out at coordination meetings"
            ),
            full=Text(
                zh="主责、协办到科室，首接负责", en="lead and support are named down to the office; the first to receive a matter keeps it"
            ),
            observable=Text(
                zh="同一领域内派单首次接收率、退单率、每件转办次数",
                en="acceptance of the first dispatch, returns and transfers per order between departments of one sphere",
            ),
        ),
    )
    resource_sharing = Lever(
        title=Text(zh="资源共享", en="resource sharing"),
        meaning=Text(zh="各类主体把富余资源提供给他人的程度", en="how much of its spare resources each sector offers to the others"),
        price=Text(
            zh="借出的能力收不回来；填报占用 2%–5% 的工作日",
            en="lent capacity cannot be recalled; reporting takes 2 to 5 % of handler-days",
        ),
        default=0.3,
        parts=SECTORS,
        cost=CostCurve(per_head=8, exponent=1.5),
        looks=Looks(
            zero=Text(zh="各家数据、人手、场地各用各的", en="everybody keeps data, hands and rooms to itself"),
            half=Text(zh="平台互通一部分，借用靠熟人和会议", en="platforms partly joined; borrowing goes by acquaintance and meetings"),
            full=Text(zh="闲置资源挂在平台上，谁需要谁用", en="whatever is idle stands on a common platform for those who need it"),
            observable=Text(
                zh="接入共享平台的部门数据目录占比；季度内跨单位借用人员、场地的次数",
                en="share of departments' data on the common platform; loans of staff and rooms between bodies in a quarter",
            ),
        ),
    )
    goal_alignment = Lever(
        title=Text(zh="目标统一", en="goal alignment"),
        meaning=Text(
            zh="各主体的注意力和立场向全市目标靠拢的程度", en="how far every institution's attention and stance move towards the city's"
        ),
        price=Text(
            zh="同时忽视同样的事；相互纠错减弱；目标可能脱离需求",
            en="all neglect the same topics; weaker mutual correction; goals may be stale or wrong",
        ),
        default=0.3,
        cost=CostCurve(per_head=5, exponent=1.5),
        looks=Looks(
            zero=Text(zh="各单位按自己的年度任务排序", en="every body follows its own yearly tasks"),
            half=Text(zh="重点工作一致，其余各有侧重", en="they agree on the key tasks and differ in the rest"),
            full=Text(zh="各单位在职责内的先后与全市目标完全相同", en="within its duties everybody puts first what the city puts first"),
            observable=Text(zh="各部门自报前三项重点的一致程度", en="agreement of departments' top-3 priorities (mean overlap of pairs)"),
        ),
    )
    deliberation = Lever(
        title=Text(zh="民主协商", en="deliberation"),
        meaning=Text(
            zh="涉众事务进入协商平台的比例", en="share of collective and contested matters that reach a platform of those concerned"
        ),
        price=Text(zh="占用时日、群众时间和机构人员时间；可能协商不成", en="days, citizens' hours and handlers' time; talks may fail"),
        default=0.2,
        cost=CostCurve(per_head=6, exponent=1.3),
        looks=Looks(
            zero=Text(zh="涉众事项由单位决定后通知", en="matters that concern many are decided and announced"),
            half=Text(zh="约半数涉众事项上过议事会", en="about half of them have been to a talk of those concerned"),
            full=Text(zh="凡涉众必先协商", en="whatever concerns many is talked over first"),
            observable=Text(zh="涉众事项中有协商记录的占比", en="share of collective matters with recorded talks"),
        ),
    )
    centre_strength = Lever(
        title=Text(zh="综治中心强度", en="centre strength"),
        meaning=Text(zh="县乡村三级综治中心的实体化程度", en="how real the governance centres are at village, township and city level"),
        price=Text(
            zh="人员抽调而非新增；中心本身也要排队；召集协办占用工时",
            en="staff are seconded, not created; the centre is a queue itself; convening takes handler-days",
        ),
        default=0.3,
        parts=LEVELS,
        cost=CostCurve(per_head=15, exponent=1.3),
        looks=Looks(
            zero=Text(zh="综治中心只有牌子", en="the governance centre is a sign on a door"),
            half=Text(zh="有场地、有专职人员，派单靠电话催办", en="rooms and a few full-time staff; orders are chased by telephone"),
            full=Text(zh="多部门常驻，统一受理、派单、督办", en="departments sit in; one intake, one dispatch, one follow-up"),
            observable=Text(
                zh="中心常驻人员占编制人员的比例；从受理到派出的中位小时数（县、乡、村分列）",
                en="staff permanently seconded to the centre as a share of all; median hours from intake to dispatch, by level",
            ),
        ),
    )
    grid_density = Lever(
        title=Text(zh="网格规模", en="grid density"),
        meaning=Text(zh="每个网格的户数（越少越密）", en="households per grid (fewer is denser)"),
        price=Text(
            zh="隐性问题浮现，各方负荷上升；网格员由村社抽调",
            en="hidden matters come to light and load everybody; each grid takes a worker from the village desk",
        ),
        default=340.0,
        neutral=None,
        low=100.0,
        high=1000.0,
        falling=True,
        unit=Text(zh="每个网格的户数", en="households per grid"),
        cost=CostCurve(per_head=25, exponent=1),
        looks=Looks(
            zero=Text(zh="每格约 100 户（微网格）", en="about 100 households a grid (micro-grids)"),
            half=Text(zh="每格约 550 户", en="about 550 households a grid"),
            full=Text(zh="每格约 1000 户，一名网格员管一个大社区", en="about 1,000 households a grid: one worker for a large community"),
            observable=Text(
                zh="户数 ÷ 网格数（本杠杆为实际数值，越小越密）",
                en="households over grids; the lever is this number itself, lower is denser: the three columns are its low end, middle and high end",
            ),
        ),
    )
    grid_intelligence = Lever(
        title=Text(zh="网格智能化", en="grid intelligence"),
        meaning=Text(zh="传感与数据帮助网格发现问题的程度", en="how far sensors and data help the grid to find matters"),
        price=Text(zh="误报也要核实", en="false alarms have to be checked"),
        default=0.2,
        cost=CostCurve(per_head=12, exponent=1.3),
        looks=Looks(
            zero=Text(zh="纸笔登记", en="paper and pencil"),
            half=Text(zh="手机上报，部分点位有摄像和传感", en="reports by telephone app; cameras and sensors at some points"),
            full=Text(zh="传感与数据比对自动生成线索", en="sensors and matched data raise leads by themselves"),
            observable=Text(
                zh="网格线索中由设备或数据产生的占比，以及其中核实为误报的占比",
                en="share of grid leads raised by devices or data, and of these the share found false",
            ),
        ),
    )
    party_building = Lever(
        title=Text(zh="党建引领", en="Party-building"),
        meaning=Text(
            zh="党组织网络与网格融合、牵头召集的程度", en="how far the Party network is joined to the grids and convenes the others"
        ),
        price=Text(
            zh="同一批干部身兼两职，会议和召集占用工作日；自发参与减少",
            en="the same cadres in two roles; meetings and convening take handler-days; spontaneous participation falls",
        ),
        default=0.3,
        cost=CostCurve(per_head=8, exponent=1.3),
        looks=Looks(
            zero=Text(zh="党组织活动与治理工作分开", en="Party life and governance run apart"),
            half=Text(
                zh="村社书记牵头部分事项，党小组建在部分网格", en="the branch secretary convenes some matters; Party groups in some grids"
            ),
            full=Text(zh="党组织建到每个网格，定期召集各方", en="a Party group in every grid that convenes the others regularly"),
            observable=Text(
                zh="建有党小组的网格占比；每月由党组织召集、有其他主体参加的会议次数",
                en="share of grids with a Party group; meetings a month that the Party convenes with others present",
            ),
        ),
    )
    mobilization = Lever(
        title=Text(zh="群团动员", en="mobilisation"),
        meaning=Text(zh="群团组织动员群众参与的力度", en="how strongly mass organisations call citizens to take part"),
        price=Text(zh="群众时间、疲劳；自发的帮助被挤出", en="citizens' hours and fatigue; spontaneous help is crowded out"),
        default=0.2,
        cost=CostCurve(per_head=5, exponent=1.5),
        looks=Looks(
            zero=Text(zh="群团没有发动", en="mass organisations call nobody"),
            half=Text(zh="每月有活动，参加的多是老面孔", en="monthly activities with the usual faces"),
            full=Text(zh="每户都被上门或电话邀请过", en="every household has been asked at the door or by telephone"),
            observable=Text(
                zh="一年内被群团邀请参加公共事务的居民占比", en="share of residents asked by a mass organisation to take part within a year"
            ),
        ),
    )
    joint_action = Lever(
        title=Text(zh="联动（四联）", en="joint action"),
        meaning=Text(zh="多部门事务组成联合工作组的程度", en="how readily joint teams form for composite matters"),
        price=Text(
            zh="成员离开本职，召集与协调占用工作日", en="members leave their own queues; convening and coordinating take handler-days"
        ),
        default=0.2,
        cost=CostCurve(per_head=6, exponent=1.5),
        looks=Looks(
            zero=Text(zh="多部门事项靠来回发函", en="composite matters go by letter from one to the next"),
            half=Text(zh="成立专班，成员时到时不到", en="task forces whose members come and go"),
            full=Text(zh="主责一提，协办当日到场", en="supporters turn up the day the lead calls"),
            observable=Text(
                zh="多部门事项从主责提出到协办到场的中位天数",
                en="median days from the lead's call to the supporters' presence in composite matters (吹哨报到)",
            ),
        ),
    )
    one_stop_service = Lever(
        title=Text(zh="一站式服务", en="one-stop service"),
        meaning=Text(zh="减证便民、一窗受理的程度", en="fewer certificates, one window, one place"),
        price=Text(zh="窗口占用人员", en="counters take handlers"),
        default=0.3,
        cost=CostCurve(per_head=8, exponent=1.3),
        looks=Looks(
            zero=Text(zh="多个窗口、多份证明", en="many windows, many certificates"),
            half=Text(zh="综合窗口受理，部分材料仍要自备", en="one window takes in; some papers are still to be fetched"),
            full=Text(zh="一窗一次，材料内部流转", en="one window, one visit; papers travel inside"),
            observable=Text(zh="每件申请平均跑动次数与材料份数", en="mean visits and papers per application"),
        ),
    )
    online_service = Lever(
        title=Text(zh="网上办", en="online service"),
        meaning=Text(zh="网上申请、受理、反馈的程度", en="how far applying, accepting and answering happen online"),
        price=Text(
            zh="不会上网的群众要多跑；窗口为预约留号并逐步减少，去得更远、等得更久",
            en="those without access go further and more often; counters kept for appointments, and closed in time, make them wait longer",
        ),
        default=0.3,
        cost=CostCurve(per_head=10, exponent=1.3),
        looks=Looks(
            zero=Text(zh="只能到窗口", en="at the counter only"),
            half=Text(zh="约半数事项可全程网办", en="about half of the matters can be done online from end to end"),
            full=Text(zh="事项默认网办", en="online is the ordinary way"),
            observable=Text(
                zh="全程网办件占比（景德镇 2023 年市级网办占 47.6%）",
                en="share of applications done online from end to end (Jingdezhen, city level, 2023: 47.6 %)",
            ),
        ),
    )
    mediation = Lever(
        title=Text(zh="调解", en="mediation"),
        meaning=Text(
            zh="人民、行政、司法调解在各级的力量",
            en="how much skill and time people's, administrative and judicial mediation get at each level",
        ),
        price=Text(zh="调解员来自各单位办事人员；过度施压的协议会反悔", en="mediators are handlers; pressed settlements reopen"),
        default=0.3,
        parts=MEDIATION_PARTS,
        cost=CostCurve(per_head=8, exponent=1.3),
        looks=Looks(
            zero=Text(zh="由经办人顺带劝和", en="whoever handles the dispute also tries to reconcile"),
            half=Text(zh="有调解室，调解员兼职", en="mediation rooms with part-time mediators"),
            full=Text(zh="专职调解员，有培训、有时间", en="full-time mediators, trained and with time"),
            observable=Text(
                zh="每千名居民的专职调解员数；每名调解员每年受理件数（人民、行政、司法与各级分列）",
                en="full-time mediators per 1,000 residents; disputes per mediator and year, by channel and level",
            ),
        ),
    )
    mediation_coordination = Lever(
        title=Text(zh="三调联动", en="joint mediation"),
        meaning=Text(
            zh="人民、行政、司法调解相互支援的程度", en="how far people's, administrative and judicial mediation help one another out"
        ),
        price=Text(zh="每次联动占用他方时间", en="every joint session takes time from the other channels"),
        default=0.0,
        cost=CostCurve(per_head=3, exponent=1.3),
        looks=Looks(
            zero=Text(zh="人民、行政、司法调解各调各的", en="people's, administrative and judicial mediation work apart"),
            half=Text(zh="疑难纠纷临时会商", en="hard disputes are discussed case by case"),
            full=Text(zh="统一受理、分流，随时互相支援", en="one intake and diversion; each helps the others out"),
            observable=Text(zh="由两种以上调解共同办理的纠纷占比", en="share of disputes in which two or more channels took part"),
        ),
    )
    devolution = Lever(
        title=Text(zh="重心下移", en="devolution"),
        meaning=Text(zh="人员和资源下沉到乡镇、村社的程度", en="how far handlers and resources move down to townships and villages"),
        price=Text(zh="市级疑难事项无人办理", en="hard matters at city level starve"),
        default=0.0,
        cost=CostCurve(per_head=6, exponent=1.5),
        looks=Looks(
            zero=Text(zh="人员、经费集中在市级部门", en="staff and money sit with the city's departments"),
            half=Text(zh="部分执法、服务人员下派乡镇", en="some enforcement and service staff work from the townships"),
            full=Text(zh="凡基层能办的，人和钱都在基层", en="whatever can be done below has its people and money there"),
            observable=Text(
                zh="办事人员中在乡镇、村社工作的占比；由乡镇支配的经费占比",
                en="share of handlers who work in townships and villages; share of money that townships spend",
            ),
        ),
    )
    key_area_enforcement = Lever(
        title=Text(zh="重点领域执法司法", en="enforcement in key areas"),
        meaning=Text(zh="环境、食品、交通、治安等领域的执法力度", en="enforcement in environment, food, traffic and public security"),
        price=Text(
            zh="合规负担、问题转移、经济组织开放度下降",
            en="compliance load on firms, displacement, less openness of economic organisations",
        ),
        default=0.0,
        parts=AREAS,
        cost=CostCurve(per_head=10, exponent=1.5),
        looks=Looks(
            zero=Text(zh="有举报才查", en="checks on complaint only"),
            half=Text(zh="按计划抽查", en="planned spot checks"),
            full=Text(zh="全覆盖检查，联合执法常态化", en="every site is checked; joint enforcement is routine"),
            observable=Text(zh="每千家对象的年检查次数（环境、食品、交通、治安分列）", en="checks per 1,000 sites and year, by area"),
        ),
    )
    social_org_support = Lever(
        title=Text(zh="扶持社会组织（帮帮团）", en="support of social organisations"),
        meaning=Text(zh="对帮帮团等社会组织的经费与场地支持", en="money and rooms for mutual-help teams and other social organisations"),
        price=Text(
            zh="形成依赖；经费停止即退出；召集协办占用工时", en="dependence; they leave when the money ends; convening takes handler-days"
        ),
        default=0.0,
        cost=CostCurve(per_head=6, exponent=1.2),
        looks=Looks(
            zero=Text(zh="社会组织自筹自办", en="social organisations live on their own means"),
            half=Text(zh="有场地和少量项目经费", en="rooms and some project money"),
            full=Text(zh="经费和场地长期保障", en="money and rooms are assured for years"),
            observable=Text(
                zh="社会组织收入中来自政府的占比；每万人活跃社会组织数",
                en="share of social organisations' income from government; active organisations per 10,000 residents",
            ),
        ),
    )
    assessment_pressure = Lever(
        title=Text(zh="考核压力", en="assessment pressure"),
        meaning=Text(zh="对办结率、满意率的考核力度", en="how hard closing and satisfaction rates are assessed"),
        price=Text(zh="上报高于实际；退单与草率办结增多", en="the reported rises above the true; returns and premature closing"),
        default=0.0,
        cost=CostCurve(per_head=2, exponent=1),
        looks=Looks(
            zero=Text(zh="办结率、满意率不排名", en="no ranking by closing or satisfaction rates"),
            half=Text(zh="每季通报", en="quarterly circulars"),
            full=Text(zh="每月排名并与奖惩挂钩", en="monthly ranking with rewards and penalties"),
            observable=Text(
                zh="绩效考核中办结率、满意率所占分值；上报率与独立回访之差",
                en="weight of closing and satisfaction rates in the appraisal; reported rate less an independent call-back's",
            ),
        ),
    )


BUILT_IN: tuple[Lever, ...] = tuple(one for one in vars(Levers).values() if isinstance(one, Lever))
LEVERS: dict[str, Lever] = {one.name: one for one in BUILT_IN}
"""Those of the model, and those of a researcher's own (`cogov.model.scenario.add_lever`)."""

CAMPAIGNS = "campaigns"
"""Campaigns are no lever, but cost money like one."""


def declared_costs() -> dict[str, CostCurve]:
    """Return what every lever, and campaigns, cost where a scenario does not say otherwise."""
    return {name: one.cost for name, one in LEVERS.items()} | {CAMPAIGNS: CostCurve(per_head=12, exponent=1.3)}
