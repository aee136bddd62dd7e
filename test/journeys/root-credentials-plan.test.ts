/** Root's own keys and certificates, from in use to gone: what a plan does about them, and what it never does. */
import * as sdk from '@aws-sdk/client-iam'
import { describe, expect, it } from 'vitest'
import {
  auditAccount,
  noRecords,
  planAccount,
  type PlanAccountOptions,
  type Records,
} from '../../src/index.ts'
import { createSandbox } from '../../src/sandbox/index.ts'
import { clientConfig } from '../../src/sandbox/testing-principals.ts'
import { began, gather } from '../support/audit.ts'
import {
  certificates,
  connection,
  dayMs,
  type Given,
  id,
  item,
  keys,
  later,
  planned,
  said,
  start,
  unused,
  world,
} from '../support/root-credentials.ts'

const inUse = { keys: [{ created: 900, lastUsed: { at: 3, region: 'eu-west-1', service: 's3' } }] }
const off = (lastUsed?: { at: number; service: string }) => ({
  keys: [{ created: 900, inactive: true, ...(lastUsed ? { lastUsed } : {}) }],
})
const offUnused = { keys: [{ ...unused, inactive: true }] }
const usedLately = off({ at: 20, service: 's3' })

describe('an active key', () => {
  it('is switched off, and nothing else', async () => {
    const made = world({ root: inUse })
    const sandbox = await createSandbox({ world: made, now: began, port: false })
    const { steps, waiting, quarantine, procedure } = await item(sandbox)
    const [key] = made.accounts[id]!.root.accessKeys
    expect(steps).toHaveLength(1)
    expect(steps[0]).toMatchObject({
      action: 'iam:UpdateAccessKey',
      input: { AccessKeyId: key!.id, Status: 'Inactive' },
      risk: 'disruptive',
      undo: {
        action: 'iam:UpdateAccessKey',
        input: { AccessKeyId: key!.id, Status: 'Active' },
        weakens: true,
      },
    })
    expect(steps[0]!.does).toMatch(/AKIA\.\.\.\d{3} is switched off; last used 3 days ago by s3 in eu-west-1/)
    expect(waiting!.join()).toContain('7 days of quarantine')
    expect([quarantine, procedure]).toEqual([undefined, undefined])
  })

  it.each<[when: string, given: Given, steps: string[], waiting: RegExp | undefined]>([
    [
      'it runs the tool: it is spared',
      { root: inUse, caller: 'key' },
      [],
      /this very command runs with it.*aws login/,
    ],
    [
      'another one runs the tool: that one is spared, this one goes',
      { root: { keys: [unused, inUse.keys[0]!] }, caller: 'key' },
      ['iam:UpdateAccessKey'],
      /this very command/,
    ],
    [
      'no administrator was seen: no way in is taken away',
      { root: inUse, mia: false },
      [],
      /no administrator was seen/,
    ],
    [
      'the administrator has no MFA: it can be undone',
      { root: inUse, mia: 'without MFA' },
      ['iam:UpdateAccessKey'],
      undefined,
    ],
    [
      'another one has been off long enough: one thing at a time',
      { root: { keys: [{ ...unused, inactive: true }, inUse.keys[0]!] }, offFor: 8 },
      ['iam:UpdateAccessKey'],
      /can be deleted; a later plan does so/,
    ],
  ])('%s', async (_when, given, steps, waiting) => {
    const found = await planned(given)
    expect(found.steps.map((s) => s.action)).toEqual(steps)
    if (waiting) expect(found.waiting!.join()).toMatch(waiting)
    expect(JSON.stringify(found.steps)).not.toContain('UserName')
  })

  it('stays handwork without a root session', async () => {
    const { steps, procedure, waiting } = await planned({ root: inUse, caller: 'mia' })
    expect({ steps, waiting }).toEqual({ steps: [], waiting: undefined })
    expect(procedure!.title).toBe('Delete the root access key')
  })
})

