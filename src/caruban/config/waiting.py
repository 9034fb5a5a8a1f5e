"""How long a connection may wait and work: pages shortly, migrations without holding up pages.

Given by the options of new connections, so it holds for every one of this process.
"""

from django.db import connections

LOCKS = "5s"  # that a migration waits for a table: whoever wants it meanwhile waits behind it


def limit(name: str, **limits: str) -> None:
    """Have this process call itself so, and hold its new connections to limits of PostgreSQL.

    name     as seen in pg_stat_activity, beside its address
    limits   settings of PostgreSQL, as statement_timeout="30s"

    Connections that are open already keep what they had: close them first.
    """
    said = " ".join(f"-c {setting}={value}" for setting, value in limits.items())
    for database in connections.settings.values():
        options = database["OPTIONS"]
        options["options"] = f"{options.get('options', '')} {said}".strip()
        options["application_name"] = name
