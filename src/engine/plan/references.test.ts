import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../model/index.ts'
import { at, fromConfiguration, type Meanings, referencesIn, resolve, Unresolved } from './references.ts'

const meanings: Meanings = {
  config: fromConfiguration({ alerts: { emails: ['a@corp.example', 'b@corp.example'] } }),
  observed: (path) => ({ 'primaryContact.FullName': 'Mia Example' })[path],
  output: (step, path) => (step === 'c/1' && path === 'TopicArn' ? 'arn:topic' : undefined),
  secret: (name) => (name === 'password' ? 'hunter2' : undefined),
}

describe('a reference', () => {
  it.each<[string, Json, Json]>([
    ['of the configuration', { $config: 'alerts.emails.1' }, 'b@corp.example'],
    ['to a whole list', { $config: 'alerts.emails' }, ['a@corp.example', 'b@corp.example']],
    ['of what is observed', { $observed: 'primaryContact.FullName' }, 'Mia Example'],
    ['to an earlier step', { $output: ['c/1', 'TopicArn'] }, 'arn:topic'],
    ['to a secret', { $secret: 'password' }, 'hunter2'],
    ['deep inside', { a: [{ b: { $config: 'alerts.emails.0' } }] }, { a: [{ b: 'a@corp.example' }] }],
    ['beside others', [{ $secret: 'password' }, { $output: ['c/1', 'TopicArn'] }], ['hunter2', 'arn:topic']],
    [
      'that is none: it has company',
      { $config: 'alerts.emails.0', x: 1 },
      { $config: 'alerts.emails.0', x: 1 },
    ],
    ['that is none: another word', { $ref: 'x' }, { $ref: 'x' }],
    ['that is none: a text', '{"$config":"alerts.emails.0"}', '{"$config":"alerts.emails.0"}'],
    ['that is none: nothing', null, null],
  ])('%s', (_name, input, comes) => {
    expect(resolve(input, meanings)).toEqual(comes)
  })

  it.each<[string, Json, string]>([
    ['to a setting that is not there', { $config: 'alerts.phones.0' }, 'config "alerts.phones.0"'],
    ['behind the end of a list', { $config: 'alerts.emails.2' }, 'config "alerts.emails.2"'],
    ['to something not observed', { $observed: 'primaryContact.City' }, 'observed "primaryContact.City"'],
    ['to a step that gave nothing', { $output: ['c/2', 'TopicArn'] }, 'output ["c/2","TopicArn"]'],
    ['to another secret', { $secret: 'code' }, 'secret "code"'],
    ['deep inside', { a: [{ b: { $config: 'nothing' } }] }, 'config "nothing"'],
  ])('%s stands for nothing', (_name, input, told) => {
    expect(() => resolve(input, meanings)).toThrow(new Unresolved(told))
  })

  it.each<[string, Json]>([
    ['config', { $config: 'x' }],
    ['observed', { $observed: 'x.y' }],
    ['output', { $output: ['a', 'b'] }],
    ['secret', { $secret: 'password' }],
  ])('of a kind that nobody gives a meaning stays: %s', (_kind, input) => {
    expect(resolve(input, {})).toEqual(input)
  })

  it('is never looked for in what another one stood for', () => {
    const sly: Meanings = { ...meanings, config: () => ({ $secret: 'password' }) }
    expect(resolve({ $config: 'contacts' }, sly)).toEqual({ $secret: 'password' })
  })
})

describe('the references in an input', () => {
  it.each<[string, Json, [string, Json][]]>([
    ['none', { a: 1, b: [null, 'x', true] }, []],
    ['one', { $secret: 'code' }, [['$secret', 'code']]],
    [
      'several, in order',
      { a: { $config: 'x.0' }, b: [{ $output: ['c/1', 'P'] }, { c: { $observed: 'y' } }] },
      [
        ['$config', 'x.0'],
        ['$output', ['c/1', 'P']],
        ['$observed', 'y'],
      ],
    ],
    ['one with company is none', { $config: 'x', y: 1 }, []],
  ])('%s', (_name, input, found) => {
    expect(referencesIn(input)).toEqual(found)
  })

  it('are all that resolving asks for, whatever the input', () => {
    const reference = fc.oneof(
      fc.record({ $config: fc.string() }),
      fc.record({ $observed: fc.string() }),
      fc.record({ $secret: fc.string() }),
      fc.record({ $output: fc.tuple(fc.string(), fc.string()) }),
    )
    const { input } = fc.letrec<{ input: Json }>((tie) => ({
      input: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.integer(),
        fc.constant(null),
        reference as fc.Arbitrary<Json>,
        fc.array(tie('input'), { maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie('input'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(
      fc.property(input, (given) => {
        const asked: [string, Json][] = []
        const note = (kind: string) => (value: string) => {
          asked.push([kind, value])
          return 'meant'
        }
        const all: Meanings = {
          config: note('$config'),
          observed: note('$observed'),
          secret: note('$secret'),
          output: (step, path) => {
            asked.push(['$output', [step, path]])
            return 'meant'
          },
        }
        const resolved = resolve(given, all)
        expect(asked).toEqual(referencesIn(given))
        expect(referencesIn(resolved)).toEqual([])
      }),
    )
  })
})

describe('a dotted path', () => {
  it.each<[string, unknown, string, unknown]>([
    ['of an object', { a: { b: 1 } }, 'a.b', 1],
    ['of a list', { a: ['x', 'y'] }, 'a.1', 'y'],
    ['that leads nowhere', { a: 1 }, 'a.b.c', undefined],
    ['of nothing', undefined, 'a', undefined],
    ['through null', { a: null }, 'a.b', undefined],
  ])('%s', (_name, value, path, found) => {
    expect(at(value, path)).toEqual(found)
  })
})
