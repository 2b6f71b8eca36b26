#!/usr/bin/env bash
# Goes back to a proven backup: restore.sh --backup FILE. All of it: --help
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
node="$root/node_modules/.bin/node"
[ -x "$node" ] || node=node
exec "$node" "$root/scripts/restore.ts" "$@"
