"""Proofs: the interface by which a module proves maturity levels from its own records.

Evaluation gathers them and knows no module. PermenPANRB 59/2020: data dukung per indicator.
"""
