/** Answers of people who are nobody to AWS: by a key on file, and by a token of the identity provider. */
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  account,
  addresses,
  closing,
  codeTo,
  company,
  configurationFor,
  opening,
} from '../support/contacts-drill.ts'
import { imitate } from '../support/http-server.ts'
import { needs } from '../tools.ts'
import { table } from './mistake.ts'
import type { World } from '../../src/sandbox/index.ts'
import { Home, run } from './run.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ssh = needs('ssh-keygen')
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** An identity provider that publishes its keys and nothing else. */
async function identityProvider() {
  const server = await imitate(({ path }) =>
    path === '/.well-known/openid-configuration'
      ? { json: { issuer: server.url, jwks_uri: `${server.url}/keys` } }
      : { json: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig' }] } },
  )
  const tokenOf = (email: string, more: object = {}) => {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: server.url,
      aud: 'drills',
      sub: email,
      email,
      email_verified: true,
      iat: now,
      exp: now + 600,
    }
    const data = `${part({ alg: 'RS256', kid: '1' })}.${part({ ...claims, ...more })}`
    return `${data}.${sign('sha256', Buffer.from(data), privateKey).toString('base64url')}`
  }
  return { ...server, tokenOf }
}

ssh.describe('people who are nobody to AWS', () => {
  it('answer by a key on file or a token, are counted within one way, and are kept as hashes alone', async () => {
    const provider = await identityProvider()
    try {
      await company(async ({ as, home, server }) => {
        const keyOf = (name: string) => {
          const file = join(home.folder, name)
          execFileSync(ssh.path, ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file])
          return readFileSync(`${file}.pub`, 'utf8').trim()
        }
        home.file(
          'work/signers',
          ['mia@corp.example', 'dana@corp.example'].map((name) => `${name} ${keyOf(name)}\n`).join(''),
        )
        home.file(
          'work/neverroot.yaml',
          `${configurationFor(server.port)}  answers:
    signers: signers
    token: { issuer: "${provider.url}", audience: drills, claim: email }
    people: [{ aws: driller, ssh: dana@corp.example, token: dana@corp.example }]
`,
        )
        expect(await as('driller', opening)).toMatchObject({ code: 0 })
        const mail = server.got.find(({ to }) => to.includes(addresses.root))!
        const code = codeTo(server.got, addresses.root)
        // The message says how, to the letter.
        const line = /printf '%s\\n' '(.*)' \|/.exec(mail.raw)![1]!
        expect(line).toBe(`neverroot drill ${account} ${code}`)
        const bySignature = (name: string, ofCode = code) => {
          const signature = execFileSync(
            ssh.path,
            ['-Y', 'sign', '-n', 'neverroot-drill', '-f', join(home.folder, name)],
            { input: `neverroot drill ${account} ${ofCode}\n`, stdio: ['pipe', 'pipe', 'ignore'] },
          )
          const file = home.file('answer.sig', signature.toString())
          // Whoever answers so has no credentials: nothing is asked of AWS.
          return as('nobody', ['drill', 'contacts', '--code-stdin', '--signature', file, '--calls'], {
            stdin: `${code}\n`,
            env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
          })
        }
        const byToken = (email: string, more: object = {}, of = code) =>
          as('nobody', ['drill', 'contacts', '--code-stdin', '--token-stdin', '--calls'], {
            stdin: `${of}\n${provider.tokenOf(email, more)}\n`,
            env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
          })

        const mia = await bySignature('mia@corp.example')
        expect(mia, mia.stderr).toMatchObject({ code: 0, stderr: '' })
        expect(mia.stdout).toContain('You count as one person; you are the first there.')
        const other = await bySignature('mia@corp.example', '00000-00000')
        expect(other.stderr).toMatch(
          /^neverroot: The signature does not fit the code, or was changed\.\nSign this line/,
        )
        expect((await bySignature('mia@corp.example')).stderr).toMatch(
          /mia@corp.example answered for root .* counts once/,
        )
        // Nobody knows whether these two are one.
        const token = await byToken('mia.okafor@corp.example')
        expect(token.stdout).toContain('you are the first there.')
        expect(token.stderr).toBe(
          `  GET where the issuer keeps its keys  ${new URL(provider.url).host}\n  GET the keys of the issuer  ${new URL(provider.url).host}\n`,
        )
        expect((await byToken('dana@corp.example')).stdout).toContain(
          'whoever opened the drill is no witness of it',
        )
        const stale = await byToken('tom@corp.example', { auth_time: 1 })
        expect(stale.stderr).toContain(
          'neverroot: The token is from before the drill was opened: sign in anew.',
        )
        expect((await byToken('tom@corp.example')).stdout).toContain('2 have answered there.')

        const closed = await as('driller', closing)
        const { roles } = JSON.parse(closed.stdout) as { roles: { role: string; people: number }[] }
        expect(roles.find(({ role }) => role === 'root')).toMatchObject({ people: 2 })
        for (const [name, text] of home.files())
          for (const secret of ['@corp.example', provider.tokenOf('x').slice(0, 40), code])
            expect(text.includes(secret), `${secret} in ${name}`).toBe(false)
      })
    } finally {
      await provider.close()
    }
  })
})

