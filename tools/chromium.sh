#!/usr/bin/env bash
# Print the path of a Chromium for the browser tests; install one where that is allowed.
set -u

found() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" && return 0
    done
    return 1
}

if [ -n "${MAYPOLE_CHROMIUM:-}" ]; then
    [ -x "$MAYPOLE_CHROMIUM" ] && { echo "$MAYPOLE_CHROMIUM"; exit 0; }
    echo "MAYPOLE_CHROMIUM is $MAYPOLE_CHROMIUM, which cannot be run." >&2
    exit 1
fi
found && exit 0

if command -v apt-get >/dev/null; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    echo "Installing Chromium for the browser tests …" >&2
    { $as_root apt-get update -q && $as_root apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core; } >&2
    found && exit 0
fi

echo "The browser tests need Chromium, and it could not be installed here." >&2
echo "Install it by hand, or set MAYPOLE_CHROMIUM to the path of a Chromium or Chrome." >&2
exit 1
