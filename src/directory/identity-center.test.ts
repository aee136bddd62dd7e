import { describe, expect, it } from 'vitest'
import { openDoor, placeFor } from '../aws/index.ts'
import { newWorld } from '../sandbox/builder.ts'
import { createSandbox } from '../sandbox/index.ts'
import { directoryOver } from './directory.ts'
import { identityCenterProvider } from './identity-center.ts'

const id = '111111111111'
const store = { identityStoreId: 'd-1111111111', region: 'us-east-1' }
type User = {
  id: string
  userName: string
  emails: string[]
  status?: 'ENABLED' | 'DISABLED'
  phones?: string[]
  title?: string
}

/** The identity store of the sandbox, through the real SDK; `admin` false: somebody who may only look at their own keys. */
async function asked(users: User[], groups: { id: string; name: string; members: string[] }[], admin = true) {
  const world = newWorld({ scenario: 'test', began: '2026-11-23T06:30:00.000Z' })
    .account(id, (a) => {
      a.identityCenter({
        ...store,
        users: users.map((user) => ({ status: 'ENABLED', ...user })),
        groups,
      })
      a.user('casey', (u) => (admin ? u.admin() : u).key().isCaller())
    })
    .build()
  const sandbox = await createSandbox({ world, port: false })
  const credentials = sandbox.credentials()
  const calls: string[] = []
  const door = openDoor({
    place: await placeFor('us-east-1', undefined),
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    credentials: async () => credentials,
    onCall: (operation) => calls.push(operation),
  })
  return { directory: directoryOver(identityCenterProvider(door.call, 'us-east-1')), calls, door }
}

const mia: User = {
  id: 'u-mia',
  userName: 'mia',
  emails: ['mia@corp.example'],
  phones: ['+61 400 000 001'],
  title: 'Engineer',
}
const sam: User = { id: 'u-sam', userName: 'sam@corp.example', emails: [], status: 'DISABLED' }

describe('the identity store', () => {
  it('finds users by mail and by user name, and groups whose name is the address', async () => {
    const group = { id: 'g-root', name: 'aws-root@corp.example', members: ['u-mia', 'u-sam'] }
    const { directory } = await asked([mia, sam], [group])
    expect(await directory.find('MIA@corp.example')).toMatchObject({
      value: { entry: { kind: 'person', enabled: true, title: 'Engineer', phones: ['+61 400 000 001'] } },
    })
    expect(await directory.find('sam@corp.example')).toMatchObject({ value: { entry: { enabled: false } } })
    expect(await directory.find('eve@corp.example')).toMatchObject({ state: 'known', value: undefined })
    const list = await directory.find('AWS-root@corp.example')
    if (list.state !== 'known') throw new Error('not found')
    expect(await directory.members(list.value!.entry)).toMatchObject({
      value: { people: [{ id: 'u-mia' }], disabled: 1, hidden: [] },
    })
    expect(await directory.withPhone('0400 000 001')).toMatchObject({ value: [{ id: 'u-mia' }] })
    expect(await directory.withPhone('+61400000009')).toMatchObject({ value: [] })
  })

  it('lists everybody once, where a group is large', async () => {
    const many = [...Array(250).keys()].map((i) => ({
      id: `u-${i}`,
      userName: `p${i}`,
      emails: [`p${i}@corp.example`],
    }))
    const group = { id: 'g', name: 'all@corp.example', members: many.map((user) => user.id) }
    const { directory, calls } = await asked(many, [group])
    const list = await directory.find('all@corp.example')
    if (list.state !== 'known') throw new Error('not found')
    expect(await directory.members(list.value!.entry)).toMatchObject({ value: { people: { length: 250 } } })
    await directory.named('nobody')
    const count = (operation: string) => calls.filter((c) => c === operation).length
    expect([count('identitystore:DescribeUser'), count('identitystore:ListUsers')]).toEqual([0, 3])
    expect(count('identitystore:ListGroupMemberships')).toBe(3)
    expect(count('sso:ListInstances')).toBe(1)
  })

  it('names the permission that is missing', async () => {
    const { directory } = await asked([mia], [], false)
    expect(await directory.find('mia@corp.example')).toMatchObject({
      state: 'unknown',
      why: 'denied',
      needs: ['sso:ListInstances'],
    })
  })
})

it('says where it looked, where there is no instance', async () => {
  const world = newWorld({ scenario: 'test', began: '2026-11-23T06:30:00.000Z' })
    .account(id, (a) => a.user('casey', (u) => u.admin().key().isCaller()))
    .build()
  const sandbox = await createSandbox({ world, port: false })
  const door = openDoor({
    place: await placeFor('us-east-1', undefined),
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    credentials: async () => sandbox.credentials(),
  })
  expect(
    await directoryOver(identityCenterProvider(door.call, 'eu-west-1')).find('a@b.example'),
  ).toMatchObject({
    state: 'unknown',
    why: 'elsewhere',
    message: expect.stringContaining('no instance in eu-west-1'),
  })
})
