#!/usr/bin/env bash
# Deploys with proof: shows its plan by default; --apply --backup FILE does it. All of it: --help
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
node="$root/node_modules/.bin/node"
[ -x "$node" ] || node=node
exec "$node" "$root/scripts/staging-backfill.ts" "$@"
