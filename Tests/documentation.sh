#!/usr/bin/env bash
# Builds the documentation of GrupoAPI (what is public), of BatchEngine (what the package shares) and the program's guide as DocC
# archives in a folder, .build/documentation unless one is given. A warning, such as a link that leads nowhere, is an error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
output=${1:-.build/documentation}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$output"

convert() { # TARGET
    docc convert "Sources/$1/$1.docc" --additional-symbol-graph-dir "$scratch/$1" --warnings-as-errors \
        --fallback-display-name "$1" --fallback-bundle-identifier "grupo-batch.$1" --output-dir "$output/$1.doccarchive"
}
document() { # MODULE ACCESS
    local graphs
    graphs=$(swift package dump-symbol-graph --minimum-access-level "$2" --skip-synthesized-members |
        sed -n 's/^Files written to //p')
    mkdir "$scratch/$1"
    cp "$graphs/$1.symbols.json" "$scratch/$1"
    convert "$1"
}
# The guide has no symbols.
mkdir -p "$scratch/grupo-batch"
convert grupo-batch
document GrupoAPI public
document BatchEngine package
