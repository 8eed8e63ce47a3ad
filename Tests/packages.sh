# To be sourced: install_missing PACKAGE… installs those Debian packages that are not there yet.
install_missing() {
    local package missing=() sudo=()
    if ! command -v apt-get >/dev/null; then
        echo "This is no Debian system: make sure that you have $*" >&2
        return 0
    fi
    for package in "$@"; do
        case $(dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null) in
            *' installed') ;;
            *) missing+=("$package") ;;
        esac
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] || sudo=(sudo)
    echo "Installing ${missing[*]}"
    "${sudo[@]}" apt-get update -qq >/dev/null
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# What the package needs to be built.
build_packages=(libarchive-dev libcsv-dev libcurl4-openssl-dev libexpat1-dev libssl-dev libpq-dev libsqlite3-dev
    libxlsxwriter-dev pkg-config zlib1g-dev ca-certificates)
