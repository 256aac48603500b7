"""Is it true? Claims of theory and of real logs, tried in limits of the real model: each a row with a verdict that is computed.

row             a row, its interval and its verdict
theory          the closed forms
limits          cities in which desks or triage stand alone
queues          desks against queueing theory
handoffs        misrouting and escalation
responsibility  who takes what, talks, thresholds
cascades        participation on a random graph
logs            the default city beside real logs (log_shapes/: derived figures only)
log_shapes/     shapes of real logs as `cogov log describe --json` printed them
beyond          what is out of scope, and why
page            the page
"""
