"""What a conversion is written as for other programs and for files: JSON, problems, SARIF, a report."""
