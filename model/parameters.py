"""Parameters of the day's rules, one block a rule: meaning, unit, range, default and source of each."""

from cogov.model.numbers import Frozen, number, share


class Emergence(Frozen):
    """How matters arise."""

    dispersion: float = number(
        2.0, 1, 20, "variance/mean", "burstiness of arrivals at the base rate", "3.7 in the log of a Dutch permit desk (Buijs, 4TU)"
    )
    cap: float = number(3.0, 1, 10, "× base rate", "hazard at which potential matters are generated")
    weekend_factor: float = number(0.4, 0, 2, "× weekday rate", "arrivals of applications on a rest day")
    need_spread: float = number(0.25, 0, 1, "sd of log", "stationary spread of a topic's drifting need")
    need_persistence: float = number(0.9, 0, 0.999, "per week", "autocorrelation of drifting need")
    need_shift_chance: float = share(0.01, "chance a week that a topic's need jumps to a new value")
    neglect: float = number(0.1, 0, 5, "per unit", "rise of the hazard with open severity per 100 residents")
    lingering: float = share(
        0.5, "part of its severity with which a known matter that was given up, or one that lapsed, goes on weighing; 0: it is forgotten"
    )
    lingering_days: float = number(60, 1, 1000, "days", "how fast that fades")
    prevention: float = number(0.3, 0, 1, "share", "fall of the hazard where disputes are settled at the root or rules agreed")
    prevention_decay_days: float = number(60, 1, 1000, "days", "how long a settled root keeps new matters away")
    patrol_prevention: float = share(0.3, "fall of the hazard of problems where patrols pass every household every working day")


class Discovery(Frozen):
    """How matters become known."""

    report_base: float = number(
        -1.5, -10, 10, "logit per day", "how soon an average citizen who reports at all reports a matter of middling severity"
    )
    report_engagement: float = number(1.0, 0, 10, "logit", "weight of engagement")
    report_trust: float = number(1.0, 0, 10, "logit", "weight of trust, centred at one half")
    report_severity: float = number(2.0, 0, 10, "logit", "weight of severity, centred at one half")
    report_access: float = number(0.5, 0, 10, "logit", "weight of online access where service is online")
    report_distance: float = number(0.05, 0, 5, "logit per km", "what each km to the venue takes from reporting and applying in person")
    voice: float = share(
        0.5,
        "part of the problems and disputes of middling severity that an average resident would report at all; 1: everybody everything",
        "48 % of violent and about 40 % of property victimisations are reported (US survey 2006-10, NCJ 238536); 22 % of civil justice "
        "situations are brought to a third party (Sandefur 2014)",
    )
    voice_spread: float = number(1.0, 0, 5, "sd of logit", "lasting differences between residents in readiness to report")
    voice_elderly: float = number(
        0.2, -5, 5, "logit", "readiness of those of 60 and over", "contacting rises with age (Verba, Schlozman & Brady 1995); size assumed"
    )
    voice_left_behind: float = number(-0.3, -5, 5, "logit", "readiness of those whose family works away")
    voice_migrant: float = number(-0.4, -5, 5, "logit", "readiness of those registered elsewhere")
    voice_low_income: float = number(
        -0.4,
        -5,
        5,
        "logit",
        "readiness of those of low income",
        "low-income areas report less despite greater need (Kontokosta & Hong 2021); reporting rates differ up to threefold between "
        "neighbourhoods (Liu, Bhandaram & Garg 2024), which is 1.1 logits at small chances; size assumed",
    )
    voice_offline: float = number(
        -0.4, -5, 5, "logit", "readiness of those without online access", "digital divide in contacts (Cavallo et al. 2014); size assumed"
    )
    voice_efficacy: float = number(
        1.0, 0, 10, "logit", "weight of efficacy (was my report acted on?), centred at one half", "Hirschman 1970; size assumed"
    )
    application_chance: float = share(0.5, "chance a day that a citizen hands in an application that has come up")
    desk_share: float = share(0.5, "share of reports that go to a hotline or centre at full centre strength 0")
    desk_share_centre: float = share(0.4, "rise of that share at full centre strength")
    patrol_households: float = number(
        25, 0, 1000, "households a day", "households that a grid worker passes on a day of nothing but patrol"
    )
    patrol_intelligence: float = number(1.0, 0, 10, "× patrol", "rise of what a patrol covers at full grid intelligence")
    false_alarms: float = number(1.0, 0, 50, "per 1,000 residents and day", "false alarms at full grid intelligence")
    false_alarm_days: float = number(0.05, 0, 10, "handler-days", "village-desk time that checking a false alarm takes")
    mass_base: float = share(0.004, "chance a day that a mass organisation hears of a matter")
    mass_mobilization: float = share(0.02, "rise of that chance at full mobilisation")
    worker_own_work: float = number(0.1, 0, 1, "handlers", "village-desk handler that each grid takes as its worker")
    grid_small_days: float = number(0.5, 0, 10, "handler-days", "work up to which a grid worker settles what it found on the spot")
    grid_settles: float = share(0.5, "chance that it does, at full centre strength in the village (解决问题一网打尽)")
    lapse_days: float = number(90, 1, 2000, "days", "mean time after which an unknown matter passes by itself")


