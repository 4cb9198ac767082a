"""The table of all endpoints, in the order of the OpenAPI document."""

from api.resources import (
    alert_rules,
    alerts,
    brands,
    comparisons,
    competitors,
    coverage,
    explain,
    freshness,
    marketplaces,
    notifications,
    operations,
    portfolio,
    products,
    recommendations,
    reports,
    reviews,
    runs,
    search_reports,
    suggestions,
    tracked_products,
)
from api.resources.endpoint import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = (
    *products.ENDPOINTS,
    *portfolio.ENDPOINTS,
    *reviews.ENDPOINTS,
    *comparisons.ENDPOINTS,
    *reports.ENDPOINTS,
    *marketplaces.ENDPOINTS,
    *alerts.ENDPOINTS,
    *alert_rules.ENDPOINTS,
    *tracked_products.ENDPOINTS,
    *brands.ENDPOINTS,
    *competitors.ENDPOINTS,
    *recommendations.ENDPOINTS,
    *suggestions.ENDPOINTS,
    *notifications.ENDPOINTS,
    *runs.ENDPOINTS,
    *operations.ENDPOINTS,
    *freshness.ENDPOINTS,
    *coverage.ENDPOINTS,
    *search_reports.ENDPOINTS,
    *explain.ENDPOINTS,
)
CACHED_ENDPOINTS = tuple(endpoint for endpoint in ENDPOINTS if endpoint.is_cached)
