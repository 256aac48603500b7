"""Facts 6, 7 and 9: ties, mandated collaboration, liaisons."""

from cogov.model.words import Text
from docs.evidence.facts.cities import put, staff
from docs.evidence.facts.claim import Fact, Setting, claim, look, out_of_scope
from docs.evidence.facts.criteria import FALLS, RISES
from docs.evidence.facts.interactions import INTERACTS_DOWN
from docs.evidence.facts.settings import AS_IS, TALKS, setting

PLACES = 20_000
"""Residents that hold three townships."""
REGION = (
    Setting(Text(zh="三个乡镇", en="three townships"), (put(city__population=PLACES, city__townships=3),)),
    Setting(Text(zh="合为一个片区", en="one region"), (put(city__population=PLACES, city__townships=1),)),
)
LEAD = tuple(
    setting(
        f"目标统一 {alignment:g}、党建引领 {party:g}",
        f"alignment {alignment:g}, Party-building {party:g}",
        goal_alignment=alignment,
        party_building=party,
    )
    for party in (0.0, 1.0)
    for alignment in (0.0, 0.6)
)
VOLUNTARY, MANDATED = (
    Setting(Text(zh=zh, en=en), (put(choices__triage=triage),))
    for zh, en, triage in (
        ("全部自愿认领", "all claimed voluntarily", "claims"),
        ("全部由中心派单", "all dispatched by centres", "dispatch"),
    )
)
SHORT = Setting(Text(zh="市级人员减半", en="half the staff at the city level"), (staff(0.5, "city"),))
WITHOUT, LIAISONS = (
    Setting(
        Text(zh=zh, en=en),
        (put(parameters__support__growth=0, parameters__mediation__social_mediators=0, **more),),
        {"social_org_support": 1.0},
    )
    for zh, en, more in (
        ("社会组织不牵线", "social organisations do not convene", {"parameters__handling__commit_social": 0}),
        ("社会组织牵线(人员不增加)", "social organisations convene (with no more staff)", {}),
    )
)

TIES = Fact(
    6,
    Text(
        zh="目标一致由网络联系形成:联系与人员接触提高目标一致度;有牵头组织时,所需的共识较少",
        en="Alignment is built by ties: linking ties and staff contact raise goal congruence; with a lead organisation less consensus is needed",
    ),
    "Lemaire 2020; Schalk 2013 (546 ties); Provan & Kenis 2008",
    (
        claim(
            "6a",
            "联系越强,目标冲突越少",
            "stronger ties, less goal conflict",
            look(FALLS, "goal_conflict", LEAD[0], LEAD[2]),
            note=("党建引领增强各主体间的党组织联系", "Party-building strengthens the Party ties between institutions"),
        ),
        claim(
            "6b",
            "接触越多,目标冲突越少",
            "more contact, less goal conflict",
            look(FALLS, "goal_conflict", *TALKS),
            note=("协商平台是各主体人员接触的场合", "talks are where people of different institutions meet"),
        ),
        claim(
            "6c",
            "有牵头组织时,联合办理对目标一致的依赖较小",
            "with a lead organisation joint work depends less on alignment",
            look(INTERACTS_DOWN, "joint_action_rate", *LEAD),
        ),
    ),
)

COLLABORATION = Fact(
    7,
    Text(
        zh="强制协作可胜过自愿协作;区域统筹胜过各自为政;中心人手不足形成瓶颈",
        en="Mandated collaboration can beat voluntary; regional beats isolated; shortage of central staff makes bottlenecks",
    ),
    "Bitterman & Koliba 2020",
    (
        claim(
            "7a",
            "派单比自愿认领形成更多联合办理",
            "dispatch brings about more joint work than voluntary claims",
            look(RISES, "joint_action_rate", VOLUNTARY, MANDATED),
        ),
        claim(
            "7b",
            "派单使多方事务解决更多",
            "dispatch settles more composite matters",
            look(RISES, "resolution_rate@composite", VOLUNTARY, MANDATED),
        ),
        claim(
            "7c",
            "合为一个片区比三个乡镇各自办理更快",
            "one region is faster than three townships each on their own",
            look(FALLS, "mean_days", *REGION),
            note=(
                "人员、事务相同,乡镇级机构合并为一;2 万名居民",
                "same staff, same matters; the desks of townships become one each; 20,000 residents",
            ),
        ),
        claim(
            "7d",
            "市级人手不足拖慢市级事务",
            "a shortage of staff at the city delays matters of the city level",
            look(RISES, "mean_days@city", AS_IS, SHORT),
        ),
    ),
)

LIAISON = Fact(
    9,
    Text(zh="联络人加快决策,很少改变决策", en="Liaisons speed decisions and rarely move them"),
    "JASSS 17(4) 11",
    (
        claim(
            "9a",
            "社会组织牵线使多方事务解决更快",
            "social organisations that convene speed composite matters",
            look(FALLS, "mean_days@composite", WITHOUT, LIAISONS),
        ),
        out_of_scope(
            "9b",
            "联络人很少改变决策的内容",
            "liaisons rarely move what is decided",
            why=(
                "协商达成的立场不作为结果保存,牵线者也不参加协商",
                "the positions agreed in talks are not kept as a result, and those who convene do not sit in the talks",
            ),
        ),
    ),
)

FACTS = (TIES, COLLABORATION, LIAISON)