class GridWork(Frozen):
    """How grid workers spend their day: three roles on calls at the door, the rest of it on patrol (千里眼)."""

    publicist: float = number(0.1, 0, 0.3, "share of the day", "time spent on telling people what there is (党的宣传员)")
    listener: float = number(0.1, 0, 0.3, "share of the day", "time spent on listening (政府的顺风耳)")
    guardian: float = number(0.1, 0, 0.3, "share of the day", "time spent on looking after people (群众的守护神)")
    calls: float = number(12, 0, 1000, "households a day", "households that a grid worker calls on in a day of nothing but calls")
    carrying: float = number(
        0.02, 0, 5, "1 per matter", "each open matter it found takes time; the rest of its day is 1 / (1 + carrying · matters)"
    )
    told: float = number(0.5, 0, 10, "logit", "reports: readiness in the 30 days after a call spent on telling alone")
    heard: float = share(0.3, "chance that a call spent on listening alone brings what is unknown there to light")
    care: float = share(0.05, "how far a call spent on looking after alone moves trust and security towards 1")


class Venues(Frozen):
    """How far it is to the venues: 党群服务中心 in village or community, 市民之家 in township and city, 群众说事中心 beside each.

    A disc of the size of the city (1,980 km²), of a township (a twentieth) or a village (one in 400), roads 1.3 times as long as the
    straight line, has mean distances of 22, 5 and 1.1 km to its centre.
    """

    village_km_urban: float = number(0.5, 0, 100, "km", "mean way to the community's own venues in town")
    village_km_rural: float = number(1.1, 0, 100, "km", "the same to the village's", "disc of 1,980 km² / 400, roads × 1.3")
    township_km_urban: float = number(1.5, 0, 300, "km", "mean way to the sub-district's or township's venues in town")
    township_km_rural: float = number(5, 0, 300, "km", "the same from rural villages", "disc of 1,980 km² / 20, roads × 1.3")
    city_km_urban: float = number(4, 0, 1000, "km", "mean way to the city's venues in town")
    city_km_rural: float = number(22, 0, 1000, "km", "the same from rural villages", "disc of 1,980 km², roads × 1.3")
    hours_per_km: float = number(0.1, 0, 5, "hours per km", "citizen's time for the way there and back")


