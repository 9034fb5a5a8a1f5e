"""What the pages draw, shaped from what the queries give: no looking up, no HTTP."""
