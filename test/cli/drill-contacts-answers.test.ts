/** What a drill of the mailboxes takes as an answer, and what it does not; how it asks, and what is a mistake. */
import { describe, expect, it } from 'vitest'
import { mailServer } from '../support/mail-server.ts'
import {
  addresses,
  closing,
  codeTo,
  company,
  configurationFor,
  everyAddress,
  inHours,
  opening,
  phrase,
} from '../support/contacts-drill.ts'
import { table } from './mistake.ts'
import { script, Terminal } from './pty.ts'
import { Home, run } from './run.ts'

const word = ['drill', 'contacts', '--code-stdin']

describe.concurrent('an answer', () => {
  it('is no wrong code, no late one and none of another drill; guesses end it', () => {
    const home = new Home()
    const sandbox = ['--sandbox', 'neglected-business']
    const account = '222222222222'
    const confirmed = ['--by', 'Dana', '--reason', 'x', '--confirm', account, ...sandbox]
    const type = (code: string, ...more: string[]) =>
      run([...word, '--account', account, ...sandbox, ...more], { home, stdin: `${code}\n` })
    const open = async () => {
      const ran = await run(['drill', 'contacts', '--open', '--print', ...confirmed], { home })
      expect(ran, ran.stderr).toMatchObject({ code: 0 })
      return [...ran.stdout.matchAll(/^Your code: (\S+)$/gm)].map(([, code]) => code!)
    }
    const close = () =>
      run(['drill', 'contacts', '--close', '--by', 'Dana', '--account', account, ...sandbox], { home })
    home.file('work/neverroot.yaml', `drills: { phrase: ${phrase} }\n`)
    return (async () => {
      const [foreign] = await open()
      expect((await close()).code).toBe(1)
      expect((await type(foreign!)).stderr).toContain(`No drill of the mailboxes of ${account} is open.`)
      const codes = await open()
      const late = await type(codes[0]!, ...inHours(49))
      expect(late.stderr).toMatch(/ended at .* its codes count no longer\.\nClose it/)
      const none = await type('hello')
      expect(none.stderr).toContain('That is no code')
      expect(none.stderr).not.toContain('hello')
      const tries = 5 * codes.length
      for (let left = tries - 1; left >= 0; left--) {
        const wrong = await type(left === tries - 1 ? foreign! : '00000-00000')
        const said = left > 1 ? `${left} tries are left` : left === 1 ? '1 try is left' : 'the last try'
        expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining(said) as string })
      }
      expect((await type(codes[0]!)).stderr).toContain(`had ${tries} wrong codes and takes no more`)
      expect((await close()).code).toBe(1)
    })().finally(() => home.remove())
  })

  it('with --account is a word, which counts once and names nobody', () =>
    company(async ({ as, home, server, audit }) => {
      await as('driller', opening)
      const type = (code: string) =>
        run([...word, '--account', '111111111111', '--by', 'Zoe'], { home, stdin: `${code}\n` })
      for (const address of new Set(everyAddress(server.got))) {
        const answered = await type(codeTo(server.got, address))
        expect(answered.stdout).toContain('It is recorded as a word, since AWS does not say who answered.')
      }
      const twice = await type(codeTo(server.got, addresses.root))
      expect(twice.stderr).toContain('Somebody whom AWS does not name answered for root at')
      expect(JSON.parse((await as('driller', closing)).stdout)).toMatchObject({ complete: false, people: 0 })
      expect((await audit(['contact-mailboxes-answer']))['contact-mailboxes-answer']).toMatch(/^pass stated/)
      for (const [name, text] of home.files()) expect(text.includes('Zoe'), name).toBe(false)
    }))

  it('is asked about the account that the drill is of', () =>
    company(async ({ as, home }) => {
      await as('driller', opening)
      const other = await run([...word, '--account', '999999999999'], { home, stdin: 'K7QF2-9XMRT\n' })
      expect(other.stderr).toMatch(
        /No drill of the mailboxes of 999999999999 is open; one of 111111111111 is\.\nCall as/,
      )
    }))

  it('comes from nobody who may not look: opening without the permission says what it takes', () =>
    company(async ({ as, server }) => {
      const blind = await as('tomasz', opening)
      expect(blind).toMatchObject({ code: 2, stdout: '' })
      expect(blind.stderr).toContain('neverroot permissions drill-contacts')
      expect(server.got).toEqual([])
    }))
})

const sandboxed = ['--sandbox', 'exemplary-organization']
const said = ['--by', 'Mia', '--reason', 'x']
const with_ = (text: string) => (home: Home) => home.file('work/neverroot.yaml', text)
const mailOf = (more: string) =>
  `drills: { phrase: ${phrase}, mail: { host: 127.0.0.1, port: 25, from: d@corp.example${more} } }\n`
const open = ['drill', 'contacts', '--open', ...said, ...sandboxed]

