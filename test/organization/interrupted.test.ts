/** An audit of an organization that was cut off, at any moment: the next one goes on with what is there. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withOrganizationLock } from '../../src/store/run-lock.ts'
import { organizationOf, type OrganizationStage, saidBy } from '../support/organizations.ts'

const undisturbed = saidBy(await (await organizationOf('neglected-organization')).look())

/** Looks until this many members have been entered, and is then interrupted. */
async function cutOff(stage: OrganizationStage, members: number): Promise<string[]> {
  const stop = new AbortController()
  let entered = 0
  stage.sandbox.faults.strike = (operation) => {
    if (operation === 'iam:GetAccountSummary' && ++entered > members) stop.abort()
    return undefined
  }
  await expect(stage.look({ signal: stop.signal, width: 1 })).rejects.toThrow()
  stage.sandbox.faults.strike = () => undefined
  return resultsOf(stage)
}

const file = ({ folder }: OrganizationStage, name: string) => join(folder, 'organization', name)
const resultsOf = (stage: OrganizationStage) =>
  readFileSync(file(stage, 'results.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { account: string }).account)

describe('an audit that was interrupted', () => {
  it.each([0, 1, 3, 6])('after %i members is carried on with, and nobody is looked at twice', async (n) => {
    const stage = await organizationOf('neglected-organization')
    const there = await cutOff(stage, n)
    const asked: string[] = []
    stage.sandbox.faults.strike = (operation, key) => {
      if (operation === 'iam:GetAccountSummary') asked.push(accountOf(stage, key))
      return undefined
    }
    expect(saidBy(await stage.look({ resume: true }))).toEqual(undisturbed)
    // Whoever looks is asked again: the organization's own findings rest on it.
    const again = there.filter((account) => account !== '111111111111' && asked.includes(account))
    expect(again).toEqual([])
    expect(new Set(resultsOf(stage)).size).toBe(resultsOf(stage).length)
  })

  it('in the middle of a line: the line does not count', async () => {
    const stage = await organizationOf('neglected-organization')
    await cutOff(stage, 4)
    appendFileSync(file(stage, 'results.jsonl'), '{"account":"151515151515","result":{"subj')
    appendFileSync(file(stage, 'pages.jsonl'), '{"at":"2026-')
    expect(saidBy(await stage.look({ resume: true }))).toEqual(undisturbed)
  })

  it('is said where the next one begins anew', async () => {
    const stage = await organizationOf('neglected-organization')
    await cutOff(stage, 2)
    const { notices } = await stage.look()
    expect(JSON.stringify(notices)).toMatch(/was not finished; this one begins anew/)
  })

  it('an account that has left since it was listed says so, and the rest goes on', async () => {
    const stage = await organizationOf('neglected-organization')
    let left = false
    stage.sandbox.faults.strike = (operation, key) => {
      if (operation === 'iam:GetAccountSummary' && accountOf(stage, key) !== '111111111111' && !left) {
        left = true
        delete stage.world.organization!.members['151515151515']
      }
      return undefined
    }
    const { head, of } = await stage.look({ width: 1 })
    expect(head.subjects.find((s) => s.id === '151515151515')).toBeDefined()
    expect(of('root-has-mfa', '151515151515')!.message).toMatch(/left the organization/)
  })
})

describe('what cannot be carried on with', () => {
  it.each<[string, (stage: OrganizationStage) => Promise<void>, object, string]>([
    ['nothing was begun', async () => undefined, {}, 'nothing-to-resume'],
    ['it came to its end', async (stage) => void (await stage.look()), {}, 'nothing-to-resume'],
    [
      'it is of another organization',
      async (stage) => {
        await cutOff(stage, 1)
        const head = JSON.parse(readFileSync(file(stage, 'run.json'), 'utf8')) as object
        writeFileSync(file(stage, 'run.json'), JSON.stringify({ ...head, organization: 'o-another0000' }))
      },
      {},
      'another-organization',
    ],
    [
      'it looked at something else',
      async (stage) => void (await cutOff(stage, 1)),
      { choice: { exclude: ['333333333333'] } },
      'another-choice',
    ],
    [
      'it is of another version',
      async (stage) => {
        await cutOff(stage, 1)
        writeFileSync(file(stage, 'run.json'), '{"schema":"neverroot/organization-run/0"}')
      },
      {},
      'nothing-to-resume',
    ],
  ])('%s', async (_when, before, options, code) => {
    const stage = await organizationOf('neglected-organization')
    await before(stage)
    await expect(stage.look({ resume: true, ...options })).rejects.toMatchObject({ code })
  })

  it('while another one is under way in the same folder', async () => {
    const stage = await organizationOf('neglected-organization')
    await withOrganizationLock(stage.folder, async () => {
      await expect(stage.look()).rejects.toMatchObject({ code: 'audit-under-way' })
    })
  })
})

describe('whoever cannot look at an organization', () => {
  it('a standalone account', async () => {
    const stage = await organizationOf('neglected-personal')
    await expect(stage.look()).rejects.toMatchObject({ code: 'no-organization' })
  })

  it('a caller who may not list accounts', async () => {
    const stage = await organizationOf('neglected-organization')
    stage.sandbox.faults.add({ kind: 'deny', operation: 'organizations:ListAccounts' })
    await expect(stage.look()).rejects.toMatchObject({ code: 'accounts-not-listed' })
  })
})

/** Whose credentials these are. */
function accountOf({ world }: OrganizationStage, key: string | undefined): string {
  return world.sessions.find((session) => session.accessKeyId === key)?.account ?? '111111111111'
}
