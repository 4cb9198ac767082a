"""The edge of the tests: nginx with the product's configuration, on a free port."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import trustme

from tests.support.api import free_port
from tests.support.databases import ROOT
from tests.support.waiting import LIMIT, wait_until

NGINX = ROOT / "deploy" / "nginx"
HOST = "localhost"


@dataclass(frozen=True)
class Edge:
    """A running nginx; `folder` is where it writes, `log` its access log."""

    port: int
    folder: Path
    authority: trustme.CA
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "access.log"

    def trust(self) -> ssl.SSLContext:
        """A client's settings of TLS, with the test's authority alone."""
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context

    def client(self, address: str = "127.0.0.1", **headers: str) -> httpx.Client:
        """A client that comes from an address of this machine, without redirects."""
        transport = httpx.HTTPTransport(verify=self.trust(), local_address=address)
        return httpx.Client(
            base_url=self.url, headers=headers, transport=transport, timeout=LIMIT
        )

    def connect(self, buffer: int | None = None) -> ssl.SSLSocket:
        """A bare connection, of which the client reads through a small buffer."""
        bare = socket.socket()
        if buffer is not None:
            bare.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        bare.settimeout(LIMIT)
        bare.connect(("127.0.0.1", self.port))
        return self.trust().wrap_socket(bare, server_hostname=HOST)


def certify(authority: trustme.CA, folder: Path) -> None:
    """Write a certificate of this machine and its key, each in one step."""
    made = authority.issue_cert(HOST, "127.0.0.1")
    for name, blob in (
        ("key", made.private_key_pem),
        ("certificate", made.cert_chain_pems[0]),
    ):
        blob.write_to_path(folder / f"{name}.new")
        (folder / f"{name}.new").rename(folder / name)


def rendered(**settings: str) -> str:
    """The configuration for settings; the sentence of a refusal is raised."""
    done = subprocess.run(
        [NGINX / "render"],
        env={"PATH": f"{os.environ['PATH']}:/usr/sbin", **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ValueError(done.stderr)
    return done.stdout


@contextmanager
def edge(
    *upstreams: str, faults: Mapping[str, str] | None = None, **settings: str
) -> Iterator[Edge]:
    """An edge before processes of the API, given by their URLs.

    `faults` replace texts of the template, so that a test sees what they are there for.
    """
    with folder_of_edge() as folder, _edge(folder, upstreams, faults, settings) as made:
        yield made


@contextmanager
def folder_of_edge() -> Iterator[Path]:
    """A folder for nginx: its workers, which are not root, cannot enter pytest's."""
    with tempfile.TemporaryDirectory(prefix="edge") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def _edge(
    folder: Path,
    upstreams: tuple[str, ...],
    faults: Mapping[str, str] | None,
    settings: Mapping[str, str],
) -> Iterator[Edge]:
    authority = trustme.CA()
    certify(authority, folder)
    source = NGINX
    if faults:
        source = Path(shutil.copytree(NGINX, folder / "faulty"))
        template = source / "edge.conf.template"
        for text, wrong in faults.items():
            assert template.read_text().count(text) == 1, text
            template.write_text(template.read_text().replace(text, wrong))
    port = free_port()
    variables = {
        "PATH": f"{os.environ['PATH']}:/usr/sbin",
        "EDGE_FOLDER": str(folder / "run"),
        "EDGE_LISTEN": f"127.0.0.1:{port}",
        "EDGE_CERTIFICATE": str(folder / "certificate"),
        "EDGE_KEY": str(folder / "key"),
        "EDGE_UPSTREAMS": " ".join(urlsplit(url).netloc for url in upstreams),
        "EDGE_WORKERS": "2",
        "EDGE_ADDRESS_RATE": "100000",
        "EDGE_KEY_RATE": "100000",
        **settings,
    }
    try:
        with (folder / "access.log").open("wb") as log:
            process = subprocess.Popen(
                [source / "run"],
                env=variables,
                stdout=log,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        made = Edge(port, folder, authority, process)

        def answers() -> bool:
            if process.poll() is not None:
                assert process.stderr is not None
                raise AssertionError(process.stderr.read().decode())
            with made.client() as client, suppress(httpx.TransportError):
                return client.get("/edge/health").is_success
            return False

        wait_until(answers)
        yield made
        process.terminate()
        assert process.wait(LIMIT) == 0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stderr is not None
        process.stderr.close()
