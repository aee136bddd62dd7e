import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exampleCircumstances, judgeExample } from '../engine/examples.ts'
import { judge } from '../engine/judge.ts'
import { type AnyControl, noRecords, unattested, unknown } from '../model/index.ts'

const files = readdirSync(import.meta.dirname).filter(
  (name) => name.endsWith('.ts') && !/(index|\.test)\.ts$/.test(name),
)
const controls = await Promise.all(
  files.map(async (name) => ({
    name,
    control: ((await import(/* @vite-ignore */ `./${name}`)) as { default: AnyControl }).default,
  })),
)

/** Every number that a control may carry, by the topics that the standards have; anything else is an invention. */
const numbers: Readonly<Record<string, readonly string[]>> = {
  'CIS 5.0': ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '1.8', '1.9', '4.3'],
  'CIS 7.0': ['2.1.1', '2.1.2', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7', '2.8', '2.9', '2.10', '5.3'],
  'Security Hub': ['Account.1', 'IAM.4', 'IAM.5', 'IAM.6', 'IAM.9', 'IAM.15', 'IAM.16', 'CloudWatch.1'],
  'Startup baseline': ['ACCT.01', 'ACCT.02', 'ACCT.03', 'ACCT.05', 'ACCT.06', 'ACCT.10'],
  'Well-Architected': ['SEC01-BP02', 'SEC02-BP01', 'SEC03-BP05', 'SEC04-BP04', 'SEC10-BP01'],
}

describe.each(controls)('$name', ({ name, control }) => {
  it('is named by its id, and its title is a sentence', () => {
    expect(`${control.id}.ts`).toBe(name)
    expect(control.title).toMatch(/^[A-Z].*[^.]$/)
    expect(control.examples.length).toBeGreaterThan(1)
    if (control.fix.hand) expect(control.procedure?.steps.length).toBeGreaterThan(0)
  })

  it('carries no number that its standard does not have', () => {
    for (const [standard, ids] of Object.entries(control.standards ?? {}))
      expect(numbers[standard]).toEqual(expect.arrayContaining([...ids]))
  })

  it('says no address in full', () => {
    for (const example of control.examples) {
      const { message, question } = judgeExample(control, example)
      expect(`${message} ${question ?? ''}`).not.toMatch(/\w@\w/)
    }
  })

  it.each(control.examples.map((example) => [example.when, example] as const))('%s', (_when, example) => {
    const finding = judgeExample(control, example)
    expect({ status: finding.status, message: finding.message }).toMatchObject({ status: example.then })
    if (example.says) expect(finding.message).toContain(example.says)
  })

  const names = Object.keys({ ...control.requires, ...control.considers })
  const all = <T>(fact: T) => Object.fromEntries(names.map((n) => [n, fact]))
  it.each(['personal', 'business'] as const)(
    'does not pass or fail where nothing could be seen (%s)',
    (profile) => {
      if (names.length === 0) return
      for (const fact of [unknown('denied', 'x:Y was denied', ['x:Y']), unattested('is it so?')]) {
        const finding = judge(control, all(fact), { ...exampleCircumstances, profile }, noRecords)
        expect(['unknown', 'review', 'not-applicable']).toContain(finding.status)
      }
    },
  )
})
