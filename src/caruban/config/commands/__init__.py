"""The commands of `caruban`: one module each, found by their names.

A command has HELP (one line), add_arguments(parser) and run(arguments), which gives the exit
status. Before `run` the database answers and Django is set up; a module that needs less says
MAY_LACK_DATABASE = True, one that needs nothing BARE = True.
With NEEDS_DATA = True, demo mode loads its demonstration first, where nobody has yet.
"""
