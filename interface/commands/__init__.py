"""One module a command: its options, its help, what it says.

run             cogov run
compare         cogov compare
compare_answer  its tables, its document, its files
pilots          cogov pilots
sweep           cogov sweep
status          cogov status
verify          cogov verify
rerun           cogov rerun
report          cogov report
sensitivity     cogov sensitivity
discover        cogov discover
robustness      cogov robustness
calibrate       cogov calibrate
export          cogov export
log             cogov log describe | compare
journey         cogov journey
journey_answer  its tables, its document, its file
replay          cogov replay
lesson          cogov lesson
scenarios       cogov scenarios list | show | check | diff | schema | new | export
policies        cogov policies list | show
designs         cogov designs list | show | check | schema
levers          cogov levers
indicators      cogov indicators
"""
