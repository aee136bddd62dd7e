/** Events: which are understood, and what they lead to. */
import { describe, expect, it } from 'vitest'
import { controls } from '../controls/index.ts'
import { Burst, controlsFor, eventOf } from './events.ts'

const event = (over: object = {}, detail: object | null = {}) =>
  JSON.stringify({
    account: '111111111111',
    source: 'aws.iam',
    detail: detail && { eventSource: 'iam.amazonaws.com', eventName: 'CreateAccessKey', ...detail },
    ...over,
  })

describe('a line', () => {
  it('of an event: its account and its call', () => {
    expect(eventOf(event())).toEqual({ account: '111111111111', actions: ['iam:createaccesskey'] })
  })

  it('of a service whose record names another source: both', () => {
    const line = event({ source: 'aws.signin' }, { eventSource: 'iam.amazonaws.com' })
    expect(eventOf(line)?.actions).toEqual(['signin:createaccesskey', 'iam:createaccesskey'])
  })

  it('on a central bus: the account in which it happened', () => {
    expect(eventOf(event({}, { recipientAccountId: '222222222222' }))?.account).toBe('222222222222')
  })

  it.each<[string, string]>([
    ['no JSON', '{"source":'],
    ['no object', '7'],
    ['null', 'null'],
    ['a list', '[]'],
    ['without a source', event({ source: undefined })],
    ['without a detail', event({}, null)],
    ['without a name', event({}, { eventName: undefined })],
    ['with a number for a name', event({}, { eventName: 7 })],
    ['without an account', event({ account: undefined })],
    ['with half an account', event({ account: '1111' })],
  ])('that is %s is none', (_, line) => {
    expect(eventOf(line)).toBeUndefined()
  })
})

describe('the controls', () => {
  it('are those that name the call, whatever its case', () => {
    expect(controlsFor(controls, ['iam:createaccesskey'])).toContain('root-has-no-access-keys')
    expect(controlsFor(controls, ['iam:listusers'])).toEqual([])
  })

  it('every trigger leads to its control', () => {
    for (const { id, triggers } of controls)
      for (const trigger of triggers ?? []) {
        const [service, name] = trigger.split(':')
        const line = JSON.stringify({
          account: '111111111111',
          source: `aws.${service}`,
          detail: { eventName: name },
        })
        expect(controlsFor(controls, eventOf(line)!.actions)).toContain(id)
      }
  })
})

describe('a burst', () => {
  it('is one look for all accounts that want the same', () => {
    const burst = new Burst(controls, undefined)
    for (let i = 0; i < 100; i++) burst.add(event({ account: i % 2 ? '111111111111' : '222222222222' }))
    expect(burst.looks()).toEqual([
      {
        accounts: ['222222222222', '111111111111'],
        controls: controlsFor(controls, ['iam:createaccesskey']).sort(),
      },
    ])
    expect(burst.events).toBe(100)
    expect(burst.leftOut()).toBeUndefined()
  })

  it('counts what it leaves out, in one sentence', () => {
    const burst = new Burst(controls, '111111111111')
    expect(burst.add(event({ account: '222222222222' }))).toBe(false)
    expect(burst.add(event({}, { eventName: 'ListUsers' }))).toBe(false)
    expect(burst.add('oops')).toBe(false)
    expect(burst.add('{}')).toBe(false)
    expect(burst.add('  ')).toBe(false)
    expect(burst.add(event())).toBe(true)
    expect(burst.leftOut()).toBe(
      'Left out: 2 lines that are no events, 1 event of other accounts, 1 event that no control depends on.',
    )
    expect(burst.looks()).toHaveLength(1)
  })
})
