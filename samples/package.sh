#!/usr/bin/env bash
# Builds a Debian package of grupo-batch for this machine's architecture, with the Swift runtime inside, in .build or the folder given.
# The same sources in the same folder give the same package, byte for byte; SOURCE_DATE_EPOCH is the release's day unless it is set.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. Tests/packages.sh
output=$(realpath -m "${1:-.build}")
install_missing "${build_packages[@]}" binutils dpkg-dev gzip >&2

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp -r samples/debian "$scratch"
version=$(dpkg-parsechangelog -l samples/debian/changelog -S Version)
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(dpkg-parsechangelog -l samples/debian/changelog -S Timestamp)}
export LC_ALL=C.UTF-8 TZ=UTC
umask 022

# A scratch folder of its own, because other flags would rebuild everything: no path of this machine stays in the program.
build=(swift build -c release --product grupo-batch --static-swift-stdlib --disable-local-rpath
    --scratch-path .build/package -Xcc "-ffile-prefix-map=$PWD=." -Xswiftc -file-prefix-map -Xswiftc "$PWD=.")
"${build[@]}" >&2
built=$("${build[@]}" --show-bin-path)/grupo-batch
[ "$("$built" --version | cut -d ' ' -f 2)" = "$version" ] || {
    echo "package: the changelog's version is $version, the program's is $("$built" --version)" >&2
    exit 1
}

root=$scratch/root
share=$root/usr/share
doc=$share/doc/grupo-batch
mkdir -p "$root/DEBIAN" "$root/usr/bin" "$share/man/man1" "$doc/examples" "$doc/notices"
strip --strip-unneeded -R .comment -R .note -o "$root/usr/bin/grupo-batch" "$built"

install -m 644 samples/manual/*.1 "$share/man/man1"
install -D -m 644 -t "$root/usr/lib/systemd/system" samples/systemd/*
complete() { # SHELL FILE
    mkdir -p "$share/$(dirname "$2")"
    # It is sourced, never run.
    "$built" --generate-completion-script "$1" | sed '1 { /^#!/d }' >"$share/$2"
}
complete bash bash-completion/completions/grupo-batch
complete zsh zsh/vendor-completions/_grupo-batch
complete fish fish/vendor_completions.d/grupo-batch.fish

install -m 644 samples/debian/copyright README.md "$doc"
guide=Sources/grupo-batch/grupo-batch.docc
install -D -m 644 -t "$doc/guide" $guide/*.md
sed -i "s|]($guide/|](guide/|g" "$doc/README.md"
install -m 644 samples/debian/changelog "$doc/changelog"
install -m 644 samples/*.csv samples/*.json samples/*.pdf "$doc/examples"
install -D -m 644 samples/debian/lintian-overrides "$share/lintian/overrides/grupo-batch"
for notice in .build/package/checkouts/*/NOTICE*; do
    install -m 644 "$notice" "$doc/notices/$(basename "$(dirname "$notice")")"
done
gzip -9n "$share"/man/man1/*.1 "$doc/changelog"

cd "$scratch"
dpkg-shlibdeps -Tsubstvars root/usr/bin/grupo-batch
dpkg-gencontrol -pgrupo-batch -Proot -Tsubstvars -ffiles
(cd root && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >root/DEBIAN/md5sums
find root -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$output"
dpkg-deb --root-owner-group --build root "$output" >&2
echo "$output/grupo-batch_${version}_$(dpkg --print-architecture).deb"
