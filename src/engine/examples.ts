import {
  type AnyControl,
  type Circumstances,
  defaultBaseline,
  type Example,
  type Fact,
  known,
  noRecords,
  unknown,
} from '../model/index.ts'
import { judge } from './judge.ts'

/** A standalone account of a person, on the day that examples are told. */
export const exampleCircumstances: Circumstances = {
  now: new Date('2026-11-23T06:30:00Z'),
  profile: 'personal',
  vantage: 'standalone',
  partition: 'aws',
  subject: { kind: 'account', id: '111111111111', name: 'mia-lab' },
  baseline: defaultBaseline,
  configuration: {},
}

const notLooked = unknown('denied', 'not looked at in this example')

/** Judges one example of a control: a plain value stands for a known fact, a fact not given is unknown. */
export function judgeExample(control: AnyControl, example: Example<any, any>) {
  const given = (example.facts ?? {}) as Record<string, unknown>
  const names = Object.keys({ ...control.requires, ...control.considers })
  const facts = Object.fromEntries(
    names.map((name) => [name, name in given ? asFact(given[name]) : notLooked]),
  )
  const circumstances = {
    ...exampleCircumstances,
    profile: control.profiles[0] ?? 'personal',
    ...(example.given as Partial<Circumstances> | undefined),
  }
  return judge(control, facts, circumstances, noRecords)
}

function asFact(value: unknown): Fact<unknown> {
  const fact = value as Partial<Fact<unknown>> | undefined
  return fact && typeof fact === 'object' && typeof fact.state === 'string'
    ? (fact as Fact<unknown>)
    : known(value)
}
