#!/bin/sh
# setup.sh ENV: makes ENV, a virtual environment in which a SlapOS node runs, where it is not there as it should be.
#
# Packages come from wherever pip is told to take them. PYTHON names another interpreter.
set -eu
umask 022
env=${1:?usage: setup.sh ENV}
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -f "$here/../..")
python=${PYTHON:-/usr/bin/python3}

extension=$root/software-release/nodecompat
stamp=$({ cat "$here/requirements.txt" "$here/setup.sh" "$extension/nodecompat.py"; $python --version; echo "$env"; } | sha256sum)
[ "$(cat "$env/made-from" 2>/dev/null)" = "$stamp" ] && exit 0

# a new one each time: pip cannot change the version of an installed slapos.core
rm -rf "$env"
$python -m venv "$env"
"$env/bin/pip" install -q --no-warn-script-location -r "$here/requirements.txt"

# from a copy, as building leaves files next to the source
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp "$extension/nodecompat.py" "$extension/pyproject.toml" "$copy"
"$env/bin/pip" install -q --no-deps --no-build-isolation "$copy"
# fails here rather than as a proxy that never starts
"$env/bin/python" -W ignore -c 'import slapos.cli.proxy_start, slapos.testing.check_software'
printf '%s\n' "$stamp" > "$env/made-from"
