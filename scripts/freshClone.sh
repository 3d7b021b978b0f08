#!/usr/bin/env bash
# What a stranger does: clone, npm start, Ctrl-C, npm start again, npm test; with an empty npm cache.
# Takes a few minutes. `scripts/freshClone.sh --no-test` leaves npm test out.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --quiet "$here" "$work/assay"
cd "$work/assay"
export npm_config_cache="$work/npm-cache" PORT="${PORT:-4310}"

# Runs npm start until it is ready, stops it as Ctrl-C does, and says how long both took.
start() {
  local log="$work/start-$1.log" began=$SECONDS pid
  setsid npm start >"$log" 2>&1 </dev/null &
  pid=$!
  until grep -q 'Assay is ready at' "$log"; do
    kill -0 "$pid" 2>/dev/null || { cat "$log"; echo "npm start ended before it was ready"; exit 1; }
    sleep 0.2
  done
  echo "start $1: ready after $((SECONDS - began)) s"
  sed -n '/^The API answers/,$p' "$log"
  began=$SECONDS
  kill -INT -- "-$pid"
  wait "$pid" && code=0 || code=$?
  echo "start $1: stopped after $((SECONDS - began)) s with exit code $code"
  if pgrep -f "$work" >/dev/null; then
    pgrep -af "$work"
    echo "processes are left"
    exit 1
  fi
}

start first
grep -c 'inside the interval' "$work/start-first.log" | sed 's/$/ runs with the truth inside their interval/'
start second
if [ "${1:-}" != --no-test ]; then npm test; fi
