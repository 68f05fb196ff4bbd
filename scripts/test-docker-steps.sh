#!/usr/bin/env bash
# Does what the Dockerfile says in temporary folders, for where there is no container engine, and tries the result.
set -euo pipefail
cd "$(dirname "$0")/.."
exec node --import tsx scripts/docker-steps.ts
