"""How large a sheet may be that is imported."""

MOST_ROWS = 100_000  # below the head
MOST_SLOW_ROWS = 5_000  # where each row goes through a module's own action
MOST_COLUMNS = 200
MOST_CELLS = 3_000_000
LONGEST = 32_767  # characters of a cell that a spreadsheet keeps; at that length it cut the rest
SAMPLES = 5  # rows shown while columns are matched
HEAD_WITHIN = 20  # the head stands within the first so many rows
SMALL_FILE = 128 * 1024  # bytes; what is not larger is looked through at once, not by a worker
MEMORY = 1024 * 1024 * 1024  # bytes that the reader of spreadsheets may take
SECONDS = 120  # of its processor
