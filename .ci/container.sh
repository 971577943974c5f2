#!/usr/bin/env bash
# Builds the Containerfile with buildah and runs what came of it as compose.yaml would: without rights, on a root file
# system that is read-only, with PostgreSQL. Fails unless the server refuses to start without a key, gets ready with one,
# asks for it, opens a session, and ends at SIGTERM.
#
#     .ci/container.sh                    # on the base image that the Containerfile names
#     .ci/container.sh --base-from-debian # where no registry can be reached: on a Debian made with debootstrap
#
# Needs root: it mounts the image and changes its root to it, so no container engine has to run. Debian only.
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/facevow-container.XXXXXX")
store=${FACEVOW_CONTAINER_STORE:-$work/store} # name a folder to keep the base image for the next time
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
server=

say() { echo "container: $*" >&2; }
die() { say "$*"; tail -n 30 "$work"/*.log >&2 || true; exit 1; }
in_store() { buildah --storage-driver vfs --root "$store" --runroot "$work/run" "$@"; }

clean() {
  [ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true
  [ ! -s "$work/postgres" ] || "$repository/.ci/postgres.sh" stop "$(sed -n 's/^folder=//p' "$work/postgres")"
  in_store rm --all >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean EXIT

base_from_debian() { # a stand-in for the official image: Debian with its Python, and this machine's own certificates
  debootstrap --variant=minbase --include=python3,python3-venv,python3-pip,ca-certificates bookworm "$work/debian" \
    >"$work/debootstrap.log" 2>&1 || die "debootstrap failed"
  cp /etc/ssl/certs/ca-certificates.crt "$work/debian/etc/ssl/certs/ca-certificates.crt"
  local made name
  made=$(in_store from scratch)
  in_store copy "$made" "$work/debian" / >/dev/null
  for name in PIP_CERT SSL_CERT_FILE REQUESTS_CA_BUNDLE NODE_EXTRA_CA_CERTS; do
    in_store config --env "$name=/etc/ssl/certs/ca-certificates.crt" "$made"
  done
  in_store commit --quiet --rm "$made" localhost/facevow-base >/dev/null
  rm -rf "$work/debian"
}

inside() { # NAME=VALUE... COMMAND...: become that, as the image's user, with the image's environment and one folder to write
  exec unshare --mount bash -euc '
    root=$1; shift
    mount --bind "$root" "$root"
    mount -t tmpfs none "$root/tmp"
    mount --bind "'"$work"'/data" "$root/var/lib/facevow"
    mount --bind /dev "$root/dev"
    mount -t proc proc "$root/proc"
    mount -o remount,ro,bind "$root"
    exec chroot --userspec=10001:10001 "$root" /usr/bin/env -i "$@"' - "$root" "${image_environment[@]}" "$@"
}

for program in buildah debootstrap curl; do
  command -v "$program" >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends buildah debootstrap curl >/dev/null; }
done
base=()
if [ "${1:-}" = --base-from-debian ]; then
  in_store inspect --type image localhost/facevow-base >/dev/null 2>&1 || base_from_debian
  base=(--build-arg PYTHON=localhost/facevow-base)
fi

say "building"

in_store build --format docker --isolation chroot --network host --ignorefile "$repository/.containerignore" \
  "${base[@]}" --tag localhost/facevow --file "$repository/Containerfile" "$repository" >"$work/build.log" 2>&1 \
  || die "the build failed"
container=$(in_store from localhost/facevow)
root=$(in_store mount "$container")
say "built: $(du -sm "$root" | cut -f1) MB unpacked"

config() { in_store inspect --type image localhost/facevow | python3 -c "import json, sys; c = json.load(sys.stdin)['Docker']['config']; $1"; }
[ "$(config 'print(c["User"])')" = 10001:10001 ] || die "expected the user 10001:10001"
mapfile -t image_environment < <(config 'print(*c["Env"], sep="\n")')
mapfile -t command < <(config 'print(*c["Cmd"], sep="\n")')
mapfile -t healthcheck < <(config 'print(*c["Healthcheck"]["Test"][1:], sep="\n")')
[ ! -e "$root/src" ] && [ ! -e "$root/wheels" ] || die "the sources are in the image"

"$repository/.ci/postgres.sh" >"$work/postgres"
database=$(sed -n 's/^url=//p' "$work/postgres")
install --directory --owner 10001 --group 10001 --mode 0700 "$work/data"
given=("FACEVOW_PORT=$port" "FACEVOW_DATABASE=$database" "FACEVOW_ACCESS=locked")

say "without a key"
status=0
(inside "${given[@]}" timeout 120 "${command[@]}") >"$work/refused.log" 2>&1 || status=$?
[ "$status" = 2 ] || die "expected exit status 2 of a locked server without a key, got $status"
grep -q "expected an API key" "$work/refused.log" || die "expected it to say why"

say "with a key"
key=fvk_$(python3 -c 'import secrets; print(secrets.token_hex(8) + "_" + secrets.token_hex(32))')
(inside "${given[@]}" "FACEVOW_INITIAL_KEY=$key" "${command[@]}") >"$work/server.log" 2>&1 &
server=$!
for _ in $(seq 240); do
  [ "$(curl -s -o "$work/ready" -w '%{http_code}' "http://127.0.0.1:$port/health/ready")" = 200 ] && break
  kill -0 "$server" 2>/dev/null || die "the server ended"
  sleep 0.5
done
grep -q '"ready":true' "$work/ready" || die "the server did not get ready: $(cat "$work/ready")"
(inside "${given[@]}" "${healthcheck[@]}") || die "the image's own health check fails"

address=http://127.0.0.1:$port
asked() { curl -s -o "$work/answer" -w '%{http_code}' "$@"; }
[ "$(asked -X POST -H 'Content-Type: application/json' -d '{}' "$address/v1/sessions")" = 401 ] || die "let in without a key"
[ "$(asked "$address/metrics")" = 401 ] || die "the metrics are open"
[ "$(asked -H 'Accept: text/html' "$address/")" = 200 ] && grep -q 'id="root"' "$work/answer" || die "the page is not there"
[ "$(asked -X POST -H "Authorization: Bearer $key" -H 'Content-Type: application/json' -d '{"subject": "ada"}' \
  "$address/v1/sessions")" = 201 ] || die "no session: $(cat "$work/answer")"
session=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["id"])' "$work/answer")
[ "$(asked -H "Authorization: Bearer $key" "$address/v1/sessions/$session")" = 200 ] || die "the session is not there"
! grep -q "$key" "$work/server.log" || die "the key is in the log"

say "stopping"
[ "$(stat -c %u "/proc/$server")" = 10001 ] || die "expected the server to run as 10001"
kill -TERM "$server"
status=0
wait "$server" || status=$?
server=
# uvicorn passes the signal on once all is done, so that whoever waits knows why the server ended
[ "$status" = 143 ] || die "expected it to end by SIGTERM (143), got $status"
[ "$(stat -c %a "$work/data/keyring.json")" = 600 ] || die "expected a keyring that its owner alone can read"
say "refused without a key, ready, locked, session $session opened, stopped: all as it should be"
