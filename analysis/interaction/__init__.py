"""Two levers together: response surfaces, and whether one helps without the other.

surfaces.py  the mean of an indicator at every pair of levels, with intervals
terms.py     main effects and interaction, fitted within each replicate
words.py     substitutes, complements, one without the other
figure.py    heat map and interaction plot
"""
