import { describe, expect, it } from 'vitest'
import { makeSession } from './builder/ids.ts'
import { makeScenario, type World } from './index.ts'
import { becomeWorld } from './keeper.ts'

const BEGAN = '2026-11-23T06:30:00.000Z'
const session = (world: World, name: string) => {
  const made = makeSession(world, {
    account: '200000000002',
    expires: BEGAN,
    principal: { kind: 'role', name, sessionName: name },
  })
  world.sessions.push(made)
  return made.accessKeyId
}
const names = ({ sessions }: World) =>
  sessions.flatMap(({ principal }) => (principal.kind === 'role' ? [principal.name] : []))

describe("another process's world", () => {
  it('of an enterprise leaves the sessions open that were handed out here', async () => {
    const [ours, theirs] = await Promise.all([
      makeScenario('enterprise', BEGAN),
      makeScenario('enterprise', BEGAN),
    ])
    const clash = session(theirs, 'has the id of ours')
    session(theirs, 'theirs')
    session(theirs, 'theirs too')
    session(ours, 'ours')
    becomeWorld(ours, theirs)
    expect(names(ours)).toEqual(['theirs', 'theirs too', 'ours'])
    expect(names(theirs), 'what was read is as it was').toEqual([
      'has the id of ours',
      'theirs',
      'theirs too',
    ])
    const next = session(ours, 'next')
    expect([clash, ...ours.sessions.slice(0, -1).map((s) => s.accessKeyId)]).not.toContain(next)
  })

  it('of any other scenario is taken as it is: a session that was ended is over', async () => {
    const [ours, theirs] = await Promise.all([makeScenario('startup', BEGAN), makeScenario('startup', BEGAN)])
    session(ours, 'ended')
    becomeWorld(ours, theirs)
    expect(names(ours)).toEqual([])
  })
})
