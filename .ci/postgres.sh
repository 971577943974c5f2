#!/usr/bin/env bash
# Starts a PostgreSQL server of its own on this machine and prints its URL and process id, one a line:
#
#     url=postgresql://facevow@127.0.0.1:41234/postgres
#     pid=4711
#     folder=/tmp/facevow-postgres.Ab12Cd
#
# It listens on loopback only, on a free port; anybody of this machine may enter, and it does not wait for
# the disk: it is for tests and nothing else.
# `.ci/postgres.sh stop FOLDER` stops it and removes its files. PostgreSQL is installed where it is absent (Debian, root).
set -euo pipefail

as_owner() { # PostgreSQL refuses to run as root: whoever is root becomes the user that the package made
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}

programs() { find /usr/lib/postgresql -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1 | xargs -r dirname; }

if [ "${1:-}" = stop ]; then
  as_owner "$(programs)/pg_ctl" --pgdata "$2/data" --mode immediate --wait stop >&2 || true
  rm -rf "$2"
  exit
fi

if [ -z "$(programs)" ]; then
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
fi
bin=$(programs)

folder=$(mktemp -d "${TMPDIR:-/tmp}/facevow-postgres.XXXXXX")
mkdir "$folder/data"
if [ "$(id -u)" = 0 ]; then chown -R postgres:postgres "$folder"; fi
cd "$folder" # its user may not enter where we stand
as_owner "$bin/initdb" --pgdata data --username facevow --auth trust --encoding UTF8 --locale C.UTF-8 >initdb.log 2>&1 \
  || { cat initdb.log >&2; exit 1; }

for _ in 1 2 3 4 5; do # another program may take the port between our look and the start
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  if as_owner "$bin/pg_ctl" --pgdata data --log "$folder/data/server.log" --wait --timeout 60 \
    --options "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c max_connections=200 \
      -c shared_buffers=64MB -c fsync=off -c full_page_writes=off" start >&2; then
    echo "url=postgresql://facevow@127.0.0.1:$port/postgres"
    echo "pid=$(head -n 1 data/postmaster.pid)"
    echo "folder=$folder"
    exit
  fi
done
cat data/server.log >&2
rm -rf "$folder"
exit 1