class Triage(Frozen):
    """Who sees a matter as theirs, and who takes it."""

    sigma_max: float = number(0.35, 0, 3, "1", "spread of standing misunderstandings at clarity 0")
    sigma_0: float = number(0.12, 0, 3, "1", "spread of misjudged facts without shared information")
    facts_persistence: float = share(
        0.8,
        "ρ: part of how a case's facts are misjudged that whoever looks again misjudges likewise",
        "assumed; professionals judge a case again much, not just, as they did (review: Ashton 2000)",
    )
    ambiguity_spread: float = number(0.3, 0, 2, "sd of log", "spread of a matter's ambiguity around its topic's")
    lead_mandate: float = share(0.6, "ω of the lead of a composite matter")
    supporter_mandate: float = share(0.4, "ω of a supporter")
    novel_mandate: float = share(0.3, "ω of everybody for a matter on no list")
    convening: float = share(0.4, "most that joint action and Party convening add to a supporter's ω under `partners: tied`")
    reach: float = share(0.3, "how far an all-powerful government reaches beyond its mandate where duties are unclear")
    reach_clarity: float = share(
        0.5,
        "part of that reach that full duty clarity takes away",
        "assumed; blame avoidance (Hood 2011): what is on no list is left alone",
    )
    taking_base: float = number(1.6, -10, 10, "logit", "β0: inclination to take what one sees as one's own")
    taking_attention: float = number(0.6, 0, 10, "logit per log", "β_g: weight of attention to the topic")
    taking_load: float = number(0.08, 0, 10, "logit per matter", "β_L: weight of open matters per handler")
    taking_collective: float = number(
        0.43,
        0,
        10,
        "logit",
        "what it adds at party-state desks that a matter is collective; 0: nothing",
        "Chen, Pan & Xu 2016: a threat of collective action raises answers of counties by 10 points from 32 %",
    )
    taking_petitioned: float = number(
        0.35,
        0,
        10,
        "logit",
        "the same of a petition",
        "Chen, Pan & Xu 2016: a threat of telling superiors raises answers by 8 points from 32 %",
    )
    load_cap: float = number(40, 1, 1000, "matters per handler", "load beyond which nobody feels a difference")
    volunteer_cost: float = number(0.3, 0.001, 0.999, "c/b", "ρ_v: cost of stepping forward against its benefit", "Diekmann 1985")
    cost_spread: float = number(0.2, 0, 1, "share", "half-width of private costs under `triage: best_response`")
    arbitration: float = share(0.5, "chance that a centre of full strength settles who owns what nobody took twice")
    first_contact: float = share(0.6, "chance that full duty clarity makes the first desk keep what it would return")
    field_retry_days: float = number(4, 0.5, 100, "days", "mean time until an unclaimed matter of the field is met again")
    dispatch_retry_days: float = number(5, 0.5, 100, "days", "mean time to a second dispatch at centre strength 0")
    dispatch_retry_centre: float = number(3, 0, 50, "1", "how many times faster, plus one, at full centre strength")
    give_up_attempts: int = number(6, 1, 100, "attempts", "attempts after which the citizen gives up or petitions")
    petition_share: float = share(0.25, "share of those who then petition a higher level")
    escalation: float = share(
        0.015,
        "chance a week that a citizen takes a matter that nobody owns, or that is overdue, up a level; 0: nobody does",
        "assumed; most stay local (Michelson 2007)",
    )
    overload: float = number(15, 0, 1000, "matters per handler", "load above which a desk passes up what it has not begun")
    passing_up: float = share(0.1, "chance a week that an overloaded desk passes such a matter up; 0: none does")
    found_base: float = number(0.06, 0.0001, 1, "per day", "r_0: rate at which a wrong owner is found out")
    found_diversity: float = number(0.25, 0, 2, "per day", "r_1: rise of that rate with the diversity of attention (相互纠错)")
    right_share: float = share(0.75, "chance that a pass goes to a rightful desk under `routing: matrix`")


