"""Pilots as an evaluator would see them, beside what they truly did.

estimators  difference-in-differences: two-way and staggered
evaluation  estimates, the true effect under the same luck, and the bias, over replications
folder      the pilot of a folder of results
words       the table that says it
"""
