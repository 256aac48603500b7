"""One module a command: its options, its help, what it says.

run             cogov run
compare         cogov compare
compare_answer  its tables, its document, its files
scenarios       cogov scenarios list | show | check | diff | schema | new
policies        cogov policies list | show
levers          cogov levers
"""
