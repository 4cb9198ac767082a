"""Entry for a server: `uvicorn api.app:app`."""

from api.application import create_app
from api.logs import configure_logging
from api.settings import load_settings

_settings = load_settings()
configure_logging(_settings.log_level)
app = create_app(_settings)
