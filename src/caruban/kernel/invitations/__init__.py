"""Invitations: somebody is asked by mail to take a role, and makes their account themselves."""
