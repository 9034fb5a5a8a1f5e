"""The page of a record in every register: its data, what refers to it, its documents and history.

Comments, proofs that use it, and an old version restored as a new change.
"""
