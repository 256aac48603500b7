"""The default city fitted to the shape of real logs: nearer by which mechanism, how sure of which number, and what becomes of the headline effects.

What is fitted and what to stands in targets.yaml and, of both logs together, in two_places.yaml, each written down before it was fitted;
`cogov calibrate` left the cities incidents.yaml and places.yaml behind.

incidents/  its draws, the design that takes them, its answer, and how long it took
places/     the same of both places together
fit         that answer, read back
mechanisms  the simulated log beside the real ones, under each mechanism alone and under all together
headline    what clarity and alignment change, before and after
cells       rows of targets, hit and missed
two_places  the two places beside the fit to one log
page        the page
"""
