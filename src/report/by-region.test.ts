import { describe, expect, it } from 'vitest'
import type { Step } from '../model/index.ts'
import { byRegion } from './by-region.ts'

const step = (does: string, region?: string, over: Partial<Step> = {}): Step => ({
  id: `${does} ${region}`,
  account: '111111111111',
  as: 'caller',
  action: 'events:PutRule',
  input: {},
  risk: 'safe',
  does,
  ...(region ? { region } : {}),
  ...over,
})
const rule = (region: string) => step(`rule r in ${region} hears of root`, region)
const target = (region: string) =>
  step(`rule r in ${region} sends it on to the bus in us-east-1`, region, { action: 'events:PutTargets' })
const topic = step('topic t')

describe('calls that differ in their Region alone', () => {
  it.each<[when: string, steps: Step[], told: string[]]>([
    [
      'are told once, in the place of the first',
      [topic, ...['a-1', 'b-1', 'c-1', 'd-1'].flatMap((region) => [rule(region), target(region)])],
      [
        'topic t',
        'rule r in 4 Regions (a-1, b-1 and 2 more) hears of root',
        'rule r in 4 Regions (a-1, b-1 and 2 more) sends it on to the bus in us-east-1',
      ],
    ],
    [
      'are told one by one where they are two',
      [rule('a-1'), rule('b-1')],
      [rule('a-1').does, rule('b-1').does],
    ],
    [
      'are not taken together where they do something else',
      [rule('a-1'), rule('b-1'), step('rule q in c-1 hears of root', 'c-1')],
      [rule('a-1').does, rule('b-1').does, 'rule q in c-1 hears of root'],
    ],
    [
      'are not taken together where one weakens',
      [rule('a-1'), rule('b-1'), { ...rule('c-1'), weakens: true }],
      [rule('a-1').does, rule('b-1').does, rule('c-1').does],
    ],
    [
      'are told one by one where the words name no Region',
      [step('the same', 'a-1'), step('the same', 'b-1'), step('the same', 'c-1')],
      ['the same', 'the same', 'the same'],
    ],
    ['may be none', [], []],
  ])('%s', (_when, steps, told) => {
    expect(byRegion(steps).map(({ does }) => does)).toEqual(told)
  })
})
