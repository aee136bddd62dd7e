/** What is typed or set wrongly: credentials, endpoints, names, values. */
import { createHash } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'
import { type Case, table } from './mistake.ts'
import type { Home } from './run.ts'

const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'not-a-secret' }
const sandboxed = ['audit', '--sandbox', 'fresh-personal']

let html: http.Server
let page: string
let taken: string
/** Nothing listens on the port of a server that is gone. */
let closed: string

beforeAll(async () => {
  html = http.createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!DOCTYPE html><html><body>Sign in</body></html>')
  })
  page = await urlOf(html)
  taken = new URL(page).port
  const gone = http.createServer()
  closed = await urlOf(gone)
  await new Promise((resolve) => gone.close(resolve))
})
afterAll(() => void html.close())

function urlOf(server: http.Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
}

const sso = (name: string) => (home: Home) => {
  home.file(
    '.aws/config',
    `[sso-session corp]
sso_start_url = https://corp.example/start
sso_region = us-east-1
[profile ${name}]
${name === 'session' ? 'sso_session = corp' : 'sso_start_url = https://corp.example/start\nsso_region = us-east-1'}
sso_account_id = 111111111111
sso_role_name = Administrator
region = us-east-1
`,
  )
  for (const key of ['corp', 'https://corp.example/start'])
    home.file(
      `.aws/sso/cache/${createHash('sha1').update(key).digest('hex')}.json`,
      JSON.stringify({
        startUrl: 'https://corp.example/start',
        region: 'us-east-1',
        accessToken: 'a-token-of-yesterday',
        expiresAt: '2020-01-01T00:00:00Z',
      }),
    )
}

table('credentials', [
  {
    case: 'a profile that nobody wrote down, where there are others',
    args: ['audit', '--profile', 'nobody'],
    with: (home) => home.file('.aws/config', '[profile mia]\nregion = us-east-1\n'),
    what: 'There is no profile "nobody"',
    todo: /^There is: mia\.$/,
  },
  {
    case: 'a profile where there is none at all',
    args: ['audit', '--profile', 'nobody'],
    what: 'There is no profile "nobody"',
    todo: 'aws login',
  },
  {
    case: 'an SSO profile whose cached token expired',
    args: ['audit', '--profile', 'plain'],
    with: sso('plain'),
    what: /"plain".*expired/,
    todo: /^Run: aws sso login --profile plain$/,
  },
  {
    case: 'an SSO session whose cached token expired',
    args: ['audit', '--profile', 'session'],
    with: sso('session'),
    what: /"session".*expired/,
    todo: /^Run: aws sso login/,
  },
  { case: 'no credentials', args: ['audit'], what: 'No credentials', todo: /aws login.*--sandbox/ },
])

table('endpoints', [
  {
    case: 'nothing listens there',
    args: () => ['audit', '--endpoint-url', closed],
    env: keys,
    what: 'cannot be reached: nothing listens there',
    todo: '--endpoint-url',
  },
  {
    case: 'HTML answers everything',
    args: () => ['audit', '--endpoint-url', page],
    env: keys,
    what: /127\.0\.0\.1/,
    todo: '--endpoint-url',
  },
  {
    case: 'no URL',
    args: ['audit', '--endpoint-url', 'localhost:4566'],
    env: keys,
    what: '"localhost:4566" is not what --endpoint-url takes',
    todo: 'http://127.0.0.1:4566',
  },
  {
    case: 'no URL in the environment',
    args: ['audit'],
    env: { ...keys, AWS_ENDPOINT_URL: 'nonsense' },
    what: '"nonsense" is not what AWS_ENDPOINT_URL takes',
    todo: 'http://127.0.0.1:4566',
  },
  {
    case: 'a Region that is none',
    args: ['audit', '--region', 'Mars'],
    env: keys,
    what: '"Mars" is not the name of a Region',
    todo: 'eu-west-1',
  },
])

