#!/usr/bin/env bash
# Runs every test with nothing skipped: installs what is missing (Debian and Ubuntu), builds once, starts servers of its
# own on free loopback ports, and stops them again whatever happens. What follows the command goes to the test runner:
#   ./test.sh                                     everything
#   ./test.sh -class 'EShop.Tests.House.*'        a part (./test.sh -help lists the filters)
# ESHOP_MODEL_SECONDS: how long the random tests, of claims and of the whole shop, run on each store (30, 25);
# ESHOP_MODEL_SEED: which run they repeat (they print the seed of each):
#   ESHOP_MODEL_SECONDS=1800 ./test.sh -class 'EShop.Tests.Concurrency.*'
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

CONFIGURATION=${CONFIGURATION:-Release}
RESULTS=$PWD/TestResults
WORK=
POSTGRES_PID= REDIS_PID= TESTS_PID=

say() { printf '\n== %s\n' "$*"; }
die() { printf 'test.sh: %s\n' "$*" >&2; exit 1; }

stop_servers() {
  local status=$?
  trap - EXIT INT TERM HUP
  # The tests run in a process group of their own: shops and browsers that they started go with them.
  if [[ -n $TESTS_PID ]]; then kill -- "-$TESTS_PID" 2>/dev/null || true; fi
  if [[ -n $REDIS_PID ]]; then kill "$REDIS_PID" 2>/dev/null || true; fi
  # SIGINT is PostgreSQL's "fast" shutdown: it does not wait for clients.
  if [[ -n $POSTGRES_PID ]]; then kill -INT "$POSTGRES_PID" 2>/dev/null || true; fi
  wait 2>/dev/null || true
  if [[ -n $WORK ]]; then rm -rf "$WORK"; fi
  exit "$status"
}
trap stop_servers EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# --- what the tests need -------------------------------------------------------------------------------------------

newest_postgres() { # the folder with initdb and postgres: Debian keeps them off the PATH
  local folder
  for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) \
    "$(dirname "$(command -v postgres || echo /nowhere/postgres)")"; do
    if [[ -x $folder/initdb && -x $folder/postgres ]]; then echo "$folder"; return; fi
  done
}

chromium_path() {
  local name
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name"; then return; fi
  done
}

chromium_package() { # Ubuntu has it under the longer name
  if command -v apt-cache >/dev/null && ! apt-cache show chromium >/dev/null 2>&1 \
    && apt-cache show chromium-browser >/dev/null 2>&1; then echo chromium-browser; else echo chromium; fi
}

rabbitmq_folder() { # Debian's own commands insist on the user rabbitmq; these run as anybody
  local folder
  for folder in /usr/lib/rabbitmq/bin "$(dirname "$(command -v rabbitmq-server || echo /nowhere/rabbitmq-server)")"; do
    if [[ -x $folder/rabbitmq-server ]]; then echo "$folder"; return; fi
  done
}

system_python() { # Debian's packages belong to Debian's own Python, whatever comes first on the PATH
  if [[ -x /usr/bin/python3 ]]; then echo /usr/bin/python3; else command -v python3; fi
}

missing_packages() {
  [[ -n $(chromium_path) ]] || chromium_package
  command -v redis-server >/dev/null || echo redis-server
  [[ -n $(newest_postgres) ]] || echo postgresql
  [[ -n $(rabbitmq_folder) ]] || echo rabbitmq-server
  command -v node >/dev/null || echo nodejs
  command -v npm >/dev/null || echo npm
  "$(system_python)" -c 'import aiosmtpd' 2>/dev/null || echo python3-aiosmtpd
  # Without these two the screenshots show boxes instead of Chinese and of the demo pictures' names.
  [[ -n $(find /usr/share/fonts /usr/local/share/fonts -iname '*noto*cjk*' -print -quit 2>/dev/null) ]] \
    || echo fonts-noto-cjk
  [[ -n $(find /usr/share/fonts /usr/local/share/fonts -iname '*coloremoji*' -print -quit 2>/dev/null) ]] \
    || echo fonts-noto-color-emoji
}

install_missing() {
  local missing as_root=()
  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]} == 0)); then return; fi
  command -v apt-get >/dev/null \
    || die "missing: ${missing[*]} (names of Debian packages). Install them and run again."
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "missing: ${missing[*]}. Run as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
  # Debian starts it with the installation; the tests start one of their own.
  if [[ " ${missing[*]} " == *' rabbitmq-server '* ]] && command -v service >/dev/null; then
    "${as_root[@]}" service rabbitmq-server stop >/dev/null 2>&1 || true
  fi
}

install_s3_server() { # as its lock file says, and only when that has changed
  local folder=EShop.Tests/Objects/s3-server
  if [[ $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]]; then return; fi
  say "Installing the S3 server of the tests"
  npm ci --prefix "$folder" --no-audit --no-fund --no-update-notifier
}

