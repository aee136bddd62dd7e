/** Files that are wrong, unsafe, or cannot be written: the configuration, the state folder, the output. */
import { chmodSync, chownSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'vitest'
import { type Case, mistaken, table } from './mistake.ts'

const sandboxed = ['audit', '--sandbox', 'fresh-personal']

const configured =
  (text: string, mode?: number): Case['with'] =>
  (home) =>
    void home.file('work/neverroot.yaml', text, mode)

table('configuration', [
  {
    case: 'an unclosed list: file and line',
    args: sandboxed,
    with: configured('profile: personal\nalerts: { emails: [a@corp.example }\n'),
    what: /neverroot\.yaml, line 2: /,
    todo: 'Mend that line',
  },
  {
    case: 'an indentation that is none',
    args: sandboxed,
    with: configured('contacts:\n  primary:\n   phone: "+61"\n  - x\n'),
    what: /neverroot\.yaml, line \d: /,
    todo: 'Mend that line',
  },
  {
    case: 'an unknown field: its line and path',
    args: sandboxed,
    with: configured('profile: personal\nbaseline:\n  rootUnusdDays: 90\n'),
    what: /neverroot\.yaml, line 3: baseline\.rootUnusdDays is not a field/,
    todo: 'schema/neverroot.schema.json',
  },
  {
    case: 'a wrong type',
    args: sandboxed,
    with: configured('baseline:\n  rootUnusedDays: soon\n'),
    what: /line 2: baseline\.rootUnusedDays "soon" .*number/,
    todo: 'schema/neverroot.schema.json',
  },
  {
    case: 'a list at the top',
    args: sandboxed,
    with: configured('- profile: personal\n'),
    what: /neverroot\.yaml, line 1: the file /,
    todo: 'schema/neverroot.schema.json',
  },
  {
    case: 'an e-mail address that is none',
    args: sandboxed,
    with: configured('alerts:\n  emails:\n    - a@corp.example\n    - nobody\n'),
    what: /line 4: alerts\.emails\.1 is not an e-mail address/,
    todo: 'schema/neverroot.schema.json',
  },
  {
    case: 'a phone number without its country',
    args: sandboxed,
    with: configured('contacts: { primary: { phone: "0412 345 600" } }\n'),
    // The number itself stays out of the log.
    what: /contacts\.primary\.phone is not a phone number with a country code/,
    todo: 'schema/neverroot.schema.json',
  },
  {
    case: 'a root address with another placeholder',
    args: sandboxed,
    with: configured('contacts: { root: { email: "root+{id}@corp.example" } }\n'),
    what: /contacts\.root\.email is not an e-mail address \(it may hold \{account\}/,
    todo: 'schema/neverroot.schema.json',
  },
  {
    case: 'an account id of 11 digits in the overrides',
    args: sandboxed,
    with: configured('organization:\n  overrides:\n    - account: "33333333333"\n'),
    what: /line 3: organization\.overrides\.0\.account "33333333333" is not an account id of 12 digits/,
    todo: 'schema/neverroot.schema.json',
  },
  {
    case: 'an account id without quotes in the overrides, which YAML takes for a number',
    args: sandboxed,
    with: configured('organization:\n  overrides:\n    - account: 333333333333\n'),
    what: /line 3: organization\.overrides\.0\.account .*is not an account id of 12 digits \(put it in quotes\)/,
    todo: 'schema/neverroot.schema.json',
  },
  {
    case: 'a file that others may write',
    args: sandboxed,
    // The mask of the person who runs the tests takes no part.
    with: (home) => chmodSync(home.file('work/neverroot.yaml', 'profile: personal\n'), 0o666),
    what: 'can be written by others (mode 0666)',
    todo: /^Run: chmod go-w /,
  },
  {
    case: 'a file that is not there',
    args: [...sandboxed, '--config', 'other.yaml'],
    what: 'other.yaml cannot be read: there is no such file',
    todo: '--config FILE',
  },
  {
    case: 'a folder for a file',
    args: [...sandboxed, '--config', '.'],
    what: 'it is a folder',
    todo: '--config FILE',
  },
])

it.skipIf(process.getuid?.() !== 0)(
  'a configuration of another user (only root can make one: SKIPPED as anybody else)',
  async () => {
    await mistaken({
      case: '',
      args: sandboxed,
      with: (home) => chownSync(home.file('work/neverroot.yaml', 'profile: personal\n'), 65534, 65534),
      what: 'belongs to another user (uid 65534)',
      todo: 'chown',
    })
  },
)

table('files', [
  {
    case: 'a state folder below a file',
    args: [...sandboxed, '--state', 'file/below'],
    with: (home) => home.file('work/file', ''),
    what: 'it is a file, not a folder',
    todo: '--state DIR',
  },
  {
    case: 'a state folder that is a file',
    args: [...sandboxed, '--state', 'file'],
    with: (home) => home.file('work/file', ''),
    what: 'it is a file, not a folder',
    todo: '--state DIR',
  },
  {
    case: 'a state folder where nothing can be made',
    args: [...sandboxed, '--state', '/proc/neverroot/state'],
    what: '/proc/neverroot/state cannot be written',
    todo: '--state DIR',
  },
  {
    case: 'a state folder of the sandbox command where nothing can be made',
    args: ['sandbox', '--state', '/proc/neverroot'],
    what: '/proc/neverroot cannot be written',
    todo: '--state DIR',
  },
  {
    case: 'an output in a missing folder',
    args: [...sandboxed, '--output', 'missing/report.json'],
    what: 'missing/report.json cannot be written: a folder of the path does not exist',
    todo: '--output',
  },
  {
    case: 'an output that is a folder',
    args: [...sandboxed, '--output', '.'],
    what: 'it is a folder',
    todo: '--output',
  },
  {
    // Through a link: a command that replaced what it writes to would replace only the link.
    case: 'an output on a full disk',
    args: [...sandboxed, '--output', 'full', '--quiet'],
    with: (home) => symlinkSync('/dev/full', join(home.work, 'full')),
    what: 'the disk is full',
    todo: '--output',
  },
  {
    case: 'permissions into a missing folder',
    args: ['permissions', 'audit', '--output', 'missing/policy.json'],
    what: 'missing/policy.json cannot be written',
    todo: '--output',
  },
  {
    case: 'a kept world that is broken',
    args: sandboxed,
    with: (home) => home.file('state/neverroot/sandbox/fresh-personal/fresh-personal.json', '{"schema":'),
    what: 'is not JSON',
    todo: '--fresh',
  },
  {
    case: 'a kept world that is a folder',
    args: sandboxed,
    with: (home) =>
      mkdirSync(join(home.state, 'sandbox/fresh-personal/fresh-personal.json'), { recursive: true }),
    what: 'cannot be read: it is a folder',
    todo: '--fresh',
  },
])
