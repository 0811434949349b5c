"""Mutation fuzzing of the whole reader: documents of the corpus are damaged, and must be read right or flagged.

    python -m tests.fuzz --seconds 600 [--seed 7] [--only html docx]

`subjects` what is mutated, `byte_mutations` and `tree_mutations` how, `oracle` decides independently of the
reader whether a difference from the gold was printed by the mutation itself, `campaign` runs it all.
"""