class Goals(Frozen):
    """Attention and stance of institutions and of the city."""

    concentration: float = number(3.0, 0.1, 100, "1", "evenness of an institution's own attention around its duties")
    duty_weight: float = number(4.0, 0, 100, "weight", "weight of a topic that is one's duty against one that is not")
    stance_spread: float = number(0.5, 0, 1, "1", "spread of institutions' stances around their sector's")
    gamma: float = number(1.0, 0, 10, "1", "γ: how fast congruence falls with the distance of stances")
    floor: float = number(0.05, 0, 1, "1/topics", "least attention to any topic")
    far_tilt: float = number(1.0, 0, 3, "exponent", "how strongly goals `far` turn need upside down")
    survey_days: float = number(0.01, 0, 1, "share of handler-days", "what it costs everybody to keep goals at `need`")


class Deliberation(Frozen):
    """Talks among those concerned."""

    days: float = number(7, 0.5, 100, "days", "mean length of talks")
    citizen_hours: float = number(0.6, 0, 100, "hours", "time that a round of talks takes of each citizen at the table")
    desk_days: float = number(
        0.1,
        0,
        5,
        "handler-days",
        "time that a round of talks, with its preparation, takes of each desk at the table, before any other work",
    )
    contested: float = share(0.6, "congruence below which several owners count as contesting")
    tolerance: float = number(0.35, 0, 2, "1", "distance from the plan within which one can live with it")
    supermajority: float = number(
        0.75,
        0.5,
        1,
        "share",
        "part of those at the table that must accept the plan under `decision: supermajority`",
        "Choi & Robertson 2014: about 75 %",
    )
    rounds: int = number(5, 1, 100, "rounds", "Friedkin–Johnsen rounds of one talk")
    susceptibility: float = share(0.6, "weight of the others in a round, mean over people", "Friedkin & Johnsen 1999")
    susceptibility_spread: float = number(
        0.3,
        0,
        2,
        "sd",
        "lasting differences between people in it, cut off at 0 and 1",
        "the group printed in Friedkin & Johnsen 1999 has .78, .785, 0 and .714: mean .57, sd .33",
    )
    readiness: float = share(0.1, "rise of the chance a day that a missing partner commits to a plan that those at the table agreed on")
    disappointment: float = share(0.05, "part of their trust that citizens at the table lose when talks fail")
    citizens: int = number(4, 1, 30, "people", "citizens at the table beside the owners")
    plan_quality: float = share(0.5, "how much an agreed, fully representative plan lowers reopening and resistance")
    inclusion: float = share(0.6, "chance that an absent citizen (migrant, left behind, offline) is given a seat all the same")
    completeness: float = share(0.7, "chance that the procedure is complete; else the plan is worth half")
    level_days: float = number(1.5, 1, 10, "×", "talks take so much longer with each level up")
    rule_prevention: float = share(0.4, "fall of the hazard where a village rule 村规民约 has been agreed on the topic")
    rule_days: float = number(365, 1, 10_000, "days", "how long a village rule lasts")
    talk_distance: float = number(0.05, 0, 5, "per km", "rate at which those who come to talks grow fewer with the way to the venue")
    goal_pull: float = number(
        0.2, 0, 10, "per agreed talk and 1,000 residents", "how far a week's agreed talks move declared goals to need"
    )
    party_convening: float = number(0.3, 0, 10, "share", "more matters brought to the platforms that exist, at full Party-building")


class Network(Frozen):
    """How strong ties between institutions are, by kind; a tie whose strength a scenario states keeps that."""

    line: float = share(0.8, "tie of one kind across levels (条)")
    block: float = share(0.5, "tie of one jurisdiction across kinds (块)")
    bridge: float = share(0.5, "tie of one jurisdiction with a mass or social organisation at one end")
    custom: float = share(0.5, "tie of no kind, in a network of the scenario's own")
    party: float = share(0.3, "Party tie without Party-building")
    party_rise: float = share(0.5, "rise of it at full Party-building; a tie is at most 1")
    grid: float = share(
        0.5, "tie, at full Party-building, of any two desks that meet over what a grid worker found, through the Party network in the grid"
    )


