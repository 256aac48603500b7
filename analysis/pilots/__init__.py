"""Pilots as an evaluator would see them, beside what they truly did.

evaluation  difference-in-differences estimates, two-way and staggered, the true effect under the same luck, and the bias, over replications
folder      the pilot of a folder of results
words       the table that says it
"""
