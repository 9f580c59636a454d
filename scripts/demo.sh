#!/usr/bin/env bash
# Carry real decisions through the procedure, then serve them: everything `make demo` does after installing.
# DEMO_SERVE=0 leaves the serving out; PORT=8000 is where it begins to look for a free port.
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
export DJANGO_SETTINGS_MODULE=config.settings.dev DEBUG=no PYTHONUNBUFFERED=1
say() { printf '%s\n' "demo: $*"; }
manage() { "$python" manage.py "$@"; }

# A server that DATABASE_URL names is not ours to stop.
stopping=
[ -n "${DATABASE_URL:-}" ] || stopping=" The database server goes on; \`make stop\` stops it."

# --- preparing: one at a time, and again without harm ------------------------------------------------------------

prepare() {
  say "messages, static files"
  "$python" -m config.messages compile
  mkdir -p var/static
  manage collectstatic --no-input --verbosity 0
  say "database"
  manage migrate --no-input --verbosity 0
  manage set_up_groups --verbosity 0
  manage load_packs --verbosity 0
  manage load_calendar --verbosity 0
  say "decisions"
  manage demo --jobs "$(nproc 2>/dev/null || echo 2)"
}

if command -v flock >/dev/null; then
  exec 8>var/.demo.lock
  flock 8
fi
prepare
exec 8>&-

if [ "${DEMO_SERVE:-1}" = 0 ]; then
  say "prepared; DEMO_SERVE=0, so nothing is served.$stopping"
  exit 0
fi

# --- serving -----------------------------------------------------------------------------------------------------

free_port() { # the first free port from the one asked for
  "$python" - "$1" <<'PYTHON'
import socket
import sys

first = int(sys.argv[1])
for port in range(first, first + 100):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
    print(port)
    break
else:
    sys.exit(f"No free port from {first} to {first + 99}.")
PYTHON
}

asked=${PORT:-8000}
port=$(free_port "$asked")
[ "$port" = "$asked" ] || say "port $asked is taken; serving on $port"

children=()
finish() {
  trap - EXIT INT TERM
  ((${#children[@]})) && kill "${children[@]}" 2>/dev/null
  wait
  say "ended.$stopping"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Not by manage(): a function in the background is a shell around the program, and ending it would leave the program.
"$python" manage.py db_worker --no-reload >var/worker.log 2>&1 &
children+=($!)
(
  trap 'kill $! 2>/dev/null; exit 0' INT TERM
  while true; do
    "$python" manage.py run_due >>var/run_due.log 2>&1 &
    wait $! || true
    sleep 60 &
    wait $!
  done
) &
children+=($!)
.venv/bin/gunicorn config.wsgi:application --bind "127.0.0.1:$port" --workers 2 --threads 4 --timeout 120 \
  --log-level warning --no-control-socket &
server=$!
children+=($server)

"$python" - "$port" <<'PYTHON'
import sys
import time
import urllib.error
import urllib.request

for _ in range(120):
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/", timeout=10).close()
        break
    except urllib.error.HTTPError:
        break
    except OSError:
        time.sleep(0.25)
else:
    sys.exit("demo: the server does not answer")
PYTHON
say "http://localhost:$port/ (ctrl-c ends it; the worker writes var/worker.log)"
wait "$server"