class Sharing(Frozen):
    """Resources that travel the governance network."""

    loan_days: int = number(7, 1, 60, "days", "length of a loan")
    reporting: float = share(0.04, "share of handler-days that reporting takes at full sharing", "assumed, 2 to 5 %")
    broker_share: float = share(0.5, "part of what is left that mass and social organisations pass on in a second hop")
    skill_gain: float = number(0.3, 0, 3, "1", "rise of skill with the training stock, at most")
    training_flow: float = number(0.01, 0, 1, "per day", "training that economic organisations give at full sharing")
    training_decay: float = number(0.005, 0, 1, "per day", "decay of the training stock")


class Handling(Frozen):
    """Work at the desks."""

    progress_floor: float = share(0.6, "φ: progress that needs no resources")
    authority_floor: float = number(0.5, 0.01, 1, "share", "A_0: authority of a non-government owner without shared power")
    wrong_owner: float = share(0.3, "ownership factor of an owner whose duty it is not")
    novel_owner: float = share(0.7, "ownership factor for a matter on no list")
    turf_conflict: float = share(0.3, "loss of progress when incongruent owners overlap")
    hindered: float = share(0.6, "congruence below which joint work counts as hindered by goals")
    capture: float = number(0.5, 0, 10, "priority", "head start of members of organisations at full power sharing")
    uneven_capacity: float = number(0.3, 0, 2, "sd of log", "spread of non-government owners' ability, felt as power is shared")
    commit_base: float = share(
        0.05, "chance a day that a missing partner joins in by itself, times congruence and tie: if it saw its part, or `partners: tied`"
    )
    commit_joint: float = share(0.3, "chance a day that it is convened at full joint action, times congruence and tie")
    commit_centre: float = share(0.15, "the same by a centre of full strength")
    commit_party: float = share(0.15, "the same by the Party organisation at full Party-building")
    commit_social: float = share(0.1, "the same by social organisations fully supported")
    convening_days: float = number(
        0.25, 0, 5, "handler-days", "what it takes whoever convenes a partner that joins in, under `partners: seen_or_convened`"
    )
    join_congruence: float = number(
        1.0, 0, 5, "exponent", "power of congruence in the chance that a partner joins in: 0 takes goals out of joining"
    )
    coordination_days: float = number(
        0.1, 0, 5, "handler-days", "what each partner of a joint team spends on coordinating, at full joint action"
    )
    partner_days: float = number(40, 1, 365, "days", "patience for missing partners before the matter goes up a level")
    seconded: float = share(0.08, "share of desk handlers at a level seconded to its centre at full strength")
    dispatches_per_handler: float = number(
        33,
        0.1,
        500,
        "per day",
        "work orders that a clerk sends out in a day, enquiries answered besides",
        "Beijing 12345: 5 to 6 minutes a request, 80 a day, of which 41.5 % become orders",
    )
    hotline_handlers: float = number(
        0.32,
        0,
        100,
        "per 10,000 residents",
        "order clerks of the hotline without any centre",
        "Beijing 12345, 2024: 1,700 staff for 10 million orders, so many for the 1,850 a year that 10,000 residents bring here",
    )
    order_writers: float = share(
        0.25, "part of those seconded to centres who write orders; the others receive people, mediate and follow up"
    )
    meeting_days: float = share(0.03, "share of handler-days that Party-building meetings take at full strength")
    double_role: float = share(
        0.04, "share of handlers that Party work takes at full strength where cadres have two roles (`kinds.NAME.doubles`), beyond meetings"
    )
    counters: float = share(0.05, "share of service handlers tied to counters at full one-stop service")
    hot_spot: int = number(3, 2, 100, "matters", "open matters of one topic in one village that make a hot spot")
    hot_spot_gain: float = number(0.3, 0, 3, "share", "faster progress of a joint team on a hot spot, at full joint action")
    joint_share: float = share(0.03, "share of handlers that joint teams take from their own queues, at full joint action")
    devolved: float = share(0.5, "share of staff that moves down at full devolution, where a lower desk of the kind exists")
    volunteer_days: float = number(0.0004, 0, 1, "handler-days", "help that an active citizen gives village desks on a day")
    patience_days: float = number(60, 0.1, 10_000, "days", "mean patience under `patience: exponential`")
    w_attention: float = number(1.0, 0, 10, "priority", "queue: weight of attention")
    w_need: float = number(0.5, 0, 10, "priority", "queue: weight of expressed need")
    w_severity: float = number(1.0, 0, 10, "priority", "queue: weight of severity")
    w_age: float = number(0.03, 0, 10, "priority per day", "queue: weight of age")
    w_pressed: float = number(
        0.5, 0, 10, "priority", "queue of party-state desks: weight of a collective or petitioned matter", "assumed; Chen, Pan & Xu 2016"
    )
    w_deadline: float = number(2.0, 0, 20, "priority", "queue: weight of a deadline as it comes near")


