/** What a fact says that it reads is all that it reads: the generated permissions, the docs and `--calls` rest on it. */
import { describe, expect, it } from 'vitest'
import { type Fetcher, openDoor, permissionFor, placeFor } from '../../src/aws/index.ts'
import { sourceOf } from '../../src/engine/collect.ts'
import { frame } from '../../src/facts/frame.ts'
import { observables } from '../../src/facts/observables.ts'
import { openLookups } from '../../src/lookups/index.ts'
import { controls, noRecords, ofRootAlone } from '../../src/index.ts'
import { createSandbox } from '../../src/sandbox/index.ts'
import { permittedWorlds } from '../support/permitted-worlds.ts'

/** Every fact that a control, the frame of a report or a plan's reference asks for, by name. */
const facts = new Map<string, Fetcher<unknown>>()
for (const collectors of [...controls.flatMap((c) => [c.requires, c.considers]), frame, observables])
  for (const fact of Object.values(collectors as Record<string, Fetcher<unknown>>)) facts.set(fact.name, fact)

/** Where an account stands is looked at whatever else is: facts need not say it again. */
const always = Object.values(frame)
  .filter((fact) => fact.name !== 'way-in')
  .flatMap((fact) => fact.reads)

async function looksAt(name: string) {
  const { make, now, before, configuration = {} } = permittedWorlds[name]!
  const world = await make()
  const sandbox = await createSandbox({ world, now: before ?? now, port: false })
  const credentials = sandbox.credentials()
  const door = openDoor({
    place: await placeFor('us-east-1', undefined),
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    credentials: async () => credentials,
  })
  const caller = await door.call('sts:GetCallerIdentity', {})
  if (!caller.ok) throw new Error(caller.message)
  const { Account: account = '', Arn: arn = '' } = caller.output
  const root = arn.endsWith(':root')
  const look = async (fact: Fetcher<unknown>, at: string): Promise<string[]> => {
    sandbox.clock.set(at)
    const asked = new Set<string>()
    const lookups = openLookups(configuration.lookups, { now: () => new Date(at) })
    const source = sourceOf({
      ...(lookups ? { lookups } : {}),
      now: new Date(at),
      caller: { account, arn, root },
      signedWith: credentials.accessKeyId,
      partition: 'aws',
      region: 'us-east-1',
      globalRegion: 'us-east-1',
      configuration,
      records: noRecords,
      costExplorer: true,
      call: (operation, input, options) => {
        asked.add(permissionFor(operation))
        return door.call(operation, input, options)
      },
    })
    await source.get(fact)
    return [...asked]
  }
  return { look, now, before, root, close: () => door.close() }
}

describe.each(Object.keys(permittedWorlds))('in %s', (name) => {
  it('no fact asks for more than it says', async () => {
    const { look, now, before, root, close } = await looksAt(name)
    const wrong: string[] = []
    for (const fact of facts.values()) {
      if (before) await look(fact, before)
      const more = (await look(fact, now)).filter(
        (action) => ![...(root ? ofRootAlone : []), ...always, ...fact.reads].includes(action as never),
      )
      if (more.length > 0) wrong.push(`${fact.name} asks for ${more.sort().join(', ')}`)
    }
    close()
    expect(wrong).toEqual([])
  })
})
