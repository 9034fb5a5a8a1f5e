"""Institutions and their units: a tree, many institutions in one installation.

Serves every module. Region codes follow Kepmendagri 100.1.1-6117/2022 (kode wilayah).
"""
