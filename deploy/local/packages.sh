# shellcheck shell=bash disable=SC2034,SC2154
# Installs Debian's packages, then Python's into .venv, and what the web console loads into the browser.

supported_majors=(18 17 16 15)

good_python() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local candidate
    for candidate in python3 /usr/bin/python3; do
        if good_python "$candidate"; then
            printf '%s' "$candidate"
            return
        fi
    done
    return 1
}

has_extension() { [[ -e /usr/share/postgresql/$1/extension/$2.control ]]; }

# The major version of the existing data; else the newest installed with pg_cron; else the newest that apt offers.
postgres_major() {
    local major
    for major in "${supported_majors[@]}"; do
        [[ -d $server/config/$major ]] && printf '%s' "$major" && return 0
    done
    for major in "${supported_majors[@]}"; do
        [[ -x /usr/lib/postgresql/$major/bin/initdb ]] && has_extension "$major" pg_cron &&
            printf '%s' "$major" && return 0
    done
    for major in "${supported_majors[@]}"; do
        apt-cache show "postgresql-$major-cron" >/dev/null 2>&1 && printf '%s' "$major" && return 0
    done
    case $(. /etc/os-release && printf '%s' "${VERSION_ID:-}") in
        12) printf 15 ;;
        *) printf 17 ;;
    esac
}

