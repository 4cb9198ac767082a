"""An HTTPS receiver of webhooks on this machine, which checks their signatures."""

import ssl
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

BODY_LIMIT = 20_000


@dataclass(frozen=True, kw_only=True)
class Received:
    """One call: its id, whether its signature is valid, and its message."""

    webhook_id: str
    is_signed: bool
    message: dict[str, Any]


class Receiver:
    """Answers 204 to calls signed with the secret, 401 to others; keeps both."""

    def __init__(self, *, port: int, certificate: Path, key: Path, secret: str) -> None:
        """Prepare to listen on a loopback port; nothing is open yet."""
        self.received: list[Received] = []
        verifier = Webhook(secret)
        received = self.received

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = min(int(self.headers.get("Content-Length", 0)), BODY_LIMIT)
                body = self.rfile.read(size)
                try:
                    verifier.verify(body, dict(self.headers.items()))
                    is_signed = True
                except WebhookVerificationError:
                    is_signed = False
                received.append(
                    Received(
                        webhook_id=self.headers.get("webhook-id", ""),
                        is_signed=is_signed,
                        message=orjson.loads(body) if is_signed else {},
                    )
                )
                self.send_response(204 if is_signed else 401)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Log nothing: the demo shows the calls."""

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> "Receiver":
        """Begin to listen."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
