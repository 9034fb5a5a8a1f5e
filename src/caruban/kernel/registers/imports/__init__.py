"""Import into any register from XLSX, CSV and ODS: mapped, previewed, all rows or none.

What officers keep in sheets today becomes records, by the same rules as if each were typed.
"""
