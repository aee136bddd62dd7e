#!/bin/sh
# Puts a comment on a pull request, or writes the one anew that is there already. Takes GitHub's own command line (gh), signed
# in by GH_TOKEN with pull-requests: write.
#
#   comment-github.sh FILE      GITHUB_REPOSITORY and PULL_REQUEST say where
set -eu

file=$1
: "${GITHUB_REPOSITORY:?says which repository}"
: "${PULL_REQUEST:?says which pull request}"
mark='<!-- neverroot -->'

# A comment has 65,536 characters at most; the report is written to fit, drift of a whole organization may not.
body=$(mktemp)
trap 'rm -f "$body"' EXIT
head -c 60000 "$file" > "$body"
[ "$(wc -c < "$file")" -le 60000 ] || printf '\n\nCut off: the whole stands in the artifact of this run.\n' >> "$body"

comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
id=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$mark\")) | .id" | head -n 1)
if [ -n "$id" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$body" > /dev/null
else
  gh api --method POST "$comments" --field "body=@$body" > /dev/null
fi
