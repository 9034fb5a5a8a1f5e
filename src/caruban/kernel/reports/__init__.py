"""Reports: PDF by typst and spreadsheets, each PDF verifiable by its code.

Serves every module. Permendagri 1/2023 (tata naskah dinas): letterhead and pages.
"""
