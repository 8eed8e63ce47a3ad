#!/usr/bin/env bash
# Runs every test: installs what is missing, builds, the unit tests, then the black-box tests of the built program.
# CAMPAIGN=1 makes the black-box campaigns as long as a release needs them; PACKAGE=1 has the package checked by lintian and
# installed into a Debian of its own, for which it must run as root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. Tests/packages.sh
. Tests/parts.sh
install_missing "${build_packages[@]}" curl groff-base libxml2-utils nginx-light openssl php-cli php-fpm postgresql procps python3 \
    python3-h11 python3-jsonschema python3-odf python3-openpyxl strace systemd tmux
# A Python of another maker's does not look where Debian has its packages.
python3 -c 'import h11, odf, openpyxl' 2>/dev/null ||
    export PYTHONPATH=/usr/lib/python3/dist-packages${PYTHONPATH:+:$PYTHONPATH}
[ "${PACKAGE:-}" != 1 ] || install_missing debootstrap fish lintian zsh

failed=()
part "build" swift build --build-tests
part "unit tests" swift test --skip-build --parallel || failed+=("unit tests")

# The black-box tests run what users get: the program of the package, which also starts five times as fast as a debug build.
if [ -z "${GRUPO_BATCH_BINARY:-}" ]; then
    part "package" bash samples/package.sh
    GRUPO_BATCH_BINARY=$PWD/.build/package/release/grupo-batch
fi
export GRUPO_BATCH_BINARY PYTHONDONTWRITEBYTECODE=1
for folders in "Commands Cases Package" "Faults" "Campaigns"; do
    # shellcheck disable=SC2086 # several folders
    part "Tests/{${folders// /,}}" python3 Tests/together.py $folders || failed+=("$folders")
done

if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED: %s\n' "${failed[*]}"
    exit 1
fi
echo "All tests passed."
