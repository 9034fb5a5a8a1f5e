"""What leaves the house on paper and in files: report, workbook, package of evidence."""
