#!/usr/bin/env bash
# Install what the product needs: a virtual environment, system libraries, fonts, a browser for the tests.
# Safe to run again and from two terminals at once; does nothing where nothing is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

requirements=requirements/dev.txt
venv=.venv
stamp=$venv/.installed

say() { printf '%s\n' "install: $*" >&2; }
stop() {
  printf '\n%s\n' "STOPPED: $1" >&2
  shift
  (($#)) && printf '  %s\n' "$@" >&2
  exit 1
}

# --- apt, where it may ------------------------------------------------------------------------------------------

as_root=()
may_apt=no
if command -v apt-get >/dev/null; then
  if [ "$(id -u)" = 0 ]; then
    may_apt=yes
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    may_apt=yes
    as_root=(sudo -n)
  fi
fi
[ "${NO_APT:-}" = "" ] || may_apt=no

updated=no
apt_install() { # packages…
  [ $may_apt = yes ] || return 1
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600)
  say "apt-get install $*"
  if [ $updated = no ]; then
    "${apt[@]}" update >/dev/null 2>&1 || say "apt-get update failed; going on with the lists there are"
    updated=yes
  fi
  "${apt[@]}" install --no-install-recommends -y "$@" >"$log" 2>&1 || { tail -5 "$log" >&2; return 1; }
}
apt_line() { printf 'sudo apt-get update && sudo apt-get install --no-install-recommends -y %s' "$*"; }

# --- one at a time ----------------------------------------------------------------------------------------------

if ! mkdir -p var 2>/dev/null || ! [ -w var ] || ! [ -w . ]; then
  stop "$(pwd) may not be written by $(id -un). Run this as the user who owns it, or clone afresh."
fi
if [ -e $venv ] && ! [ -w $venv ]; then
  stop "$venv belongs to $(stat -c %U $venv): it was installed by another user." "Remove it, or run this as that user."
fi
if command -v flock >/dev/null; then
  exec 9>var/.install.lock
  flock 9
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# --- Python 3.11 to 3.13 ----------------------------------------------------------------------------------------

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }
has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

find_python() { # prints the first that suits and can make a virtual environment
  local candidate
  for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python /usr/bin/python3}; do
    if command -v "$candidate" >/dev/null && suits "$candidate" && has_venv "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

# A virtual environment whose Python has gone, or half-made by an interrupted run, is made anew.
if [ -e $venv ] && ! $venv/bin/python -c 'import pip' 2>/dev/null; then
  say "$venv does not work (interrupted, or its Python is gone): making it anew"
  rm -rf $venv
fi
if ! [ -e $venv ]; then
  if ! python=$(find_python); then
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
      if command -v "$candidate" >/dev/null && suits "$candidate"; then
        package=$("$candidate" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        apt_install "$package" || apt_install python3-venv || true
        python=$(find_python) || stop "$candidate cannot make a virtual environment. Run this, then again:" \
          "$(apt_line "$package")"
        break
      fi
    done
  fi
  if [ -z "${python:-}" ]; then
    stop "No Python 3.11, 3.12 or 3.13 found. Install one, or name it: make install PYTHON=/path/to/python3.11" \
      "$(apt_line python3 python3-venv)"
  fi
  say "virtual environment with $("$python" --version)"
  "$python" -m venv $venv || stop "$python could not make $venv."
fi

# --- packages by hash -------------------------------------------------------------------------------------------

wanted=$(sha256sum $requirements | cut -d' ' -f1)
if [ "$(cat $stamp 2>/dev/null)" != "$wanted" ]; then
  say "Python packages"
  rm -f $stamp
  $venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check --root-user-action=ignore \
    --require-hashes --only-binary :all: -r $requirements || stop "pip could not install $requirements."
  echo "$wanted" >$stamp
fi

# --- what no wheel brings ---------------------------------------------------------------------------------------

has_pango() { $venv/bin/python -c 'import weasyprint' >/dev/null 2>&1; }
has_font() {
  if command -v fc-list >/dev/null; then [ -n "$(fc-list :lang=zh-cn file 2>/dev/null | head -1)" ]; else
    compgen -G '/usr/share/fonts/opentype/noto/*CJK*' >/dev/null
  fi
}
find_chromium() {
  local candidate
  for candidate in ${CHROMIUM:-chromium chromium-browser google-chrome}; do
    command -v "$candidate" && return
  done
  return 1
}

libraries=()
has_pango || libraries+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0)
has_font || libraries+=(fontconfig fonts-noto-cjk)
if ((${#libraries[@]})); then
  apt_install "${libraries[@]}" || stop "The PDF papers need libraries and fonts that only the system's package \
manager brings, and $(id -un) may not use it. Run this, then again:" "$(apt_line "${libraries[@]}")"
  has_pango || stop "Pango is installed, and WeasyPrint still cannot load:" "$($venv/bin/python -c 'import weasyprint' 2>&1 | tail -3)"
fi

if ! find_chromium >/dev/null && ! apt_install chromium; then
  say "****************************************************************************************"
  say "NO CHROMIUM: the browser tests will be SKIPPED. Nothing else needs it. To have them run:"
  say "    $(apt_line chromium)"
  say "****************************************************************************************"
fi
say "ready: $($venv/bin/python --version), $(find_chromium || echo 'no browser')"