describe('a key that is switched off', () => {
  it.each<
    [
      when: string,
      given: Given,
      options: Partial<PlanAccountOptions>,
      then: 'goes' | RegExp,
      quarantined?: number,
    ]
  >([
    ['for 3 days', { root: offUnused, offFor: 3 }, {}, /deletes it from 2026-11-27/, 3],
    ['for 8 days, unused for 90', { root: offUnused, offFor: 8 }, {}, 'goes', 8],
    ['for 8 days, never used', { root: off(), offFor: 8 }, {}, 'goes', 8],
    [
      'for 8 days of the 30 that are configured',
      { root: offUnused, offFor: 8 },
      { configuration: { baseline: { quarantineDays: 30 } } },
      /from 2026-12-15/,
      8,
    ],
    ['used 20 days ago', { root: usedLately, offFor: 8 }, {}, /used 20 days ago.*neverroot attest/, 8],
    [
      'used 20 days ago, and somebody says since that nothing needs it',
      { root: usedLately, offFor: 8 },
      { records: said(keys, 1) },
      'goes',
      8,
    ],
    [
      'used 20 days ago, and it was said before it was off',
      { root: usedLately, offFor: 8 },
      { records: said(keys, 9) },
      /neverroot attest/,
      8,
    ],
    [
      'somebody says that something still needs it',
      { root: offUnused, offFor: 8 },
      { records: said(keys, 1, false) },
      /m\.\.\.@corp\.example says that something still needs it/,
      8,
    ],
    [
      'and it was said of the other kind of credential',
      { root: usedLately, offFor: 8 },
      { records: said(certificates, 1) },
      /neverroot attest/,
      8,
    ],
    [
      'no administrator was seen',
      { root: offUnused, offFor: 8, mia: false },
      {},
      /no administrator was seen/,
      8,
    ],
    ['the administrator has no MFA', { root: offUnused, offFor: 8, mia: 'without MFA' }, {}, /no MFA/, 8],
    ['nobody knows since when', { root: offUnused }, {}, /since when is not known/, undefined],
  ])('%s', async (_when, given, options, then, quarantined) => {
    const { steps, waiting, quarantine } = await planned(given, keys, options)
    expect(steps.map((s) => s.action)).toEqual(then === 'goes' ? ['iam:DeleteAccessKey'] : [])
    if (then === 'goes') {
      expect(steps[0]).toMatchObject({ risk: 'irreversible' })
      expect(steps[0]!.undo).toBeUndefined()
    } else expect(waiting!.join()).toMatch(then)
    const since = quarantined === undefined ? undefined : later(-quarantined)
    expect(quarantine?.since).toBe(since?.toISOString())
  })

  it('is still a failure, and proven, whatever somebody says', async () => {
    const sandbox = await createSandbox({
      world: world({ root: usedLately, offFor: 8 }),
      now: began,
      port: false,
    })
    const options = { ...connection(sandbox), now: start, only: [keys], records: said(keys, 1) }
    const finding = (await gather(await auditAccount(options))).of(keys)
    expect(finding).toMatchObject({ status: 'fail', grade: 'proven' })
    expect(finding.message).toMatch(/AKIA\.\.\.\d{3}, inactive, last used 20 days ago/)
  })

  it('rests on ids and states: another key in its place, or signing itself, is another plan', async () => {
    const of = async (given: Given) => (await planned(given)).basedOn
    const one = await of({ root: offUnused, offFor: 8 })
    expect(await of({ root: off(), offFor: 8 })).toBe(one)
    expect(await of({ root: inUse, offFor: 8 })).not.toBe(one)
    expect(await of({ root: offUnused, offFor: 9 })).not.toBe(one)
    expect(await of({ root: inUse, caller: 'key' })).not.toBe(await of({ root: inUse }))
  })
})

describe('a signing certificate', () => {
  it.each<[when: string, given: Given, records: Records, steps: string[], waiting: RegExp | undefined]>([
    [
      'active',
      { root: { certificates: ['Active'] } },
      noRecords,
      ['iam:UpdateSigningCertificate'],
      /quarantine/,
    ],
    ['off for 3 days', { root: { certificates: ['Inactive'] }, offFor: 3 }, noRecords, [], /from 2026-11-27/],
    [
      'off for 8 days: nobody can see whether it was used',
      { root: { certificates: ['Inactive'] }, offFor: 8 },
      noRecords,
      [],
      /AWS does not tell when it was last used.*neverroot attest root-has-no-signing-certificates/,
    ],
    [
      'off for 8 days, and somebody says that nothing needs it',
      { root: { certificates: ['Inactive'] }, offFor: 8 },
      said(certificates, 1),
      ['iam:DeleteSigningCertificate'],
      undefined,
    ],
  ])('%s', async (_when, given, records, steps, waiting) => {
    const found = await planned(given, certificates, { records })
    expect(found.steps.map((s) => s.action)).toEqual(steps)
    if (waiting) expect(found.waiting!.join()).toMatch(waiting)
  })
})

describe('from plan to plan', () => {
  it('is switched off, watched for a week, deleted, and gone', async () => {
    const made = world({ root: { keys: [unused] } })
    const sandbox = await createSandbox({ world: made, now: began, port: false })
    const iam = new sdk.IAMClient({
      ...clientConfig(sandbox),
      requestHandler: sandbox.requestHandler as never,
    })
    const [first] = (await item(sandbox)).steps
    await iam.send(new sdk.UpdateAccessKeyCommand(first!.input as never))

    sandbox.clock.advance(3 * dayMs)
    const watched = await item(sandbox, keys, { now: later(3) })
    expect(watched.steps).toEqual([])
    expect(watched.quarantine).toMatchObject({
      since: start.toISOString(),
      deletableFrom: later(7).toISOString(),
      seen: expect.stringMatching(/last used .* no call with it$/),
    })

    sandbox.clock.advance(5 * dayMs)
    made.accounts[id]!.iam.users[0]!.password!.lastUsed = later(7).toISOString()
    const [last] = (await item(sandbox, keys, { now: later(8) })).steps
    expect(last!.action).toBe('iam:DeleteAccessKey')
    await iam.send(new sdk.DeleteAccessKeyCommand(last!.input as never))
    const plan = await planAccount({ ...connection(sandbox), now: later(8), only: [keys] })
    expect(plan.items).toEqual([])
  })

  it('an event that is not there yet is not taken for one of long ago', async () => {
    const sandbox = await createSandbox({ world: world({ root: offUnused }), now: began, port: false })
    expect((await item(sandbox)).steps).toEqual([])
    // An hour later the report of before bears out that it was off, and no event can be so late.
    sandbox.clock.advance(dayMs / 24)
    const { steps } = await item(sandbox, keys, { now: later(1 / 24) })
    expect(steps.map((s) => s.action)).toEqual(['iam:DeleteAccessKey'])
  })
})
