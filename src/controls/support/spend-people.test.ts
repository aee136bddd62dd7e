import { describe, expect, it } from 'vitest'
import type { Recipient } from '../../facts/spend-recipients.ts'
import { countPeople, masked } from './spend-people.ts'

const mail = (address: string): Recipient => ({ address, through: 'budget', confirmed: true })
const topic = (address: string, over: Partial<Recipient> = {}): Recipient => ({
  address,
  through: 'topic',
  confirmed: true,
  authenticated: true,
  ...over,
})

describe('people behind addresses', () => {
  it.each<[when: string, Recipient[], reached: number, waiting: number, doubtful: number]>([
    ['nobody', [], 0, 0, 0],
    ['two addresses', [mail('mia@posteo.example'), mail('pat@mail.example')], 2, 0, 0],
    [
      'the same person three times',
      [mail('mia@posteo.example'), mail('Mia+aws@Posteo.example'), topic('MIA@posteo.example')],
      1,
      0,
      0,
    ],
    [
      'a subscription that waits',
      [mail('mia@x.example'), topic('pat@x.example', { confirmed: false })],
      1,
      1,
      0,
    ],
    [
      'waiting at the topic, told by the budget',
      [mail('a@x.example'), topic('a@x.example', { confirmed: false })],
      1,
      0,
      0,
    ],
    ['confirmed, perhaps by a scanner', [topic('a@x.example', { authenticated: false })], 0, 0, 1],
    ['how it was confirmed is not known', [topic('a@x.example', { authenticated: undefined })], 0, 0, 1],
    ['confirmed by somebody signed in', [topic('a@x.example')], 1, 0, 0],
    ['subscribed with a filter', [mail('mia@x.example'), topic('a@x.example', { filtered: true })], 1, 0, 0],
  ])('%s', (_when, recipients, reached, waiting, doubtful) => {
    const counted = countPeople(recipients)
    expect([counted.reached.length, counted.waiting.length, counted.doubtful.length]).toEqual([
      reached,
      waiting,
      doubtful,
    ])
  })

  it('shows no address in full', () => {
    expect(masked(['mia@posteo.example', 'pat@mail.example'])).toBe(
      'm...@posteo.example and p...@mail.example',
    )
  })
})