table('what a drill of the mailboxes does not take', [
  {
    case: 'two things to do',
    args: ['drill', 'contacts', '--open', '--close'],
    what: 'not --open and --close',
    todo: 'Give one of',
  },
  { case: 'no words of their own', args: open, what: 'drills.phrase', todo: 'docs/drills.md' },
  {
    case: 'no mail server',
    args: open,
    with: with_(`drills: { phrase: ${phrase} }\n`),
    what: 'no sender for drills: drills.mail, drills.ses or drills.sns',
    todo: '--print',
  },
  {
    case: 'words with a link',
    args: open,
    with: with_('drills: { phrase: "see https://corp.example" }\n'),
    what: 'holds a link',
    todo: /./,
  },
  {
    case: 'words like those of AWS',
    args: open,
    with: with_('drills: { phrase: AWS security alert }\n'),
    what: 'looks like mail of AWS',
    todo: /./,
  },
  {
    case: 'real mail about a sandbox',
    args: open,
    with: with_(`drills: { phrase: ${phrase}, mail: { host: smtp.corp.example, from: d@corp.example } }\n`),
    what: 'smtp.corp.example would send them real mail',
    todo: '--print',
  },
  {
    case: 'a password that is not there',
    args: open,
    with: with_(mailOf(', userEnv: SMTP_USER, passwordEnv: SMTP_PASSWORD')),
    what: 'SMTP_PASSWORD, which drills.mail.passwordEnv names, is not set',
    todo: '--print',
  },
  {
    case: 'nobody who agrees',
    args: open,
    with: with_(mailOf('')),
    what: 'Nobody confirms that codes are sent to the mailboxes of 111111111111',
    todo: '--confirm 111111111111',
  },
  {
    case: 'agreement to another account',
    args: [...open, '--confirm', '222222222222'],
    with: with_(mailOf('')),
    what: '"222222222222" is not the account id 111111111111: nothing was sent',
    todo: '--confirm 111111111111',
  },
  {
    case: 'nobody who opens it',
    args: ['drill', 'contacts', '--open', ...sandboxed, '--confirm', '111111111111'],
    with: with_(mailOf('')),
    what: 'Nobody is named who opens the drill',
    todo: '--by NAME',
  },
  {
    case: 'opening without AWS',
    args: ['drill', 'contacts', '--open', '--account', '111111111111'],
    what: 'AWS is asked',
    todo: '--profile',
  },
  {
    case: 'printing a reminder',
    args: ['drill', 'contacts', '--remind', '--print'],
    what: '--print is about opening',
    todo: '--open --print',
  },
  {
    case: 'half an hour',
    args: ['drill', 'contacts', '--open', '--for', '30m'],
    what: '"30m"',
    todo: 'from 1h to 14d',
  },
  {
    case: 'answering what was not opened',
    args: [...word, ...sandboxed],
    what: 'No drill of the mailboxes of 111111111111 is open.',
    todo: 'drill contacts --open',
  },
  {
    case: 'reminding of what was not opened',
    args: ['drill', 'contacts', '--remind', ...sandboxed, '--by', 'Mia'],
    with: with_(mailOf('')),
    what: 'No drill of the mailboxes of 111111111111 is open.',
    todo: 'drill contacts --open',
  },
  {
    case: 'closing what was not opened',
    args: ['drill', 'contacts', '--close', '--by', 'Mia', '--account', '111111111111'],
    what: 'No drill of the mailboxes of 111111111111 is open.',
    todo: 'drill contacts --open',
  },
])

script.describe('at a terminal', () => {
  it('asks a person: who, why, and for the account id, once it is told where the codes go', async () => {
    const home = new Home()
    const server = await mailServer()
    try {
      home.file('work/neverroot.yaml', configurationFor(server.port))
      const opening = new Terminal(['drill', 'contacts', '--open', '--plain', ...sandboxed], home, {}, 80)
      await opening.until(/Who opens the drill\? $/)
      opening.line('Dana')
      await opening.until(/Why is it drilled\? $/)
      opening.line('quarterly')
      const told = await opening.until(/Type the account id to send them: $/)
      expect(told).toContain('6 messages, each with a code of its own')
      expect(told.split('\n').filter((line) => line.length > 80)).toEqual([])
      expect(server.got).toEqual([])
      opening.line('111111111111')
      expect(await opening.until(/--close\s*$/)).toContain('6 of 6 sent.')
      expect(await opening.ended).toBe(0)

      const answering = new Terminal(['drill', 'contacts', '--plain', ...sandboxed], home, {}, 80)
      await answering.until(/Which code is in the mail\? $/)
      answering.line(codeTo(server.got, addresses.billing))
      expect(await answering.until(/Not answered yet: .*$/s)).toContain(
        'That is the code for billing contact.',
      )
      expect(await answering.ended).toBe(0)
    } finally {
      await server.close()
      home.remove()
    }
  })
})
