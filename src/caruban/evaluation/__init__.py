"""Evaluation: instruments, assessment, index, proofs, targets and the cheapest path to them.

Serves R1-R33. Follows PermenPANRB 59/2020 (SPBE) and PermenPANRB 8/2026 (Pemdi).
"""
