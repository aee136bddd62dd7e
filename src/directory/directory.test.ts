import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DirectoryEntry, known, unknown } from '../model/index.ts'
import { directoryOver, type DirectoryRules } from './directory.ts'
import type { Members, Provider } from './provider.ts'
import { bounds } from './roster.ts'

type Made = Partial<DirectoryEntry> & { in?: string[] }

const at = (name: string) => `${name}@corp.example`

/** A provider over a few entries; counts what it is asked. */
function over(
  made: Record<string, Made>,
  more: Partial<Provider> & { hidden?: Record<string, Members['hidden']> } = {},
) {
  const entries = Object.entries(made).map(([name, { in: groups, ...entry }]) => ({
    groups: groups ?? [],
    entry: { id: name, kind: 'person' as const, enabled: true, phones: [], addresses: [at(name)], ...entry },
  }))
  const asked: string[] = []
  const provider: Provider = {
    name: 'a test',
    tags: 'not-said',
    find: async (address) => {
      asked.push(`find ${address}`)
      return known(entries.find(({ entry }) => entry.addresses.includes(address))?.entry)
    },
    membersOf: async (group) => {
      asked.push(`members ${group.id}`)
      const hidden = more.hidden?.[group.id]
      return known({
        entries: entries.filter(({ groups }) => groups.includes(group.id)).map(({ entry }) => entry),
        ...(hidden ? { hidden } : {}),
      })
    },
    ...more,
  }
  return { provider, asked }
}

async function countOf(
  made: Record<string, Made>,
  rules: DirectoryRules = {},
  more: Parameters<typeof over>[1] = {},
) {
  const directory = directoryOver(over(made, more).provider, rules)
  const hit = await directory.find(at('list'))
  if (hit.state !== 'known' || !hit.value) throw new Error('not found')
  const roster = await directory.members(hit.value.entry)
  if (roster.state !== 'known') return roster
  const { people, groups, ...rest } = roster.value
  return { people: people.length, groups: groups.size, ...rest }
}

const nobody = { people: 0, robots: 0, guests: 0, disabled: 0, doubtful: 0, groups: 1, hidden: [] }

describe('who is behind a list', () => {
  it.each<[string, Record<string, Made>, Partial<typeof nobody>, DirectoryRules?]>([
    ['nobody', {}, {}],
    [
      'one human and two robots',
      { mia: { in: ['list'] }, ci: { kind: 'robot', in: ['list'] }, scanner: { in: ['list'] } },
      { people: 1, robots: 2 },
      { robots: ['Scanner@corp.example'] },
    ],
    [
      'a disabled member',
      { mia: { in: ['list'] }, sam: { enabled: false, in: ['list'] } },
      { people: 1, disabled: 1 },
    ],
    [
      'the same person three times: straight, through a group, and by a second account',
      {
        mia: { person: '7', in: ['list', 'team'] },
        team: { kind: 'group', in: ['list'] },
        'mia.admin': { person: '7', in: ['list'] },
      },
      { people: 1, groups: 2 },
    ],
    [
      'an old, disabled account of somebody who is there',
      { mia: { person: '7', in: ['list'] }, 'mia.old': { person: '7', enabled: false, in: ['list'] } },
      { people: 1 },
    ],
    ['a guest', { pat: { kind: 'guest', in: ['list'] } }, { guests: 1 }],
    [
      'somebody of whom it is not told whether they are there',
      { mia: { enabled: undefined, in: ['list'] }, who: { kind: 'unknown', in: ['list'] } },
      { doubtful: 2 },
    ],
    [
      'groups in a circle',
      {
        a: { kind: 'group', in: ['list', 'b'] },
        b: { kind: 'group', in: ['a'] },
        mia: { in: ['b'] },
      },
      { people: 1, groups: 3 },
    ],
    [
      'a list that is in itself',
      { mia: { in: ['list'] }, list: { kind: 'group', in: ['list'] } },
      { people: 1 },
    ],
  ])('%s', async (_, made, then, rules) => {
    expect(await countOf({ list: { kind: 'group' }, ...made }, rules)).toEqual({ ...nobody, ...then })
  })

  it('counts ten thousand', async () => {
    const many = Object.fromEntries([...Array(10_000).keys()].map((i) => [`p${i}`, { in: ['list'] }]))
    expect(await countOf({ list: { kind: 'group' }, ...many })).toMatchObject({ people: 10_000, hidden: [] })
  })

  it('says that it stopped, where there are too many', async () => {
    const many = Object.fromEntries(
      [...Array(bounds.groups + 5).keys()].map((i) => [`g${i}`, { kind: 'group' as const, in: ['list'] }]),
    )
    const found = await countOf({ list: { kind: 'group' }, ...many })
    expect(found).toMatchObject({ hidden: [{ message: expect.stringContaining('not all were looked at') }] })
  })

  it('takes a hidden nested list for hidden, never for empty', async () => {
    const hidden = { secret: { message: 'Member.Read.Hidden is missing', needs: [] } }
    expect(
      await countOf(
        { list: { kind: 'group' }, secret: { kind: 'group', in: ['list'] }, mia: { in: ['list'] } },
        {},
        { hidden },
      ),
    ).toEqual({ ...nobody, people: 1, groups: 2, hidden: [hidden.secret] })
  })

  it('knows nothing where the list itself is refused', async () => {
    const refused = unknown('denied', 'GroupMember.Read.All is missing')
    expect(await countOf({ list: { kind: 'group' } }, {}, { membersOf: async () => refused })).toEqual(
      refused,
    )
  })
})

