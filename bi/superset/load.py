"""Puts the assets into a fresh Superset; runs in the environment of Superset.

Its metadata database must be empty of assets, because importing over a chart merges the
two. MART_DATABASE_URL is the address that the datasets read from, and
SUPERSET_ADMIN_PASSWORD the password of the user `admin`.
"""

import os
from pathlib import Path

import yaml

ASSETS = Path(__file__).parent / "assets"
ADMIN = "admin"


def main() -> None:
    """Make the administrator, then import all assets in his name."""
    from flask import g
    from superset.app import create_app

    with create_app().app_context():
        # They can be imported only inside of an application.
        from superset import security_manager
        from superset.commands.importers.v1.assets import ImportAssetsCommand

        admin = security_manager.add_user(
            ADMIN,
            "asinmart",
            "admin",
            "admin@localhost",
            security_manager.find_role("Admin"),
            password=os.environ["SUPERSET_ADMIN_PASSWORD"],
        )
        assert admin, "there is an administrator already"
        g.user = admin
        ImportAssetsCommand(contents(os.environ["MART_DATABASE_URL"])).run()


def contents(url: str) -> dict[str, str]:
    """Return the text of each asset by its path, with the database at `url`."""
    found = {
        str(path.relative_to(ASSETS)): path.read_text("utf-8")
        for path in sorted(ASSETS.rglob("*.yaml"))
    }
    [name] = (name for name in found if name.startswith("databases/"))
    database = yaml.safe_load(found[name]) | {"sqlalchemy_uri": url}
    return found | {name: yaml.safe_dump(database)}


if __name__ == "__main__":
    main()
