import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configurationSchema } from '../../config/schema.ts'
import { passwordSink, type Surroundings } from './choose.ts'

const given = {
  account: '111111111111',
  user: 'first.admin@corp.example',
  password: 'gpdibf#nh-MeqK2E2d9PiHb3',
  signIn: 'https://111111111111.signin.aws.amazon.com/console',
}
const signal = new AbortController().signal
const person: Surroundings = { env: { TERM: 'xterm' }, stdinIsTerminal: true, hasTerminal: () => true }

describe('where the first password goes', () => {
  it('a person at a terminal: to the screen', () => {
    expect(passwordSink({ signal }, person).unavailable()).toBeUndefined()
  })

  it.each<[what: string, around: Partial<Surroundings>, says: string]>([
    ['input from elsewhere', { stdinIsTerminal: false }, 'There is no terminal'],
    ['no terminal', { hasTerminal: () => false }, 'There is no terminal'],
    ['a dumb terminal', { env: { TERM: 'dumb' } }, 'cannot clear its screen'],
    ['a terminal without a name', { env: {} }, 'cannot clear its screen'],
    ['CI', { env: { TERM: 'xterm', CI: 'true' } }, 'kept in a log'],
    ['CI, in another word', { env: { TERM: 'xterm', CI: '1' } }, 'kept in a log'],
    ['CloudShell', { env: { TERM: 'xterm', AWS_EXECUTION_ENV: 'CloudShell' } }, 'CloudShell'],
  ])('%s: nowhere, and says what it needs', async (_what, around, says) => {
    const sink = passwordSink({ signal }, { ...person, ...around })
    expect(sink.unavailable()).toContain(says)
    expect(sink.unavailable()).toContain("needs a terminal, or --password-to 'pass insert -m aws/admin'.")
    expect(sink.unavailable()).not.toMatch(/\n/)
    await expect(sink.deliver(given)).rejects.toThrow(says)
  })

  it.each<[what: string, around: Partial<Surroundings>]>([
    ['a terminal', {}],
    ['no terminal', { stdinIsTerminal: false, hasTerminal: () => false }],
    ['CI', { env: { CI: 'true' } }],
    ['CloudShell', { env: { AWS_EXECUTION_ENV: 'CloudShell' } }],
  ])('a command was named, and there is %s: to the command', async (_what, around) => {
    const sink = passwordSink({ signal, passwordTo: 'cat > /dev/null' }, { ...person, ...around })
    expect(sink.unavailable()).toBeUndefined()
    await sink.deliver(given)
  })

  it.each(['', '0', 'false'])('CI=%s is no CI', (CI) => {
    expect(passwordSink({ signal }, { ...person, env: { TERM: 'xterm', CI } }).unavailable()).toBeUndefined()
  })
})

describe('the configuration', () => {
  it.each(['passwordTo', 'password-to', 'password_to'])('cannot name the command (%s)', (name) => {
    expect(configurationSchema.safeParse({ [name]: 'cat' }).success).toBe(false)
    expect(configurationSchema.safeParse({ administrator: { [name]: 'cat' } }).success).toBe(false)
  })

  it('is nothing that this part reads', () => {
    const source = readFileSync(join(import.meta.dirname, 'choose.ts'), 'utf8')
    expect(source).not.toMatch(/from '[^']*config/)
  })
})
