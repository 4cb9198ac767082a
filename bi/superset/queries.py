"""The queries behind the datasets, from the queries.sql beside this file."""

from common.queries import load

CATALOG: str
NO_ROWS: str
NEWEST_COMPARISONS: str
NEWEST_STANDINGS: str
SEARCH_FUNNEL: str
NEWEST_SEARCH_QUERIES: str
NEWEST_SEGMENTS: str

load(__name__)
