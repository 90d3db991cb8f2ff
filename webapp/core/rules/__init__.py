"""The rules, one folder a section of the guidance, one rule a Python and a Markdown file of the same name."""
