"""Entry for a server: `uvicorn api.app:app`."""

import gc

from api.application import create_app
from api.settings import load_settings
from common.logging import configure_logging

_settings = load_settings()
configure_logging(_settings.log_level)
app = create_app(_settings)

# What is there at the start stays: looking through it again and again would cost each
# request a tenth of its time.
gc.collect()
gc.freeze()
