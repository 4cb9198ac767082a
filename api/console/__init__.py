"""The web console: pages for people who would rather look than read.

Each page asks the REST API, inside this process, as its caller (`rest`), and renders
the answers with Jinja (`render`). So a figure on a page is the figure of the API, and
what a caller may not read there it does not see here.
"""
