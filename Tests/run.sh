#!/usr/bin/env bash
# Runs every test: installs what is missing, builds, the unit tests, then the black-box tests of the built program.
# CAMPAIGN=1 makes the black-box campaigns as long as a release needs them; PACKAGE=1 has the package checked by lintian and
# installed into a Debian of its own, for which it must run as root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. Tests/packages.sh
. Tests/parts.sh
install_missing "${build_packages[@]}" curl groff-base libxml2-utils nginx-light openssl php-cli php-fpm procps python3 \
    python3-h11 python3-jsonschema python3-odf python3-openpyxl strace tmux
# A Python of another maker's does not look where Debian has its packages.
python3 -c 'import h11, odf, openpyxl' 2>/dev/null ||
    export PYTHONPATH=/usr/lib/python3/dist-packages${PYTHONPATH:+:$PYTHONPATH}
[ "${PACKAGE:-}" != 1 ] || install_missing debootstrap fish lintian zsh

failed=()
part "build" swift build --build-tests
part "unit tests" swift test --skip-build --parallel || failed+=("unit tests")

GRUPO_BATCH_BINARY=${GRUPO_BATCH_BINARY:-$(swift build --show-bin-path)/grupo-batch}
export GRUPO_BATCH_BINARY
for folder in Commands Cases Faults Campaigns Package; do
    part "Tests/$folder" env PYTHONDONTWRITEBYTECODE=1 \
        python3 -m unittest discover -s "Tests/$folder" -p '*_test.py' -v ||
        failed+=("Tests/$folder")
done

if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED: %s\n' "${failed[*]}"
    exit 1
fi
echo "All tests passed."
