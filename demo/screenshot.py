"""Takes the picture of the README: the page of a product of the demo.

`python -m demo.screenshot` after `make demo`, with the addresses of `.local/env` set
and Chromium installed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PAGE = "/console/products/US/B0DEMO00HB?range=90d"
PICTURE = Path(__file__).parent.parent / "docs" / "console.png"
SIZE = (1280, 760)
SECONDS = 60
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def take(address: str, picture: Path) -> None:
    """Save a page as PNG; raises OSError without a browser or a page."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise FileNotFoundError(f"none of {', '.join(BROWSERS)} is installed")
    width, height = SIZE
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--hide-scrollbars",
            f"--user-data-dir={profile}",
            f"--window-size={width},{height}",
            "--virtual-time-budget=5000",
            f"--screenshot={picture}",
            address,
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    if not picture.is_file():
        raise FileNotFoundError(f"the browser has not written {picture}")


def main() -> int:
    """Take the picture; return 0 if that succeeds."""
    api_url = os.environ.get("API_URL")
    if not api_url:
        print("API_URL is not set: source .local/env first", file=sys.stderr)
        return 1
    try:
        take(api_url + PAGE, PICTURE)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"no picture: {error}", file=sys.stderr)
        return 1
    print(f"{PICTURE} shows {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
