#!/usr/bin/env bash
# Packs the CLI, installs the package globally into an empty prefix as somebody else would, and uses it there.
set -euo pipefail
cd "$(dirname "$0")/.."

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

npm pack --pack-destination "$work" --silent >/dev/null
archive="$(echo "$work"/worklink-*.tgz)"
echo "packed $(basename "$archive"): $(tar -tzf "$archive" | wc -l) files, $(($(wc -c <"$archive") / 1024)) KiB"

# What is meant to be in it, and nothing of what is not.
contents="$(tar -tzf "$archive" | sed 's#^package/##')"
for file in bin/run.js dist/cli/main.js dist/THIRD-PARTY-LICENSES.txt oclif.manifest.json package.json man/worklink.1 \
  README.md CHANGELOG.md LICENSE NOTICE; do
  grep -qxF "$file" <<<"$contents" || {
    echo "the package lacks $file" >&2
    exit 1
  }
done
if strays="$(grep -vE '^(bin/run\.js|dist/.*|oclif\.manifest\.json|package\.json|docs/[a-z-]+\.(md|schema\.json)|man/worklink\.1|[A-Z]+(\.md)?)$' <<<"$contents")"; then
  echo "the package holds what nobody needs: $strays" >&2
  exit 1
fi

# From npm 11.16 on, a package's install script only runs where it is named; older versions do not know the option.
allow=()
if npm install --help 2>/dev/null | grep -q -- '--allow-scripts'; then allow=(--allow-scripts=better-sqlite3); fi
mkdir -p "$work/prefix" "$work/home"
(cd "$work" && npm install --global --prefix "$work/prefix" --no-audit --no-fund "${allow[@]}" "$archive")

worklink() {
  (cd "$work/home" && env -i HOME="$work/home" PATH="$work/prefix/bin:$(dirname "$(command -v node)"):/usr/bin:/bin" worklink "$@")
}

version="$(worklink --version)"
echo "$version"
case "$version" in
  worklink/"$(node -p 'require("./package.json").version')"\ *) ;;
  *)
    echo "the installed worklink says it is: $version" >&2
    exit 1
    ;;
esac
worklink fleet create packed --json >/dev/null
worklink fleet list --json | node -e '
  const fleets = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  if (fleets.length !== 1 || fleets[0].fleetName !== "packed") {
    console.error("fleet list answered", fleets);
    process.exit(1);
  }
  console.log("the installed worklink keeps a fleet:", fleets[0].fleetArn);'

# What other people's tests import, from where npm has put it.
grep -qxF dist/types/emulator-api.d.ts <<<"$contents" || {
  echo "the package lacks the types of worklink/emulator" >&2
  exit 1
}
(cd "$work/prefix/lib" && node --input-type=module -e '
  import { startEmulator } from "worklink/emulator";
  const emulator = await startEmulator({ seed: { version: 1, fleets: [{ name: "packed" }] } });
  const { fleets } = await emulator.export();
  const { status } = await fetch(`${emulator.url}/_worklink/health`);
  await emulator.stop();
  if (status !== 200 || fleets?.[0]?.name !== "packed") throw new Error("worklink/emulator does not serve");
  console.log("the installed worklink/emulator serves");')
