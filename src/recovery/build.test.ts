import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recoveryGraph } from './build.ts'
import { findings, withoutCentre } from './gains.ts'
import type { Having, Power, RecoveryFacts } from './input.ts'
import { fewest, suffices } from './sets.ts'

const none = { iam: 0, account: 0 }

/** A standalone account with MFA, of which nobody has said anything. */
const guarded: RecoveryFacts = {
  vantage: 'standalone',
  root: { mfa: true, password: true, accessKeys: false },
  recovery: 'open',
  mailbox: { publicProvider: false },
  passwordIsManaged: false,
  powers: [],
}
const member: RecoveryFacts = {
  ...guarded,
  vantage: 'member',
  centre: { powers: [], rootSessions: true, delegates: none },
}
const admin: Power = { name: 'mia', kind: 'user', rights: { phone: 'now', administrator: 'now' } }
const entered: Power = { name: 'Admin', kind: 'entered', rights: { phone: 'now', administrator: 'now' } }
const central = (name: string): Power => ({
  name,
  kind: 'user',
  rights: { phone: 'now', mailbox: 'now', 'root-session': 'now' },
})

interface Case {
  facts: RecoveryFacts
  known?: number
  worst?: number
  /** Sets that must be among the smallest: of the known ones. */
  sets?: string[][]
  /** The change that is worth most. */
  best?: string
  raisedTo?: number
}

