"""The embedded server by hand: ``python -m config.embedded start | stop | where``."""

import os
import sys
from pathlib import Path

from config.env import env
from config.postgres import DATABASE, PORT, SUPERUSER, ServerError, embedded_server

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Do what is asked to the product's server; return the exit status."""
    server = embedded_server(Path(env("VAR_DIR", default=str(ROOT / "var"))))
    if arguments not in (["start"], ["stop"], ["where"]):
        sys.stderr.write(f"{__doc__}\n")
        return os.EX_USAGE
    try:
        if arguments == ["stop"]:
            said = "The database server is stopped." if server.stop() else "No database server runs here."
        else:
            if arguments == ["start"]:
                server.start()
            said = f"postgresql://{SUPERUSER}@:{PORT}/{DATABASE}?host={server.socket_dir}"
    except ServerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{said}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