table('names', [
  {
    case: 'a control, almost',
    args: [...sandboxed, '--only', 'root-has-no-keys'],
    what: 'There is no control "root-has-no-keys"',
    todo: 'Did you mean root-has-no-access-keys?',
  },
  {
    case: 'the second of two controls',
    args: [...sandboxed, '--only', 'root-has-mfa,zebra'],
    what: 'There is no control "zebra"',
    todo: 'neverroot explain',
  },
  {
    case: 'no control at all',
    args: [...sandboxed, '--only', ' , '],
    what: 'is not what --only takes',
    todo: 'leave the option away',
  },
  {
    case: 'a scenario',
    args: ['audit', '--sandbox', 'nowhere'],
    what: 'There is no sandbox scenario "nowhere"',
    todo: 'neglected-personal',
  },
  {
    case: 'a scenario that is a path',
    args: ['audit', '--sandbox', '../..', '--fresh'],
    what: 'There is no sandbox scenario "../.."',
    todo: 'neglected-personal',
  },
  {
    case: 'a scenario for the sandbox command',
    args: ['sandbox', 'constructor'],
    what: 'There is no sandbox scenario "constructor"',
    todo: 'neglected-personal',
  },
  {
    case: 'a command, almost',
    args: ['aduit', '--format', 'json'],
    what: 'There is no command "aduit"',
    todo: 'Did you mean neverroot audit?',
  },
  { case: 'a command', args: ['zebra'], what: 'There is no command "zebra"', todo: 'neverroot --help' },
  {
    case: 'help for a command',
    args: ['help', 'zebra'],
    what: 'There is no command "zebra"',
    todo: '--help',
  },
  {
    case: 'a topic',
    args: ['explain', 'zebra'],
    what: 'There is no control or topic "zebra"',
    todo: 'neverroot explain',
  },
  {
    case: 'a topic that is a word of the language',
    args: ['explain', 'constructor'],
    what: 'There is no control or topic "constructor"',
    todo: 'neverroot explain',
  },
  { case: 'permissions', args: ['permissions', 'zebra'], what: '"zebra"', todo: 'permissions audit' },
  {
    case: 'an option, almost',
    args: ['audit', '--formt', 'json'],
    what: 'There is no option --formt',
    todo: 'Did you mean --format?',
  },
  {
    case: 'an option of no command',
    args: ['--zebra'],
    what: 'There is no option --zebra',
    todo: 'neverroot --help',
  },
])

const badValue = (args: string[], what: string, todo: string | RegExp): Case => ({
  case: args.slice(-2).join(' '),
  args,
  what,
  todo,
})
table('values', [
  badValue(['audit', '--format', 'xml'], '"xml" is not what --format takes', /^Give one of: terminal, json/),
  badValue(['audit', '--as', 'king'], '"king" is not what --as takes', 'personal, business'),
  badValue(['audit', '--section', 'x'], '"x" is not what --section takes', 'root-credentials'),
  badValue(['audit', '--fail-on', 'x'], '"x" is not what --fail-on takes', 'critical, high, medium, low'),
  badValue(['audit', '--now', 'yesterday'], '"yesterday" is not what --now takes', '2026-11-23T06:30:00Z'),
  badValue(['audit', '--now', '2026-13-01'], '"2026-13-01" is not what --now takes', '2026-11-23T06:30:00Z'),
  badValue(['audit', '--now', '2026-02-30'], '"2026-02-30" is not what --now takes', '2026-11-23T06:30:00Z'),
  badValue(['audit', '--call-timeout', '-1'], '"-1" is not what --call-timeout takes', 'above 0'),
  badValue(['audit', '--call-timeout', '1e99'], '"1e99" is not what --call-timeout takes', 'seconds'),
  badValue(['audit', '--output', ''], '"" is not what --output takes', 'leave the option away'),
  badValue(['audit', '--state', ''], '"" is not what --state takes', 'leave the option away'),
  badValue(['audit', '--profile', ''], '"" is not what --profile takes', 'leave the option away'),
  badValue(['audit', '--only'], '--only needs a value', '--only <ids>'),
  badValue(['audit', '--sandbox'], '--sandbox needs a value', '--sandbox <scenario>'),
  badValue(['audit', 'more'], 'audit takes no argument', 'neverroot audit --help'),
  // A plan's file would be passed by, and another plan exported.
  badValue(['export', 'terraform', 'plan.json'], 'terraform takes no argument', 'export --help'),
  badValue(['export', 'aws-cli', 'plan.json'], 'aws-cli takes no argument', 'export --help'),
  badValue(['evidence', 'list', 'all'], 'list takes no argument', 'evidence --help'),
  badValue(['drill', 'alarm', 'now'], 'alarm takes no argument', 'drill --help'),
  badValue(['permissions'], 'missing', 'neverroot permissions --help'),
  badValue(['sandbox', '--account', '1234'], '"1234" is not what --account takes', '12 digits'),
  badValue(['sandbox', '--port', 'x'], '"x" is not what --port takes', 'from 0 to 65535'),
  badValue(['sandbox', '--port', '65536'], '"65536" is not what --port takes', 'from 0 to 65535'),
  badValue(['sandbox', '--latency', '-5'], '"-5" is not what --latency takes', 'whole number'),
  badValue(['sandbox', '--now', '5'], '"5" is not what --now takes', '2026-11-23T06:30:00Z'),
  badValue(['sandbox', '--faults', 'meteor=1'], '"meteor" is no fault', 'throttle'),
  badValue(['sandbox', '--faults', 'throttle=2'], 'from 0 to 1, not "2"', '--faults'),
  badValue(['sandbox', '--faults', 'deny=root'], '"root" is not an operation', 'iam:GetAccountSummary'),
  {
    case: 'a port in use',
    args: () => ['sandbox', '--port', taken],
    what: /^neverroot: Port \d+ is in use/,
    todo: 'another port',
  },
  {
    case: 'line breaks and colours in a value stay in one plain line',
    args: ['audit', '--format', 'x\n\u001b[31my'],
    what: /^neverroot: "x \[31my" is not what/,
    todo: 'terminal, json',
  },
])
