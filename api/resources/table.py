"""The table of all endpoints, in the order of the OpenAPI document."""

from api.resources import (
    alert_rules,
    alerts,
    brands,
    comparisons,
    competitors,
    explain,
    freshness,
    marketplaces,
    notifications,
    products,
    recommendations,
    reports,
    reviews,
    runs,
    suggestions,
    tracked_products,
)
from api.resources.endpoint import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = (
    *products.ENDPOINTS,
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
    *freshness.ENDPOINTS,
    *explain.ENDPOINTS,
)
CACHED_ENDPOINTS = tuple(endpoint for endpoint in ENDPOINTS if endpoint.is_cached)
