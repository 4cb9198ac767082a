"""The entry point for a server: `uvicorn api.app:app`."""

import gc

from api.application import create_app
from api.settings import load_settings
from common.logging import configure_logging

_settings = load_settings()
configure_logging(_settings.log_level)
app = create_app(_settings)

# The objects of the start live as long as the process. If the garbage collector looked
# through them again and again, each request would take a tenth longer.
gc.collect()
gc.freeze()
