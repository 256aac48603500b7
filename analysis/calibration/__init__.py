"""A city fitted to targets: what of its unknown numbers is ruled out, what is left, and what the targets cannot tell.

asked            what a person asks for: a file of targets, of one city or of several places
prior            what is thought of a number before: a range on the scale on which it is flat
targets          what a city shall come up to: said in a file, or measured of a log
question         a scenario, its unknown numbers, its targets, place by place: checked at the door
observed         an experiment whose runs leave the values of targets
simulated        what runs at points leave: means, their noise, points that are lacking
emulator         a target as a Gaussian process of the unknown numbers
region           what targets do not rule out
particles        draws among that, weighed by runs (ABC-SMC)
identifiability  which numbers the targets tell apart
calibration      the whole way: waves, generations, before and after
files            what is left behind: scenario, draws, design, document
words            the answer as tables
figure           the answer as a picture
"""