const cases: Record<string, Case> = {
  'no MFA: whoever opens the mailbox resets the password': {
    facts: { ...guarded, root: { mfa: false, password: true, accessKeys: false } },
    known: 1,
    worst: 1,
    sets: [['mail-admin'], ['registrar'], ['mailbox-owner'], ['dns'], ['mail-idp']],
    best: 'register-mfa',
    // A device can be lost, and then it is the mailbox and the phone.
    raisedTo: 2,
  },
  'MFA: mailbox and phone, one hand where one person may hold both': {
    facts: guarded,
    known: 2,
    worst: 1,
    sets: [
      ['mail-admin', 'phone-holder'],
      ['mailbox-owner', 'carrier'],
    ],
  },
  'somebody says that no one holds both': { facts: { ...guarded, apart: true }, known: 2, worst: 2 },
  'somebody says that one person holds both': {
    facts: { ...guarded, apart: false },
    known: 1,
    worst: 1,
    sets: [['mailbox-owner', 'phone-holder']],
    best: 'part-mailbox-phone',
  },
  'an access key of root: whoever has it': {
    facts: { ...guarded, root: { ...guarded.root, accessKeys: true }, apart: true },
    known: 1,
    worst: 1,
    sets: [['key-holder']],
    best: 'delete-keys',
  },
  'whether root has keys was not seen: perhaps one is enough': {
    facts: { ...guarded, root: { mfa: true, password: true }, apart: true },
    known: 2,
    worst: 1,
    best: 'delete-keys',
  },
  'whether root has MFA was not seen': {
    facts: { ...guarded, root: { password: true, accessKeys: false }, apart: true },
    known: 2,
    worst: 1,
    best: 'register-mfa',
  },
  'an administrator changes the phone, somebody else reads the mail': {
    facts: { ...guarded, powers: [admin], apart: true },
    known: 2,
    // Whether the mailbox is in the account nobody has said: then the administrator alone.
    worst: 1,
    sets: [['mail-admin', 'principals-1']],
    best: 'keep-number',
  },
  'a part of the mailbox is in the account: its administrator alone': {
    facts: { ...guarded, mailbox: { publicProvider: false, inside: true }, powers: [admin], apart: true },
    known: 1,
    worst: 1,
    sets: [['principals-1']],
    best: 'keep-number',
  },
  'a part of the mailbox was seen in the account, though somebody said that none is': {
    facts: {
      ...guarded,
      mailbox: { publicProvider: false, inside: false, insideSeen: 'the zone corp.example (Route 53)' },
      powers: [admin],
      apart: true,
    },
    known: 1,
    worst: 1,
    sets: [['principals-1']],
  },
  'the mail server of the domain was seen: whoever runs it reads the mail': {
    facts: {
      ...guarded,
      root: { mfa: false, password: true, accessKeys: false },
      mailbox: {
        publicProvider: false,
        seenAt: { dns: 'ns1.dnshost.example', registrar: 'Example Registrar', exchanger: 'mx.corp.example' },
      },
    },
    known: 1,
    worst: 1,
    sets: [['mail-exchanger'], ['registrar'], ['dns']],
  },
  'one identity provider may open the mailbox and the account': {
    facts: { ...guarded, mailbox: { publicProvider: false, inside: false }, powers: [entered] },
    known: 2,
    worst: 1,
    sets: [['mail-idp', 'aws-idp']],
  },
  'a public mail provider stands for administrators, DNS and registrar': {
    facts: {
      ...guarded,
      root: { mfa: false, password: true, accessKeys: false },
      mailbox: { publicProvider: true },
    },
    known: 1,
    worst: 1,
    sets: [['mail-provider'], ['mailbox-owner']],
  },
  'no phone on file and nobody who may set one: MFA stays in the way': {
    facts: { ...guarded, phone: false, apart: true },
    known: 2,
    worst: 2,
    sets: [['mail-admin', 'mfa-holder']],
  },
  'a member: an administrator of the centre alone, and without the centre two': {
    facts: {
      ...member,
      centre: { powers: [central('olga')], rootSessions: true, delegates: none },
      apart: true,
    },
    known: 1,
    worst: 1,
    sets: [['centre-principals-1']],
  },
  'a member seen from itself: that there is a centre is certain': {
    facts: { ...member, centre: undefined, recovery: undefined },
    known: 2,
    worst: 1,
  },
  'a member without credentials and with blocked recovery: the centre alone': {
    facts: {
      ...member,
      root: { mfa: false, password: false, accessKeys: false },
      recovery: 'blocked',
      centre: { powers: [central('olga')], rootSessions: true, delegates: none },
    },
    known: 1,
    worst: 1,
  },
  'a delegate for IAM opens root sessions, one for contacts moves the address and the phone: each alone': {
    facts: {
      ...member,
      apart: true,
      centre: { powers: [], rootSessions: true, delegates: { iam: 1, account: 1 } },
    },
    known: 1,
    worst: 1,
    sets: [['delegates-iam'], ['delegates-account']],
  },
  'recovery is blocked: a delegate for contacts moves what no longer matters': {
    facts: {
      ...member,
      root: { mfa: false, password: false, accessKeys: false },
      recovery: 'blocked',
      centre: { powers: [], rootSessions: true, delegates: { iam: 0, account: 1 } },
    },
  },
  'the same, and root sessions are off: nobody': {
    facts: {
      ...member,
      root: { mfa: false, password: false, accessKeys: false },
      recovery: 'blocked',
      centre: { powers: [central('olga')], rootSessions: false, delegates: none },
    },
  },
}

describe.each(Object.entries(cases))('%s', (_, { facts, known, worst, sets = [], best, raisedTo }) => {
  const graph = recoveryGraph(facts)

  it('is counted', () => {
    expect({ known: fewest(graph, 'known').count, worst: fewest(graph, 'worst').count }).toEqual({
      known,
      worst,
    })
    expect(fewest(graph, 'known').sets).toEqual(expect.arrayContaining(sets))
  })

  it('is whole: everything that something rests on is there, and leads to root', () => {
    const ids = new Set(graph.nodes.map(({ id }) => id))
    const rested = new Set(graph.nodes.flatMap((node) => (node.kind === 'holder' ? [] : [...node.of])))
    expect([...rested].filter((id) => !ids.has(id))).toEqual([])
    expect([...ids].filter((id) => id !== 'root' && !rested.has(id))).toEqual([])
    expect(ids.size).toBe(graph.nodes.length)
    for (const node of graph.nodes) if (node.state === 'cut') expect(node.because).toBeTruthy()
  })

  it('offers only changes that are worth something, the best first', () => {
    const { gains, fewest: now, withoutCentre: rest } = findings(graph)
    if (best) expect(gains[0]).toMatchObject({ id: best, raises: true })
    if (raisedTo) expect(gains[0]!.known).toBe(raisedTo)
    for (const gain of gains) {
      const before = rest ?? now
      expect(
        gain.raises ||
          gain.left.known < before.known.sets.length ||
          gain.left.worst < before.worst.sets.length,
      ).toBe(true)
    }
  })
})

