/** What every exported script begins with: refusals first, then the few functions that its steps use. */

export interface Needs {
  account: string
  /** How many calls the script makes. */
  steps: number
  /** It makes a first password. */
  password: boolean
  /** It does what nothing takes back. */
  irreversible: boolean
  /** At least so long must a password be. */
  passwordLength: number
}

/** The lines before the first step. */
export function preamble(needs: Needs): string[] {
  return [
    'set -eu',
    'umask 077',
    '',
    '# Where the calls go. There is no default, so that nothing reaches AWS by accident:',
    '#   NEVERROOT_ENDPOINT_URL=http://127.0.0.1:4566 sh FILE    another endpoint, such as neverroot sandbox',
    '#   NEVERROOT_ENDPOINT_URL= sh FILE                         AWS itself',
    `: "\${NEVERROOT_ENDPOINT_URL?set it to an endpoint, or to nothing for AWS itself: nothing was called}"`,
    ...(needs.password ? passwordNeed : []),
    ...(needs.irreversible
      ? [
          '',
          '# Some of it cannot be taken back: say so by naming the account.',
          `if [ "\${NEVERROOT_IRREVERSIBLE:-}" != ${needs.account} ]; then`,
          `  echo 'Some steps cannot be taken back. Read them, then set NEVERROOT_IRREVERSIBLE=${needs.account}. Nothing was called.' >&2`,
          '  exit 2',
          'fi',
        ]
      : []),
    '',
    '# To carry on after a stop: NEVERROOT_START=N begins with step N.',
    'start=${NEVERROOT_START:-1}',
    "case $start in '' | *[!0-9]*)",
    "  echo 'NEVERROOT_START takes the number of a step. Nothing was called.' >&2",
    '  exit 2 ;;',
    'esac',
    'command -v aws >/dev/null || { echo "The AWS CLI is not installed." >&2; exit 2; }',
    '',
    ...functions(needs.steps),
    ...(needs.password ? passwordFunction(needs.passwordLength) : []),
    '',
    '# Global services want a Region too: any one of the partition that the account is in.',
    'global=${AWS_REGION:-${AWS_DEFAULT_REGION:-}}',
    '[ -n "$global" ] || global=$(aws configure get region) || global=us-east-1',
    '',
    '# The right account, or none.',
    "at 'asking who this is'",
    `run "$global" sts get-caller-identity --query '[Account,Arn]' --output text >"$work/caller"`,
    'IFS=\'\t\' read -r account caller <"$work/caller"',
    `if [ "$account" != ${needs.account} ]; then`,
    `  stop "The plan is for account ${needs.account}, and these credentials are of $account. Nothing was changed."`,
    'fi',
  ]
}

const passwordNeed = [
  '',
  '# The first password is made here and goes to the standard input of this command, and nowhere else:',
  "#   NEVERROOT_PASSWORD_TO='pass insert -m aws/first-admin'",
  `: "\${NEVERROOT_PASSWORD_TO:?name the command that takes the first password on its standard input: nothing was called}"`,
]

/** `at`, `step`, `call` and what they use. */
const functions = (steps: number): string[] => [
  '# Inputs and answers lie in a folder that nobody else can enter, and that is gone in the end.',
  'work=$(mktemp -d)',
  'step=',
  'doing=',
  'finish() {',
  '  code=$?',
  '  rm -rf "$work"',
  '  if [ "$code" -ne 0 ]; then',
  '    if [ -n "$step" ]; then',
  `      say "Stopped at step $step of ${steps} ($doing)." >&2`,
  '      say "Steps before it were done; it and what follows were not. To carry on: NEVERROOT_START=$step" >&2',
  '    elif [ -n "$doing" ]; then',
  '      say "Stopped while $doing. Nothing was changed." >&2',
  '    fi',
  '  fi',
  '}',
  'trap finish EXIT',
  "trap 'exit 129' HUP",
  "trap 'exit 130' INT",
  "trap 'exit 143' TERM",
  '',
  'say() { printf \'%s\\n\' "$1"; }',
  'at() { doing=$1; }',
  'stop() { say "$1" >&2; exit 1; }',
  '',
  '# step N WORDS: says what comes; false where it was done before.',
  'step() {',
  '  [ "$1" -ge "$start" ] || return 1',
  '  step=$1',
  '  at "$2"',
  `  printf '%s/${steps}  %s\\n' "$1" "$2"`,
  '}',
  '',
  '# run REGION SERVICE OPERATION...: the AWS CLI at the chosen endpoint.',
  'run() {',
  '  region=$1',
  '  shift',
  '  set -- aws "$@" --region "$region"',
  '  [ -z "$NEVERROOT_ENDPOINT_URL" ] || set -- "$@" --endpoint-url "$NEVERROOT_ENDPOINT_URL"',
  '  AWS_PAGER=\'\' AWS_CLI_AUTO_PROMPT=off "$@"',
  '}',
  '',
  '# call REGION SERVICE OPERATION...: one call; its whole input is the JSON on standard input. It goes through a file',
  '# that only its owner can read: arguments can be seen by everybody on the machine, and the CLI reads its input twice.',
  'call() {',
  '  cat >"$work/input.json"',
  '  ended=0',
  '  run "$@" --cli-input-json "file://$work/input.json" >"$work/answer" 2>"$work/error" || ended=$?',
  '  rm -f "$work/input.json"',
  '  if [ "$ended" -ne 0 ]; then',
  '    error=$(cat "$work/error")',
  '    [ -z "$already" ] || case $error in',
  '    *"($already)"*)',
  '      say "      it is so already"',
  '      return 0 ;;',
  '    esac',
  '    printf \'%s\\n\' "$error" >&2',
  '    case $error in',
  '    *"(EntityAlreadyExists)"* | *"(DuplicateRecordException)"*)',
  '      say "One of that name is there already. Look whether it is the one you want: it was left as it is." >&2',
  '      say "If it is, go on after it: NEVERROOT_START=$((step + 1))" >&2 ;;',
  '    esac',
  '  fi',
  '  return "$ended"',
  '}',
  'already=',
  '',
  '# answer: what the last call answered, in $value; only what is safe to put into another input.',
  'answer() {',
  '  value=$(cat "$work/answer")',
  "  case $value in '' | None | *[!A-Za-z0-9:/_.+=,@-]*)",
  '    stop "AWS answered something that this script does not understand: $value" ;;',
  '  esac',
  '}',
]

/** 56 characters to choose from, none of which a password manager, a shell or a form takes for something else. */
const passwordFunction = (length: number): string[] => [
  '',
  '# first_password: a random one in $password, with all four kinds of characters, a letter first.',
  'first_password() {',
  "  upper=ACDEFHJKLMNPQRTUVWXY lower=abcdefghijkmnpqrstuvwxyz digit=23456789 symbol='@#=-'",
  '  while :; do',
  `    password=$(dd if=/dev/urandom bs=4096 count=1 2>/dev/null | LC_ALL=C tr -dc -- "$upper$lower$digit$symbol" | cut -c1-${length})`,
  `    [ "\${#password}" -eq ${length} ] || continue`,
  '    case $password in [$digit$symbol]*) continue ;; esac',
  '    case $password in *[$upper]*) ;; *) continue ;; esac',
  '    case $password in *[$lower]*) ;; *) continue ;; esac',
  '    case $password in *[$digit]*) ;; *) continue ;; esac',
  '    case $password in *[$symbol]*) ;; *) continue ;; esac',
  '    return 0',
  '  done',
  '}',
]
