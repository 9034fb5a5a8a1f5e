"""What a register need not do, each with its reason; one that is no longer needed fails the suite.

The test is run all the same and must fail: when it holds, its line here goes.
"""

EXEMPT: dict[tuple[str, str], str] = {}  # (register, test without "test_") -> reason
