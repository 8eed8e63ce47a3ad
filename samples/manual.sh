#!/usr/bin/env bash
# Writes the manual, a page for each command, to samples/manual or the folder given. The pages are what
# swift-argument-parser's plugin makes of the program's own help. Their names change, from "grupo-batch.send" to
# "grupo-batch-send", so that both man grupo-batch-send and man grupo-batch send find them; samples/manual_page.py adds
# what the plugin leaves out. Needs python3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
output=${1:-samples/manual}

# A page is as old as the release it belongs to: so nothing changes from day to day.
released=$(sed -n 's/^ -- .*>  //p' samples/debian/changelog | head -n 1)
made=.build/plugins/GenerateManual/outputs/grupo-batch
rm -rf "$made"
swift package generate-manual --configuration debug --multi-page --date "$(date -u -d "$released" +%F)"

mkdir -p "$output"
rm -f "$output"/*.1
for page in "$made"/*.1; do
    name=$(basename "$page" .1)
    [ "$name" != grupo-batch.help ] || continue
    file=${name//./-}
    sed -e "s/^\.Dt .*/.Dt ${file^^} 1/" \
        -e "s/^\.Nm$/.Nm \"${name//./ }\"/; t" -e "s/^\.Nm .*/.Nm $file/" \
        -e '/^\.Xr grupo-batch\.help/d' -e '/^\.Xr/s/\([a-z]\)\.\([a-z]\)/\1-\2/g' \
        -e 's/^$/.Pp/' -e '/^\.Pp$/ { N; s/^\.Pp\n\.It/.It/ }' -e '$a\' "$page" | python3 samples/manual_page.py .build/debug/grupo-batch "$name" >"$output/$file.1"
done
