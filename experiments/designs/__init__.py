"""Studies as people write them: which city, which policies, which factors at which values, how often.

schema    what a design file may say
kinds     the kinds of design: which keys and values of factors each takes
loader    the library, reading a design file, and one to begin with (`starter.zh.yaml`, `starter.en.yaml`)
factors   what may be varied: levers, their parts, goals, parameters of the scenario
naming    every factor of a scenario by name, and what a mistyped one was meant to be
reading   names and values of factors as a person wrote them: read, tried on the city, or refused where they stand
axes      the values that each factor takes, and the points that they make: grid, one at a time, Latin hypercube, Sobol', Morris, listed
budgets   points whose levers cost more than a policy's budget
set_here  what a design sets in every run, and its mistakes at their lines
study     a design with its scenario, policies, factors and points
plans     from a study to its runs, and back from a manifest
library   design files
"""