describe('a member', () => {
  const facts: RecoveryFacts = {
    ...member,
    root: { mfa: false, password: false, accessKeys: false },
    recovery: 'blocked',
  }
  it('shows the ways that fell away as cut, with the reason', () => {
    const cut = recoveryGraph(facts).nodes.filter(({ state, kind }) => kind === 'way' && state === 'cut')
    expect(cut.map(({ id }) => id).sort()).toEqual(['way-keys', 'way-lost-mfa', 'way-reset', 'way-sign-in'])
    expect(cut.find(({ id }) => id === 'way-reset')!.because).toContain('blocked centrally')
  })

  it('is left to nobody but the centre', () => {
    const graph = recoveryGraph({
      ...facts,
      centre: { powers: [central('olga')], rootSessions: true, delegates: none },
    })
    expect(fewest(withoutCentre(graph), 'worst').count).toBeUndefined()
  })
})

describe('thousands of users and roles', () => {
  it('are a handful of groups, and are counted at once', () => {
    const powers = Array.from({ length: 3000 }, (_, i): Power => ({
      name: `role-${i}`,
      kind: (['user', 'role', 'entered'] as const)[i % 3]!,
      rights: {
        phone: (['now', 'after', 'perhaps'] as const)[i % 4],
        administrator: (['now', 'after', 'perhaps'] as const)[i % 5],
        'root-session': (['now', 'after', 'perhaps'] as const)[i % 7],
      },
    }))
    const graph = recoveryGraph({ ...guarded, powers })
    expect(graph.nodes.length).toBeLessThan(110)
    expect(findings(graph).fewest.known.count).toBe(2)
    const counted = graph.nodes.flatMap((node) =>
      node.kind === 'holder' && node.who === 'principal' ? [node.label] : [],
    )
    expect(
      counted.filter((label) => /role-\d+, role-\d+, role-\d+ and \d+ more$/.test(label)).length,
    ).toBeGreaterThan(20)
  })
})

describe('any account', () => {
  const maybe = fc.option(fc.boolean(), { nil: undefined })
  const having = fc.option(fc.constantFrom<Having>('now', 'after', 'perhaps'), { nil: undefined })
  const power: fc.Arbitrary<Power> = fc.record({
    name: fc.constantFrom('mia', 'tom', 'olga', 'build'),
    kind: fc.constantFrom('user', 'role', 'entered'),
    rights: fc.record({ phone: having, mailbox: having, 'root-session': having, administrator: having }),
  }) as fc.Arbitrary<Power>
  const facts: fc.Arbitrary<RecoveryFacts> = fc.record({
    vantage: fc.constantFrom('standalone', 'management', 'member', 'unknown'),
    root: fc.record({ mfa: maybe, password: maybe, accessKeys: maybe }),
    recovery: fc.constantFrom('open', 'blocked', undefined),
    mailbox: fc.record({ publicProvider: maybe, inside: maybe }),
    phone: maybe,
    passwordIsManaged: fc.boolean(),
    powers: fc.option(fc.array(power, { maxLength: 6 }), { nil: undefined }),
    apart: maybe,
  }) as fc.Arbitrary<RecoveryFacts>

  it('has a graph in which nothing rests on what is missing, and whose smallest sets suffice', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const graph = recoveryGraph(given)
        const ids = new Set(graph.nodes.map(({ id }) => id))
        for (const node of graph.nodes)
          if (node.kind !== 'holder') for (const id of node.of) expect(ids.has(id)).toBe(true)
        for (const world of ['known', 'worst'] as const)
          for (const set of fewest(graph, world).sets) expect(suffices(graph, world, new Set(set))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