describe('codes that leave through SES', () => {
  it('are announced with its sandbox, sent to whom it may, and carried on with the same way alone', async () => {
    const home = new Home()
    const scenario = 'exemplary-organization'
    const state = join(home.state, 'sandbox', scenario)
    const world = join(state, `${scenario}.json`)
    const go = (...args: string[]) => run([...args, '--sandbox', scenario], { home })
    const open = (...more: string[]) => go(...opening, ...more)
    home.file(
      'work/neverroot.yaml',
      'drills: { phrase: blue heron over the harbour, ses: { region: eu-west-1, from: drills@corp.example } }\n',
    )
    try {
      // Made, and then what somebody did in the console of SES.
      expect((await open('--print')).code).toBe(0)
      expect((await go('drill', 'contacts', '--close', '--by', 'Dana')).code).toBe(1)
      const made = JSON.parse(readFileSync(world, 'utf8')) as World
      const verified = ['drills@corp.example', addresses.root]
      made.accounts[account]!.sesSending = { 'eu-west-1': { production: false, verified, suppressed: [] } }
      writeFileSync(world, JSON.stringify(made))
      const opened = await open()
      expect(opened.code).toBe(1)
      expect(opened.stdout).toMatch(/from drills@corp\.example by way of\s+Amazon SES in eu-west-1:/)
      expect(opened.stdout).toMatch(/note: SES of this account is in its sandbox in eu-west-1/)
      expect(opened.stdout).toMatch(/root: sent\n/)
      expect(opened.stdout).toContain('1 of 6 sent.')
      const { messages = [] } = JSON.parse(readFileSync(world, 'utf8')) as World
      const mail = messages.filter(({ body }) => body.includes('Your code: '))
      expect(mail.map(({ to }) => to)).toEqual([addresses.root])
      expect(mail[0]!.body).toContain('There is no\nlink in this message')
      const other = await open('--print')
      expect(other.stderr).toMatch(/it is sent by SES, and stays so\.\nLeave --print away/)
      const again = await open()
      expect(again.stdout).toContain('5 messages, each with a code of its own')
      expect(home.files().filter(([name, text]) => name.includes('ledger') && text.includes('@'))).toEqual([])
    } finally {
      home.remove()
    }
  })
})

const configured = 'drills:\n  phrase: blue heron over the harbour\n'
const printed = ['drill', 'contacts', '--open', '--print', '--by', 'D', '--reason', 'x']
const withSenders = (home: Home) =>
  home.file(
    'work/neverroot.yaml',
    `${configured}  ses: { region: eu-west-1, from: a@corp.example }\n  sns: { topics: ["arn:aws:sns:us-east-1:${account}:a"] }\n`,
  )
table('another way', [
  {
    case: 'that is not chosen of several',
    args: opening,
    with: withSenders,
    what: 'The configuration declares drills.ses and drills.sns.',
    todo: '--via ses, --via sns',
  },
  {
    case: 'that is not declared',
    args: [...opening, '--via', 'mail'],
    with: withSenders,
    what: 'The configuration does not declare drills.mail.',
    todo: '--print',
  },
  {
    case: 'that is not supported',
    args: [...opening, '--via', 'notifications'],
    with: withSenders,
    what: 'Not supported: AWS User Notifications tells its contacts of events',
    todo: /--via ses or --via sns/,
  },
  {
    case: 'for a reminder',
    args: ['drill', 'contacts', '--remind', '--via', 'ses'],
    what: '--via says how a drill is sent that is opened',
    todo: '--open --via ses',
  },
  {
    case: 'in two ways',
    args: ['drill', 'contacts', '--signature', 'a.sig', '--token-stdin'],
    what: 'An answer is given in one way',
    todo: 'Leave one of them away.',
  },
  {
    case: 'where a drill is opened',
    args: [...printed, '--signature', 'a.sig'],
    what: '--open takes neither --signature nor --token-stdin',
    todo: /--signature FILE/,
  },
  {
    case: 'without a drill',
    args: ['drill', 'contacts', '--code-stdin', '--signature', 'a.sig'],
    what: 'No drill of mailboxes is open.',
    todo: /--open/,
  },
  {
    case: 'names that stand for two people',
    args: ['drill', 'contacts', '--code-stdin', '--account', account],
    with: (home) =>
      home.file(
        'work/neverroot.yaml',
        `${configured}  answers: { people: [{ aws: a }, { aws: a, ssh: b }] }\n`,
      ),
    what: /line 3: drills\.answers\.people has one name under two people\./,
    todo: /schema/,
  },
])
