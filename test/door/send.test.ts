/** What says something to people leaves through one door, which opens for nothing else, and for which nothing else opens. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDoor, openDoors, placeFor } from '../../src/aws/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.ts'
import { began } from '../support/audit.ts'

const id = '111111111111'
const input = { Entries: [{ Source: 'neverroot.drill', DetailType: 'A test', Detail: '{}' }] }

describe('PutEvents', () => {
  let sandbox: Sandbox
  const calls: string[] = []
  const options = async () => ({
    place: await placeFor('us-east-1', undefined),
    credentials: async () => sandbox.credentials(),
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
  })

  beforeAll(async () => {
    const world = newWorld({ scenario: 'send', began })
      .account(id, (a) => void a.user('mia', (u) => u.admin().key().isCaller()))
      .build()
    sandbox = await createSandbox({
      world,
      port: false,
      onRequest: ({ operation }) => void calls.push(operation),
    })
  })
  afterAll(() => sandbox.close())

  it.each([
    ['reads', {}],
    ['applies a plan', { mayWrite: true }],
  ])('does not leave through the door that %s', async (_what, may) => {
    const door = openDoor({ ...(await options()), ...may })
    await expect(door.call('events:PutEvents', input)).rejects.toThrow('tells others something')
    expect(calls).toEqual([])
    door.close()
  })

  it('does not leave through the doors of many accounts', async () => {
    const doors = openDoors(await options())
    const door = doors.as({ credentials: async () => sandbox.credentials(), account: id })
    await expect(door.call('events:PutEvents', input)).rejects.toThrow()
    expect(calls).toEqual([])
    doors.close()
  })

  it('leaves through the door that sends, and nothing is changed through it', async () => {
    const door = openDoor({ ...(await options()), maySend: true })
    expect(await door.call('events:PutEvents', input)).toMatchObject({
      ok: true,
      output: { FailedEntryCount: 0 },
    })
    await expect(
      door.call('events:PutRule', { Name: 'x', EventPattern: '{"source":["x"]}' }),
    ).rejects.toThrow('only applying a plan may')
    expect(calls).toEqual(['events:PutEvents'])
    door.close()
  })

  it('has one place that opens that door, and one that asks for it', () => {
    const src = resolve(import.meta.dirname, '../../src')
    const using = (pattern: RegExp) =>
      readdirSync(src, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('sandbox/'))
        .filter((file) => pattern.test(readFileSync(join(src, file), 'utf8')))
    expect(using(/maySend: true/)).toEqual(['api/connect.ts'])
    expect(using(/\.voice\(\)/)).toEqual(['api/drill-alarm.ts'])
    // `events:PutEvents` as an action of a policy is another thing than calling it.
    expect(using(/call\(\s*'events:PutEvents'/)).toEqual(['api/drill-alarm.ts'])
  })
})