check_sdk() {
  command -v dotnet >/dev/null || die "the .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0"
  dotnet --version >/dev/null 2>&1 \
    || die "global.json asks for the .NET 10 SDK, and here are only: $(cd / && dotnet --list-sdks | tr '\n' ' ')"
}

# --- servers of our own --------------------------------------------------------------------------------------------

free_port() { # below the range from which the kernel hands out ports to others
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo "$port"; return; fi
  done
}

random_word() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

wait_until() { # wait_until SECONDS WHAT COMMAND...
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || die "$what did not start; its log: $(tail -n 20 "$WORK"/*/log 2>/dev/null)"
    sleep 0.1
  done
}

start_redis() {
  local port password
  port=$(free_port) password=$(random_word)
  mkdir "$WORK/redis"
  printf '%s\n' 'bind 127.0.0.1' "port $port" "requirepass $password" 'save ""' 'appendonly no' \
    "dir $WORK/redis" "logfile $WORK/redis/log" >"$WORK/redis/redis.conf"
  redis-server "$WORK/redis/redis.conf" &
  REDIS_PID=$!
  wait_until 20 redis-server grep -q 'Ready to accept connections' "$WORK/redis/log"
  export ESHOP_TEST_REDIS="127.0.0.1:$port,password=$password"
}

start_postgres() {
  local bin port password as_owner=()
  bin=$(newest_postgres) port=$(free_port) password=$(random_word)
  mkdir "$WORK/postgres"
  printf '%s' "$password" >"$WORK/postgres/password"
  if ((EUID == 0)); then # PostgreSQL refuses to run as root
    id postgres >/dev/null 2>&1 || die "running as root, and there is no user 'postgres' to run PostgreSQL as"
    chown -R postgres "$WORK/postgres"
    as_owner=(setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups)
  fi
  "${as_owner[@]}" "$bin/initdb" -D "$WORK/postgres/data" -U eshop -A scram-sha-256 -E UTF8 --locale=C.UTF-8 \
    --pwfile="$WORK/postgres/password" >"$WORK/postgres/log" 2>&1 || die "initdb failed: $(cat "$WORK/postgres/log")"
  "${as_owner[@]}" "$bin/postgres" -D "$WORK/postgres/data" -p "$port" -k "$WORK/postgres" \
    -c listen_addresses=127.0.0.1 -c max_connections=300 >"$WORK/postgres/log" 2>&1 &
  POSTGRES_PID=$!
  wait_until 30 postgres grep -q 'ready to accept connections' "$WORK/postgres/log"
  export ESHOP_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=eshop;Password=$password;Database=postgres"
}

# --- the run -------------------------------------------------------------------------------------------------------

count() { # count ATTRIBUTE: summed over the assemblies in the runner's own report
  grep -o '<assembly [^>]*' "$RESULTS/tests.xml" 2>/dev/null | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' \
    | awk '{ sum += $1 } END { print sum + 0 }'
}

run_tests() {
  local status=0 passed failed skipped
  rm -rf "$RESULTS"
  mkdir -p "$RESULTS"
  export ESHOP_TEST_ALLOW_SKIP=0 ESHOP_TEST_RESULTS=$RESULTS ESHOP_TEST_CHROMIUM ESHOP_TEST_PYTHON ESHOP_TEST_NODE
  export ESHOP_TEST_RABBITMQ
  ESHOP_TEST_CHROMIUM=$(chromium_path)
  ESHOP_TEST_PYTHON=$(system_python)
  ESHOP_TEST_NODE=$(command -v node)
  ESHOP_TEST_RABBITMQ=$(rabbitmq_folder)
  set -m
  dotnet "EShop.Tests/bin/$CONFIGURATION/net10.0/EShop.Tests.dll" -noLogo -noColor -longRunning 120 \
    -result-xml "$RESULTS/tests.xml" -result-trx "$RESULTS/tests.trx" "$@" &
  TESTS_PID=$!
  set +m
  wait "$TESTS_PID" || status=$?
  TESTS_PID=
  passed=$(count passed)
  failed=$(($(count failed) + $(count errors)))
  skipped=$(($(count skipped) + $(count not-run)))
  if ((passed == 0)); then echo "No test ran to its end."; status=$((status ? status : 1)); fi
  if ((status == 0 && skipped > 0)); then echo "A skipped test fails this run."; status=1; fi
  if ((status == 0 && failed > 0)); then status=1; fi
  printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  return "$status"
}

check_sdk
install_missing
install_s3_server

say "Building ($CONFIGURATION)"
dotnet restore --locked-mode -v quiet
dotnet build --no-restore -c "$CONFIGURATION" -v quiet --nologo -clp:NoSummary

say "Starting PostgreSQL and Redis"
WORK=$(mktemp -d "${TMPDIR:-/tmp}/eshop-tests.XXXXXX")
chmod 711 "$WORK" # PostgreSQL may run as another user
start_redis
start_postgres

say "Testing"
run_tests "$@"
