"""The resources: their models, their endpoints, the handlers that answer them."""