# install_missing up|test|bench|api|drill: installed packages stay as they are; api is the benchmark of the API.
install_missing() {
    command -v apt-get >/dev/null || fail 'this needs a Debian system (apt-get is missing); docker compose up --build works elsewhere'
    major=$(postgres_major)
    local missing=()
    find_python >/dev/null || missing+=(python3 python3-venv)
    [[ -x /usr/lib/postgresql/$major/bin/initdb ]] || missing+=("postgresql-$major")
    has_extension "$major" pg_cron || missing+=("postgresql-$major-cron")
    command -v redis-server >/dev/null || missing+=(redis-server)
    command -v openssl >/dev/null || missing+=(openssl)
    if [[ $1 == test ]]; then
        has_extension "$major" pgtap || missing+=("postgresql-$major-pgtap")
        has_extension "$major" plpgsql_check || missing+=("postgresql-$major-plpgsql-check")
        has_extension "$major" pgaudit || missing+=("postgresql-$major-pgaudit")
        [[ -x /usr/sbin/pgbouncer ]] || missing+=(pgbouncer)
        [[ -x /usr/sbin/nginx ]] || missing+=(nginx)
        # Speaks HTTP/2, which Python's client does not without one more package.
        command -v curl >/dev/null || missing+=(curl)
        # Drivers that analysts' tools connect with.
        command -v java >/dev/null || missing+=(default-jre-headless)
        [[ -e /usr/share/java/postgresql.jar ]] || missing+=(libpostgresql-jdbc-java)
        compgen -G '/usr/lib/*/odbc/psqlodbcw.so' >/dev/null || missing+=(odbc-postgresql)
        compgen -G '/usr/lib/*/libodbc.so.2' >/dev/null || missing+=(libodbc2)
        # Opens the page of a report; tests/support/browser.py has the names it may have.
        command -v chromium chromium-browser google-chrome chrome >/dev/null || missing+=(chromium)
        compgen -G '/usr/lib/*/faketime/libfaketime.so.1' >/dev/null || missing+=(libfaketime)
        command -v pg_prove >/dev/null || missing+=(libtap-parser-sourcehandler-pgtap-perl)
        command -v promtool >/dev/null || missing+=(prometheus)
        command -v prometheus-postgres-exporter >/dev/null || missing+=(prometheus-postgres-exporter)
        command -v prometheus-redis-exporter >/dev/null || missing+=(prometheus-redis-exporter)
    fi
    if [[ $1 == test || $1 == drill ]]; then
        command -v pgbackrest >/dev/null || missing+=(pgbackrest)
    fi
    if [[ $1 == test || $1 == api ]]; then
        command -v wrk >/dev/null || missing+=(wrk)
    fi
    if [[ $1 == up || $1 == test || $1 == api ]]; then
        command -v npm >/dev/null || missing+=(nodejs npm)
    fi
    if ((${#missing[@]})); then
        local as_root=()
        if ((EUID != 0)); then
            if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
                as_root=(sudo)
            else
                fail "some packages are missing and only root can install them. As root, run:
    apt-get update && apt-get install --no-install-recommends ${missing[*]}
then try again."
            fi
        fi
        say packages "installing ${missing[*]} (a minute or so)"
        logged "$state/log/apt.log" "${as_root[@]}" "$root/deploy/local/install-packages" "${missing[@]}"
    fi
    python=$(find_python) || fail "Python 3.11 or newer with venv is needed; $(python3 --version 2>&1) was found"
}

# install_python LOCK: installs the locked packages and this checkout itself, unless that is done already.
install_python() {
    local lock=$root/$1 stamp=$venv/$1.installed wanted
    wanted=$(cd "$root" && "$python" --version && pwd && sha256sum "$1" pyproject.toml)
    [[ -x $venv/bin/python && -f $stamp && $(<"$stamp") == "$wanted" ]] && return 0
    # `make up` and `make test` share .venv.
    local turn
    exec {turn}>"$root/.local/python.lock"
    flock "$turn"
    say python "installing $(grep -c == "$lock") packages into ${venv#"$root/"}"
    "$venv/bin/python" -c '' 2>/dev/null || logged "$state/log/pip.log" "$python" -m venv --clear "$venv"
    logged "$state/log/pip.log" "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$lock"
    logged "$state/log/pip.log" "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps -e "$root"
    printf '%s\n' "$wanted" >"$stamp"
    exec {turn}>&-
}

# install_tools: what analysts connect with, as locked, in an environment of its own.
install_tools() {
    local lock=$root/requirements-connect.lock tools=$state/connect wanted
    wanted=$(cd "$root" && "$python" --version && pwd && sha256sum requirements-connect.lock)
    [[ -x $tools/bin/python && -f $tools/installed && $(<"$tools/installed") == "$wanted" ]] && return 0
    say tools "installing $(grep -c == "$lock") packages into ${tools#"$root/"}"
    logged "$state/log/pip.log" "$python" -m venv --clear "$tools"
    logged "$state/log/pip.log" "$tools/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$lock"
    printf '%s\n' "$wanted" >"$tools/installed"
}

# install_console up|test: what the web console loads into the browser, as locked; test adds what its tests load. Without it
# the console has tables and no charts, so a failure stops nothing.
install_console() {
    local folder=$root/api/console log=$state/log/npm.log options=(--omit=dev) known='' wanted turn
    local stamp=$folder/node_modules/.installed
    [[ $1 == up ]] || options=()
    wanted=$(cd "$folder" && sha256sum package.json package-lock.json)
    # `make up` and `make test` share the folder. What tests need is more, so it is enough for both.
    exec {turn}>"$root/.local/console.lock"
    flock "$turn"
    [[ ! -f $stamp ]] || known=$(<"$stamp")
    if [[ $known != "test $wanted" && $known != "$1 $wanted" ]]; then
        say console 'installing its charts'
        # One retry: a machine without a network waits ten seconds for each.
        if (cd "$folder" && npm ci "${options[@]}" --ignore-scripts --prefer-offline --fetch-retries 1 --no-audit --no-fund \
            --loglevel error) >"$log" 2>&1 </dev/null; then
            printf '%s %s\n' "$1" "$wanted" >"$stamp"
        else
            say console "npm cannot install its charts ($(grep -m 1 . "$log"); all of it: $log), so it shows tables alone"
        fi
    fi
    exec {turn}>&-
}

# install_postgraphile: installs the locked packages. They need a Node.js that Debian may not have; without it the benchmark
# runs without PostGraphile.
install_postgraphile() {
    local folder=$state/postgraphile from=$root/bench/contestants/postgraphile wanted
    wanted=$(cd "$from" && sha256sum package.json package-lock.json)
    [[ -f $folder/installed && $(<"$folder/installed") == "$wanted" ]] && return 0
    say postgraphile "installing it into ${folder#"$root/"}"
    rm -rf "$folder"
    mkdir -p "$folder"
    cp "$from"/package.json "$from"/package-lock.json "$folder"
    if (cd "$folder" && npm ci --no-audit --no-fund --loglevel error) >>"$state/log/npm.log" 2>&1 </dev/null; then
        printf '%s\n' "$wanted" >"$folder/installed"
    else
        rm -rf "$folder"
        say postgraphile "could not be installed: $(grep -m 1 . <(tac "$state/log/npm.log"))"
    fi
}
