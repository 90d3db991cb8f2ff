"""A site that loads the script on every page."""

project = "Modules of the line"
html_js_files = [("https://HOST/embed.js", {"defer": "defer"})]
