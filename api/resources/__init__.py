"""The resources of the API: their models, endpoints and handlers."""
