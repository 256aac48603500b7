"""From results to answers: statistics, comparison, figures. Imports experiments, model and scenarios.

fonts/          the figure font with its licence
"""
