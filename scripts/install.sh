#!/usr/bin/env bash
# Install what the product needs: a virtual environment, system libraries, fonts, a browser for the tests.
# Safe to run again and from two terminals at once; does nothing where nothing is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

requirements=requirements/dev.txt
venv=.venv
fonts=${VAR_DIR:-var}/fonts
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
apt_update() { # once, where it may
  if [ $updated = no ] && [ $may_apt = yes ]; then
    "${as_root[@]}" apt-get -q -o DPkg::Lock::Timeout=600 update >/dev/null 2>&1 ||
      say "apt-get update failed; going on with the lists there are"
    updated=yes
  fi
}
apt_install() { # packages…
  [ $may_apt = yes ] || return 1
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600)
  say "apt-get install $*"
  apt_update
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

# --- what is missing --------------------------------------------------------------------------------------------

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }
has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }
candidates=${PYTHON:-python3 python3.13 python3.12 python3.11 python /usr/bin/python3}

find_python() { # prints the first that suits, and with "venv" also can make a virtual environment
  local candidate
  for candidate in $candidates; do
    if command -v "$candidate" >/dev/null && suits "$candidate" && { [ "${1:-}" = "" ] || has_venv "$candidate"; }; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

has_pango() {
  local some
  some=$(find_python) || some=$venv/bin/python
  "$some" - 2>/dev/null <<'PYTHON' || $venv/bin/python -c 'import weasyprint' >/dev/null 2>&1
import ctypes

for name in ("pango-1.0.so.0", "pangoft2-1.0.so.0", "harfbuzz.so.0", "harfbuzz-subset.so.0", "fontconfig.so.1"):
    ctypes.CDLL(f"lib{name}")
PYTHON
}
has_font() { # the renderer looks nowhere else than in these, see ARCHIVE_FONT_DIRS of the settings
  local folder
  IFS=: read -ra folders <<<"${ARCHIVE_FONT_DIRS:-}"
  for folder in "${folders[@]}" "$fonts" /usr/share/fonts/opentype/noto; do
    [ -n "$(find "$folder" -name 'NotoSerifCJK-Regular.*' 2>/dev/null | head -1)" ] && return
  done
  return 1
}
find_chromium() {
  local candidate
  for candidate in ${CHROMIUM:-chromium chromium-browser google-chrome}; do
    command -v "$candidate" && return
  done
  return 1
}

# A virtual environment whose Python has gone, or half-made by an interrupted run, is made anew.
if [ -e $venv ] && ! $venv/bin/python -c 'import pip' 2>/dev/null; then
  say "$venv does not work (interrupted, or its Python is gone): making it anew"
  rm -rf $venv
fi

needed=()
if ! [ -e $venv ] && ! find_python venv >/dev/null; then
  if some=$(find_python); then
    needed+=("$("$some" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')")
  else
    needed+=(python3 python3-venv)
  fi
fi
has_pango || needed+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0)
has_font || needed+=(fonts-noto-cjk)
if ((${#needed[@]})) && ! apt_install "${needed[@]}"; then
  find_chromium >/dev/null || needed+=(chromium)
  stop "This needs what only the system's package manager brings, and $(id -un) may not use it or it failed. \
Run this, then again:" "$(apt_line "${needed[@]}")" "" \
    "(Without apt: Python 3.11 to 3.13 with venv, by PYTHON=/path/to/python3 if it is called otherwise; Pango; the" \
    "font Noto Serif CJK, by ARCHIVE_FONT_DIRS=/its/folder if it lies elsewhere. Chromium is for the browser tests only.)"
fi

# --- Python 3.11 to 3.13 ----------------------------------------------------------------------------------------

if ! [ -e $venv ]; then
  python=$(find_python venv) ||
    stop "No Python 3.11, 3.12 or 3.13 with venv found. Name one: make install PYTHON=/path/to/python3.11"
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
  $venv/bin/python -c 'import weasyprint' >"$log" 2>&1 ||
    stop "Pango is installed, and WeasyPrint cannot load it:" "$(tail -3 "$log")"
  echo "$wanted" >$stamp
fi

# --- what it goes without ---------------------------------------------------------------------------------------

# GB/T 9704 sets papers in 仿宋. Fandol is a free one (GPL with font exception), in Debian within 250 MB of TeX: the one
# file is taken out of the package, which needs no permission to install. Tried once; without it, Noto Serif CJK.
fetch_fandol() {
  local folder
  folder=$(mktemp -d)
  (
    cd "$folder"
    timeout 300 apt-get -q -o APT::Sandbox::User="$(id -un)" download texlive-lang-chinese >"$log" 2>&1
    dpkg-deb --fsys-tarfile texlive-lang-chinese_*.deb |
      tar -x --wildcards '*/fandol/FandolFang-Regular.otf' '*/fandol/COPYING.gz' '*/fandol/README'
  ) 2>/dev/null && find "$folder" -path '*/fandol/*' -type f -exec mv {} "$fonts/" \;
  rm -rf "$folder"
  [ -e "$fonts/FandolFang-Regular.otf" ]
}
if ! [ -e "$fonts/FandolFang-Regular.otf" ] && ! [ -e "$fonts/.without" ]; then
  mkdir -p "$fonts"
  installed=$(find /usr/share/texlive /usr/share/fonts -name FandolFang-Regular.otf 2>/dev/null | head -1 || true)
  if [ -n "$installed" ]; then
    cp "$installed" "$fonts/"
  else
    say "font FandolFang"
    apt_update
    if [ -n "${NO_APT:-}" ] || ! command -v apt-get >/dev/null || ! fetch_fandol; then
      touch "$fonts/.without"
      say "FandolFang cannot be had: papers are set in Noto Serif CJK. (Remove $fonts/.without to try again.)"
    fi
  fi
fi

if ! find_chromium >/dev/null && ! apt_install chromium; then
  say "****************************************************************************************"
  say "NO CHROMIUM: the browser tests will be SKIPPED. Nothing else needs it. To have them run:"
  say "    $(apt_line chromium)"
  say "****************************************************************************************"
fi
say "ready: $($venv/bin/python --version), $(find_chromium || echo 'no browser')"