class Mediation(Frozen):
    """Settlement of disputes."""

    skill: float = number(1.2, -10, 10, "logit", "success of an untrained mediator with a dispute of no hardness")
    rescue: float = number(0.6, 0, 10, "logit", "help from the other channels' strength at full coordination (三调联动)")
    coordination_share: float = share(0.02, "share of handlers that joint sessions take from their own channel, at full coordination")
    social_mediators: float = number(0.3, 0, 10, "logit", "what mutual-help teams add where social organisations are fully supported")
    proactive: float = share(0.05, "chance a day that mediators of full strength come upon an unknown dispute (未诉先办)")
    skill_lever: float = number(1.0, 0, 10, "logit", "rise at full mediation strength")
    trust: float = number(0.8, 0, 10, "logit", "weight of the citizen's trust")
    information: float = number(0.4, 0, 10, "logit", "weight of shared information")
    hardness: float = number(1.0, 0, 10, "logit", "mean hardness at birth")
    hardness_spread: float = number(0.8, 0, 5, "logit", "spread of hardness at birth")
    hardening: float = number(0.4, 0, 5, "logit", "rise of hardness with each failed attempt")
    ageing: float = number(
        0.003, 0, 1, "logit per day", "rise of hardness with a dispute's age; 0: none", "assumed; the direction from Michelson 2007"
    )
    attempts_per_level: int = number(2, 1, 20, "attempts", "sessions before a dispute goes up a level")
    court_days: float = number(60, 1, 730, "days", "time the court takes")
    performed: float = share(0.85, "chance that a settlement is performed", "administrative mediation in Zhejiang, H1 2020: 84.87 %")
    handlers: float = share(0.05, "share of handlers tied to mediation rooms at full strength")


class Closure(Frozen):
    """How citizens judge what was done."""

    prompt_share: float = share(0.6, "part of the deadline within which an owner must have begun to count as in time")
    speed: float = number(0.4, 0, 1, "satisfaction", "weight of speed against the deadline")
    visits: float = number(0.2, 0, 1, "satisfaction", "weight of visits and places")
    outcome: float = number(0.4, 0, 1, "satisfaction", "weight of the outcome")
    consulted: float = number(0.1, 0, 1, "satisfaction", "bonus of having been consulted")
    visits_base: float = number(2.5, 1, 20, "visits", "visits that an application takes without one-stop service")
    places_base: float = number(2.0, 1, 20, "places", "places it takes")
    counter_hours: float = number(0.6, 0, 24, "hours", "citizen's time at the counter, a visit")
    waiting_hours: float = number(0.7, 0, 24, "hours", "citizen's time of waiting there without an appointment, a visit")
    appointments: float = share(0.5, "visits by appointment of those with access, at full online service: no waiting (网上预约)")
    walk_in_wait: float = number(0.5, 0, 10, "share", "longer waiting for all others if every visit could be by appointment")
    counters_closed: float = number(
        0.9,
        0,
        0.95,
        "share",
        "counters closed once service is fully online, as if nearly everybody had access; 0: none",
        "assumed (digital by default); what closing does: Herd & Moynihan 2018, Deshpande & Li 2019",
    )
    closing_days: float = number(180, 0, 10_000, "days", "how slowly they close after service has gone online; 0: at once")
    refused_hours: float = number(
        0.5, 0, 24, "hours", "citizen's time for each time that nobody takes the matter: asking again, explaining again; 0: none"
    )
    reopen: float = share(0.1, "chance that a settled matter comes back")
    reopen_days: float = number(20, 1, 365, "days", "mean time until it does")


