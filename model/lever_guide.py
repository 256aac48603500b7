"""What 0, ½ and 1 of every lever look like in a county, and the observable that locates a real place between them.

`docs/parameters.md` and the list of levers print it. The descriptions are the project's own reading, not measurements: whoever
places a real county on a lever states the observable and the year beside the value.
"""

from dataclasses import dataclass

from cogov.model.words import Text


@dataclass(frozen=True)
class Guide:
    """How one lever looks from outside: at its lower end, half way, at its upper end, and what to count."""

    zero: Text
    half: Text
    full: Text
    observable: Text


def _guide(zero: tuple[str, str], half: tuple[str, str], full: tuple[str, str], observable: tuple[str, str]) -> Guide:
    return Guide(*(Text(zh=zh, en=en) for zh, en in (zero, half, full, observable)))


GUIDE: dict[str, Guide] = {
    "boundary_clarity": _guide(
        ("没有清单,政府、市场、社会各凭理解", "no list: government, market and society each go by their own reading"),
        (
            "有权责清单,基层说不清的仍占一部分",
            "a list of powers and responsibilities exists; part of daily work is still unclear to those who do it",
        ),
        ("清单覆盖日常事务,各方一看便知归谁", "the list covers daily work and everybody reads it alike"),
        (
            "跨领域事项首次派单的接收率、退单率(按政府、市场、社会分列)",
            "acceptance of the first dispatch and returns for matters that border on another sphere, by sphere",
        ),
    ),
    "power_sharing": _guide(
        ("经费、场地、印章都在政府", "money, rooms and stamps all lie with government"),
        ("部分事项经购买服务或委托交出,仍需逐项审批", "some matters are contracted out or delegated, each still needs approval"),
        ("按“责权统一”把经费、用人和决定权一并交出", "money, staff and decisions go along with the duty"),
        (
            "由非政府主体决定的公共服务经费占比;非政府主体办理时无需逐项报批的事项占比",
            "share of public-service money decided outside government; share of their matters that others settle without asking for approval",
        ),
    ),
    "duty_clarity": _guide(
        ("部门“三定”多处交叉,先接的往外推", "department mandates overlap; whoever gets a matter passes it on"),
        ("多数事项有主责单位,交叉事项靠协调会", "most matters have a lead; the rest are sorted out at coordination meetings"),
        ("主责、协办到科室,首接负责", "lead and support are named down to the office; the first to receive a matter keeps it"),
        (
            "同一领域内派单首次接收率、退单率、每件转办次数",
            "acceptance of the first dispatch, returns and transfers per order between departments of one sphere",
        ),
    ),
    "resource_sharing": _guide(
        ("各家数据、人手、场地各用各的", "everybody keeps data, hands and rooms to itself"),
        ("平台互通一部分,借用靠熟人和会议", "platforms partly joined; borrowing goes by acquaintance and meetings"),
        ("闲置资源挂在平台上,谁需要谁用", "whatever is idle stands on a common platform for those who need it"),
        (
            "接入共享平台的部门数据目录占比;季度内跨单位借用人员、场地的次数",
            "share of departments' data on the common platform; loans of staff and rooms between bodies in a quarter",
        ),
    ),
    "goal_alignment": _guide(
        ("各单位按自己的年度任务排序", "every body follows its own yearly tasks"),
        ("重点工作一致,其余各有侧重", "they agree on the key tasks and differ in the rest"),
        ("各单位在职责内的先后与全市目标完全相同", "within its duties everybody puts first what the city puts first"),
        (
            "各部门自报前三项重点的一致程度",
            "agreement of departments' top-3 priorities (mean overlap of pairs)",
        ),
    ),
    "deliberation": _guide(
        ("涉众事项由单位决定后通知", "matters that concern many are decided and announced"),
        ("约半数涉众事项上过议事会", "about half of them have been to a talk of those concerned"),
        ("凡涉众必先协商", "whatever concerns many is talked over first"),
        (
            "涉众事项中有协商记录的占比",
            "share of collective matters with recorded talks",
        ),
    ),
    "centre_strength": _guide(
        ("综治中心只有牌子", "the governance centre is a sign on a door"),
        ("有场地、有专职人员,派单靠电话催办", "rooms and a few full-time staff; orders are chased by telephone"),
        ("多部门常驻,统一受理、派单、督办", "departments sit in; one intake, one dispatch, one follow-up"),
        (
            "中心常驻人员占编制人员的比例;从受理到派出的中位小时数(县、乡、村分列)",
            "staff permanently seconded to the centre as a share of all; median hours from intake to dispatch, by level",
        ),
    ),
    "grid_density": _guide(
        ("每格约 100 户(微网格)", "about 100 households a grid (micro-grids)"),
        ("每格约 550 户", "about 550 households a grid"),
        ("每格约 1000 户,一名网格员管一个大社区", "about 1,000 households a grid: one worker for a large community"),
        (
            "户数 ÷ 网格数(本杠杆为实际数值,越小越密)",
            "households over grids; the lever is this number itself, lower is denser: the three columns are its low end, middle and high end",
        ),
    ),
    "grid_intelligence": _guide(
        ("纸笔登记", "paper and pencil"),
        ("手机上报,部分点位有摄像和传感", "reports by telephone app; cameras and sensors at some points"),
        ("传感与数据比对自动生成线索", "sensors and matched data raise leads by themselves"),
        (
            "网格线索中由设备或数据产生的占比,以及其中核实为误报的占比",
            "share of grid leads raised by devices or data, and of these the share found false",
        ),
    ),
    "party_building": _guide(
        ("党组织活动与治理工作分开", "Party life and governance run apart"),
        ("村社书记牵头部分事项,党小组建在部分网格", "the branch secretary convenes some matters; Party groups in some grids"),
        ("党组织建到每个网格,定期召集各方", "a Party group in every grid that convenes the others regularly"),
        (
            "建有党小组的网格占比;每月由党组织召集、有其他主体参加的会议次数",
            "share of grids with a Party group; meetings a month that the Party convenes with others present",
        ),
    ),
    "mobilization": _guide(
        ("群团没有发动", "mass organisations call nobody"),
        ("每月有活动,参加的多是老面孔", "monthly activities with the usual faces"),
        ("每户都被上门或电话邀请过", "every household has been asked at the door or by telephone"),
        (
            "一年内被群团邀请参加公共事务的居民占比",
            "share of residents asked by a mass organisation to take part within a year",
        ),
    ),
    "joint_action": _guide(
        ("多部门事项靠来回发函", "composite matters go by letter from one to the next"),
        ("成立专班,成员时到时不到", "task forces whose members come and go"),
        ("主责一提,协办当日到场", "supporters turn up the day the lead calls"),
        (
            "多部门事项从主责提出到协办到场的中位天数",
            "median days from the lead's call to the supporters' presence in composite matters (吹哨报到)",
        ),
    ),
    "one_stop_service": _guide(
        ("多个窗口、多份证明", "many windows, many certificates"),
        ("综合窗口受理,部分材料仍要自备", "one window takes in; some papers are still to be fetched"),
        ("一窗一次,材料内部流转", "one window, one visit; papers travel inside"),
        (
            "每件申请平均跑动次数与材料份数",
            "mean visits and papers per application",
        ),
    ),
    "online_service": _guide(
        ("只能到窗口", "at the counter only"),
        ("约半数事项可全程网办", "about half of the matters can be done online from end to end"),
        ("事项默认网办", "online is the ordinary way"),
        (
            "全程网办件占比(景德镇 2023 年市级网办占 47.6%)",
            "share of applications done online from end to end (Jingdezhen, city level, 2023: 47.6 %)",
        ),
    ),
    "mediation": _guide(
        ("由经办人顺带劝和", "whoever handles the dispute also tries to reconcile"),
        ("有调解室,调解员兼职", "mediation rooms with part-time mediators"),
        ("专职调解员,有培训、有时间", "full-time mediators, trained and with time"),
        (
            "每千名居民的专职调解员数;每名调解员每年受理件数(人民、行政、司法与各级分列)",
            "full-time mediators per 1,000 residents; disputes per mediator and year, by channel and level",
        ),
    ),
    "mediation_coordination": _guide(
        ("人民、行政、司法调解各调各的", "people's, administrative and judicial mediation work apart"),
        ("疑难纠纷临时会商", "hard disputes are discussed case by case"),
        ("统一受理、分流,随时互相支援", "one intake and diversion; each helps the others out"),
        (
            "由两种以上调解共同办理的纠纷占比",
            "share of disputes in which two or more channels took part",
        ),
    ),
    "devolution": _guide(
        ("人员、经费集中在市级部门", "staff and money sit with the city's departments"),
        ("部分执法、服务人员下派乡镇", "some enforcement and service staff work from the townships"),
        ("凡基层能办的,人和钱都在基层", "whatever can be done below has its people and money there"),
        (
            "办事人员中在乡镇、村社工作的占比;由乡镇支配的经费占比",
            "share of handlers who work in townships and villages; share of money that townships spend",
        ),
    ),
    "key_area_enforcement": _guide(
        ("有举报才查", "checks on complaint only"),
        ("按计划抽查", "planned spot checks"),
        ("全覆盖检查,联合执法常态化", "every site is checked; joint enforcement is routine"),
        (
            "每千家对象的年检查次数(环境、食品、交通、治安分列)",
            "checks per 1,000 sites and year, by area",
        ),
    ),
    "social_org_support": _guide(
        ("社会组织自筹自办", "social organisations live on their own means"),
        ("有场地和少量项目经费", "rooms and some project money"),
        ("经费和场地长期保障", "money and rooms are assured for years"),
        (
            "社会组织收入中来自政府的占比;每万人活跃社会组织数",
            "share of social organisations' income from government; active organisations per 10,000 residents",
        ),
    ),
    "assessment_pressure": _guide(
        ("办结率、满意率不排名", "no ranking by closing or satisfaction rates"),
        ("每季通报", "quarterly circulars"),
        ("每月排名并与奖惩挂钩", "monthly ranking with rewards and penalties"),
        (
            "绩效考核中办结率、满意率所占分值;上报率与独立回访之差",
            "weight of closing and satisfaction rates in the appraisal; reported rate less an independent call-back's",
        ),
    ),
}