it('counts whoever can be reached through groups, each once, whatever the groups look like', async () => {
  const name = fc.integer({ min: 0, max: 7 })
  const edges = fc.array(fc.tuple(name, name), { maxLength: 30 })
  const memberships = fc.array(fc.tuple(name, fc.integer({ min: 0, max: 20 })), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(edges, memberships, async (nested, members) => {
      const reached = new Set([0])
      for (const group of reached)
        for (const [outer, inner] of nested) if (outer === group) reached.add(inner)
      const people = new Set(members.flatMap(([group, person]) => (reached.has(group) ? [person] : [])))
      const idOf = (group: number) => (group === 0 ? 'list' : `g${group}`)
      const made: Record<string, Made> = {}
      for (let i = 0; i < 8; i++) {
        const outer = nested.filter(([, inner]) => inner === i).map(([group]) => idOf(group))
        made[idOf(i)] = { kind: 'group', in: outer }
      }
      for (let i = 0; i <= 20; i++)
        made[`p${i}`] = { in: members.filter(([, person]) => person === i).map(([group]) => idOf(group)) }
      expect(await countOf(made)).toMatchObject({ people: people.size, groups: reached.size, hidden: [] })
    }),
  )
})

describe('an address with a plus tag', () => {
  const made = { mia: {}, 'sam+own': { addresses: [at('sam+own')] } }
  it.each<[string, string, Partial<Provider>, DirectoryRules, string | undefined]>([
    ['is an address of its own where there is one', 'sam+own', {}, {}, 'own'],
    ['of a mail system that says nothing of tags', 'mia+aws', {}, {}, 'tag-unsaid'],
    ['of one that says that they are one mailbox', 'mia+aws', { tags: 'same-mailbox' }, {}, 'tag'],
    ['where the configuration says it', 'mia+aws', {}, { plusTags: true }, 'tag'],
    ['of nobody', 'eve+aws', {}, { plusTags: true }, undefined],
  ])('%s', async (_, name, more, rules, by) => {
    const hit = await directoryOver(over(made, more).provider, rules).find(at(name))
    expect(hit.state === 'known' ? hit.value?.by : hit.state).toBe(by)
  })
})

it('asks once, however many ask', async () => {
  const { provider, asked } = over({ list: { kind: 'group' }, mia: { in: ['list'] } })
  const directory = directoryOver(provider)
  const each = [at('list'), 'LIST@corp.example', at('list')].map(async (address) => {
    const hit = await directory.find(address)
    if (hit.state === 'known' && hit.value) await directory.members(hit.value.entry)
  })
  await Promise.all(each)
  expect(asked).toEqual([`find ${at('list')}`, 'members list'])
})