class Wellbeing(Frozen):
    """Gain, happiness, security and trust of citizens, each between 0 and 1."""

    baseline: float = share(0.6, "value to which feelings return")
    pull: float = number(0.01, 0, 1, "per day", "rate of return")
    step: float = number(0.25, 0, 1, "1", "how far one experience moves a feeling")
    loss_weight: float = number(2.0, 1, 5, "1", "losses against gains", "Tversky & Kahneman 1992: 2.25")
    expectation_step: float = share(0.2, "how far expectation follows own experience")
    performance: float = share(
        0.5,
        "part of what an experience does that is performance itself and not the gap to expectation, which adapts",
        "experiments find performance alone (Van Ryzin 2013; Grimmelikhuijsen & Porumbescu 2017), surveys both (Zhang et al. 2022): half, assumed",
    )
    neighbours: float = share(
        0.25,
        "weight of an experience that one hears of from a neighbour against one's own",
        "vicarious experience counts (Rosenbaum et al. 2005); size assumed",
    )
    lapsed: float = share(0.5, "weight of a need that passed unmet and unknown against one that was given up")
    security_open: float = number(0.02, 0, 10, "per unit", "loss of security per open grave matter per 1,000 residents")
    low_gain: float = share(0.5, "sense of gain below which a resident counts as left behind, in low_gain_share")


class Participation(Frozen):
    """Who takes part."""

    threshold_mean: float = number(0.35, -1, 2, "share of neighbours", "mean threshold", "Granovetter 1978")
    threshold_spread: float = number(0.2, 0, 2, "share of neighbours", "spread of thresholds")
    efficacy: float = number(0.3, 0, 5, "share of neighbours", "weight of efficacy (was my report acted on?), centred at one half")
    fatigue: float = number(0.5, 0, 5, "share of neighbours", "weight of fatigue")
    mobilization: float = number(0.25, 0, 5, "share of neighbours", "weight of mobilisation")
    joining: float = share(0.002, "chance a week that an active citizen joins an organisation, at full Party-building or mobilisation")
    party_members: float = number(0.2, 0, 5, "share of neighbours", "weight of Party-building on members of the Party")
    crowding_out: float = number(0.1, 0, 5, "share of neighbours", "loss of spontaneous participation at full Party-building")
    called_help: float = share(
        0.3, "part of their own help that participants no longer give at full mobilisation: who is called waits for the call"
    )
    efficacy_step: float = share(0.3, "how far efficacy follows own experience")
    fatigue_rise: float = number(0.03, 0, 1, "per week", "fatigue of a week of taking part")
    fatigue_fall: float = number(0.05, 0, 1, "per week", "recovery")
    hours_per_week: float = number(0.5, 0, 50, "hours", "time that taking part costs a citizen")


class Learning(Frozen):
    """What institutions learn from hand-offs and in talks."""

    rate: float = share(0.05, "share by which a standing misunderstanding shrinks when a hand-off is recorded")
    drift: float = share(
        0.05, "part of the way that a handler's own attention and stance on a topic move, in talks about it, to those who talk"
    )
    contact: float = number(
        0.008,
        0,
        0.5,
        "per four weeks",
        "part of the way that a desk's own stances move to the mean of those it is tied to; 0: none",
        "assumed; the direction from Schalk 2013, Lemaire 2020; the form from DeGroot 1974",
    )


