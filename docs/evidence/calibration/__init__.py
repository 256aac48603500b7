"""The default city fitted to the shape of real logs: nearer by which mechanism, how sure of which number, and what becomes of the headline effects.

What is fitted and what to stands in targets.yaml, written down before anything was fitted; `cogov calibrate` left the city incidents.yaml behind.

incidents/  its draws, the design that takes them, its answer, and how long it took
fit         that answer, read back
mechanisms  the simulated log beside the real ones, under each mechanism alone and under all together
headline    what clarity and alignment change, before and after
page        the page
"""
