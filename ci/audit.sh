#!/bin/sh
# One look at the account, written in every format that a pipeline reads, and what changed since the look before.
#
#   NEVERROOT           the command; default: npx --yes neverroot
#   NEVERROOT_ARGS      options of audit, such as "--org --fail-on high"; words are split at spaces
#   NEVERROOT_OUT       folder for what comes out; default: neverroot-out
#   NEVERROOT_STATE     state folder, kept from run to run; default: .neverroot-state
#
# Exit code: the audit's own. Nothing but the audit talks to AWS.
set -eu

command=${NEVERROOT:-npx --yes neverroot}
out=${NEVERROOT_OUT:-neverroot-out}
state=${NEVERROOT_STATE:-.neverroot-state}
mkdir -p "$out"
# What an earlier run left must not pass for this one's.
rm -f "$out/report.json" "$out/report.sarif" "$out/report.junit.xml" "$out/report.md" "$out/drift.md" "$out/comment.md"

# Where the state lies is told to history as well, and for a rehearsal the sandbox.
place="--state $state"
[ -z "${NEVERROOT_SANDBOX:-}" ] || place="$place --sandbox $NEVERROOT_SANDBOX"

code=0
# shellcheck disable=SC2086
$command audit $place ${NEVERROOT_ARGS:-} --format json --output "$out/report.json" || code=$?
[ "$code" -le 1 ] || exit "$code"

# The exit code was given already; --from gives it again.
write() {
  $command audit --from "$out/report.json" --format "$1" --output "$out/$2" --quiet || [ $? -le 1 ]
}
write sarif report.sarif
write junit report.junit.xml
write markdown report.md

# The first look has none before it.
# shellcheck disable=SC2086
$command history diff previous latest $place --format markdown > "$out/drift.md" 2> "$out/drift.err" || {
  echo 'This is the first look that is kept: nothing to compare it with.' > "$out/drift.md"
}
rm -f "$out/drift.err"

{
  echo '<!-- neverroot -->'
  echo '### Since the look before'
  echo
  cat "$out/drift.md"
  echo
  cat "$out/report.md"
} > "$out/comment.md"
exit "$code"
