#!/usr/bin/env bash
# Runs the tests on other versions of Node than the one at hand: scripts/test-node-versions.sh [22 24]
#
# Node itself comes from npm's `node` package, which brings the binary and its headers, so that better-sqlite3 can be built for it.
# Everything happens in copies of the tree under tmp/, which is ignored by git.
set -euo pipefail
cd "$(dirname "$0")/.."
root="$PWD"
versions=("$@")
if [ "${#versions[@]}" -eq 0 ]; then versions=(22 24); fi

for version in "${versions[@]}"; do
  place="$root/tmp/node$version"
  echo "== Node $version: installing it in tmp/node$version"
  # Its install script fetches the binary into a folder that npm does not know of, and would remove at a second installation.
  rm -rf "$place/runtime"
  mkdir -p "$place/runtime"
  echo '{ "private": true }' >"$place/runtime/package.json"
  npm install --prefix "$place/runtime" --no-audit --no-fund --dangerously-allow-all-scripts "node@$version"
  node="$place/runtime/node_modules/node/bin/node"
  header="$(find "$place/runtime/node_modules" -path '*/include/node/node.h' -print -quit)"
  [ -x "$node" ] && [ -n "$header" ] || {
    echo "npm's package of Node $version came without its binary or headers" >&2
    exit 1
  }
  headers="${header%/include/node/node.h}"

  echo "== $("$node" --version): copying the tree and building better-sqlite3 for it"
  rm -rf "$place/tree"
  mkdir -p "$place/tree"
  git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
    if [ -e "$file" ]; then printf '%s\0' "$file"; fi
  done | tar --null -T - -cf - | tar -C "$place/tree" -xf -
  (
    cd "$place/tree"
    PATH="$(dirname "$node"):$PATH"
    export PATH
    npm_config_nodedir="$headers" npm_config_build_from_source=true npm ci --no-audit --no-fund
    npm run build
    npm test
  )
done
echo "the tests pass on Node ${versions[*]}"
