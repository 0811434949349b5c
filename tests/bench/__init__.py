"""How fast the reader is: ratios to other programs on the same file, measured in one run.

    python -m tests.bench [--only pdf html doc speed memory]

A ratio holds on any machine, a time does not. Processor time is compared, not the clock's, and the two
sides take turns, so that other work on the machine touches both alike. What is measured is what the
crawler's worker calls: bytes in, checked report out (`pipelines.reading.read_bytes`).
"""