class Enforcement(Frozen):
    """Enforcement and justice in key areas, and campaigns."""

    effect: float = share(0.4, "fall of the hazard in an area at full enforcement")
    displacement: float = share(0.3, "part of what enforcement prevents that is only displaced")
    turning: float = share(
        0.2,
        "part of what is displaced that turns to other topics of the place (key areas; a campaign's domain), the rest to other places; "
        "what finds none that is less enforced leaves the city",
    )
    handlers: float = share(0.1, "share of the responsible departments' handlers that full enforcement takes")
    compliance: float = share(0.1, "share of economic organisations' handlers that complying takes at full enforcement everywhere")
    closing: float = share(0.3, "loss of economic organisations' openness at full enforcement everywhere")
    campaign_effect: float = share(
        0.6,
        "fall of the hazard of its topic during a campaign of full intensity",
        "SO2 fell by 25 to 27 % under inspection campaigns, then rose",
    )
    campaign_wearing: float = number(
        0.01,
        0,
        1,
        "per day",
        "rate at which the effect of a running campaign wears off; 0: it does not",
        "assumed; in most of 18 crackdowns it decayed after a short time (Sherman 1990)",
    )
    campaign_repetition: float = share(
        0.2,
        "what each earlier campaign on the topic takes from the effect of the next; 0: nothing",
        "assumed; later joint campaigns were weaker",
    )
    campaign_rebound: float = number(0.4, 0, 3, "share", "rise when it ends; it fades", "rebound after campaigns (Zheng & Na 2020)")
    rebound_days: float = number(60, 1, 1000, "days", "how fast the rebound fades")
    campaign_displacement: float = share(0.3, "part of what a campaign prevents that is only displaced")
    campaign_handlers: float = share(0.06, "share of all government handlers that a campaign of full intensity draws off")


class Support(Frozen):
    """Support of social organisations."""

    growth: float = number(0.5, 0, 5, "share", "more staff of social organisations at full support")
    dependence_days: float = number(180, 1, 10_000, "days", "how fast they come to depend on it")
    exit: float = share(0.6, "share of staff that is lost when support on which all depends ends")


class Assessment(Frozen):
    """Pressure of assessment 考核."""

    speed: float = number(0.15, 0, 2, "share", "faster work at full pressure")
    premature: float = share(0.15, "chance a day that a matter half done is closed as done, at full pressure")
    returns: float = share(0.3, "part of what a desk would keep that it returns at full pressure, lest it count as late")
    premature_reopen: float = share(0.5, "chance that a prematurely closed matter comes back")
    premature_outcome: float = share(0.3, "outcome of a prematurely closed matter in its citizen's eyes")
    gaming_days: float = number(
        180,
        0,
        10_000,
        "days",
        "how slowly closing early, returning and gloss follow the pressure, as desks learn to game it; 0: at once",
        "assumed; the lag from Bevan & Hood 2006",
    )
    gloss: float = share(0.7, "part of dissatisfaction and of open matters that reports leave out at full pressure")


class Transition(Frozen):
    """What it costs to change."""

    cost: float = share(0.05, "share of handler-days lost in a township while a phase ramps up")


class Parameters(Frozen):
    """All parameters of the rules."""

    emergence: Emergence = Emergence()
    discovery: Discovery = Discovery()
    grid_workers: GridWork = GridWork()
    venues: Venues = Venues()
    triage: Triage = Triage()
    goals: Goals = Goals()
    network: Network = Network()
    deliberation: Deliberation = Deliberation()
    sharing: Sharing = Sharing()
    handling: Handling = Handling()
    mediation: Mediation = Mediation()
    closure: Closure = Closure()
    wellbeing: Wellbeing = Wellbeing()
    participation: Participation = Participation()
    learning: Learning = Learning()
    enforcement: Enforcement = Enforcement()
    support: Support = Support()
    assessment: Assessment = Assessment()
    transition: Transition = Transition()
