"""Who may do what: users, sign-in, roles, memberships with their periods, and the access table.

Serves every module; Perpres 95/2018 art. 40-41 (security: access), UU 27/2022.
"""
