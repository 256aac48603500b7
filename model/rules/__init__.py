"""The rules of the day, in the order in which a matter meets them (`cogov.model.day.DAY`): one file each, with its numbers and its words.

emergence      matters arise with citizens
discovery      a citizen, a grid worker or a mass organisation makes them known
triage         who sees a matter as theirs, and who takes it
deliberation   those concerned talk
sharing        institutions lend what they can spare
handling       handlers work down their queues; partners gather
mediation      the parties to a dispute agree, or go up a level
closure        citizens judge what ended; some matters come back
wellbeing      gain, happiness, security and trust
participation  citizens decide whether to take part
learning       misunderstandings shrink where hand-offs are recorded
"""
