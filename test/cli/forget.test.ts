/** Deleting what is kept, as people do it. */
import { describe, expect, it } from 'vitest'
import { table } from './mistake.ts'
import { Home, run } from './run.ts'

const account = '111111111111'
const attest = (home: Home, ...more: string[]) =>
  run(['attest', 'root-password-is-managed', '--by', 'Mia Okafor', '--account', account, ...more], { home })

describe.concurrent('forget', () => {
  it('takes people out of the ledger, which says so and lets nobody compare it with what it was', async () => {
    const home = new Home()
    try {
      expect((await attest(home)).code).toBe(0)
      expect((await attest(home, '--sandbox', 'startup')).code).toBe(0)
      const { head } = JSON.parse(
        (await run(['evidence', 'verify', '--format', 'json'], { home })).stdout,
      ) as {
        head: string
      }
      const refused = await run(['forget', '--people', '--confirm', account], { home })
      expect(refused).toMatchObject({ code: 2, stdout: '' })
      expect(refused.stderr).toMatch(/^neverroot: "111111111111" is not forget: nothing was deleted\.\n/)
      const done = await run(['forget', '--people', '--confirm', 'forget'], { home })
      expect(done, done.stderr).toMatchObject({ code: 0 })
      expect(done.stdout).toMatch(/1 entry of the ledger[\s\S]*exceptions end[\s\S]*Deleted\./)
      expect(
        home
          .files()
          .filter(([, text]) => text.includes('Mia'))
          .map(([name]) => name),
      ).toEqual(['sandbox/startup/ledger.jsonl'])
      const verified = await run(['evidence', 'verify'], { home })
      expect(verified.code).toBe(0)
      expect(verified.stdout).toMatch(/: 1 entry about people was erased \(entry 2\)\./)
      const compared = await run(['evidence', 'verify', '--head', head], { home })
      expect(compared.code).toBe(1)
      expect(compared.stdout).toContain('the head you kept is the one from before the erasure of')
      expect((await run(['evidence', 'list'], { home })).stdout).toMatch(
        /erased .*root-password-is-managed\s+erased: attestation/,
      )
      const apart = await run(
        ['forget', '--all', '--sandbox', 'startup', '--confirm', 'forget', '--format', 'json'],
        { home },
      )
      expect(JSON.parse(apart.stdout)).toMatchObject({ what: 'all', deleted: { ledger: 2 } })
      expect(
        home
          .files()
          .map(([name]) => name)
          .sort(),
      ).toEqual(['ledger.head', 'ledger.jsonl'])
      expect((await run(['forget', '--all', '--confirm', 'forget'], { home })).code).toBe(0)
      expect(home.files()).toEqual([])
      expect((await run(['forget', '--all', '--confirm', 'forget'], { home })).stdout).toContain(
        'There is nothing of it',
      )
    } finally {
      home.remove()
    }
  })
})

table('forget refuses', [
  { case: 'nothing', args: ['forget'], what: 'Nobody says what is to be deleted.', todo: /--people/ },
  {
    case: 'two things',
    args: ['forget', '--all', '--people'],
    what: /not --all and --people/,
    todo: /one of/,
  },
  {
    case: 'a day to come',
    args: ['forget', '--before', '2999-01-01'],
    what: /2999-01-01 is in the future/,
    todo: /--all/,
  },
  { case: 'no day', args: ['forget', '--before', 'yesterday'], what: /yesterday/, todo: /ISO time/ },
  {
    case: 'nobody who confirms',
    args: ['forget', '--all'],
    with: (home) => attest(home).then(() => undefined),
    what: 'Nobody confirms that it is deleted.',
    todo: /--confirm forget/,
  },
])
