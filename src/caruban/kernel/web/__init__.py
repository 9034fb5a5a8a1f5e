"""Layout, components, formats, errors and static files: the one look of all pages.

Serves every module. WCAG 2.2 AA; Perpres 95/2018 art. 40-41 (security: what a page may load).
"""
