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

describe.each(controls)('$name', ({ name, control }) => {
  it('is named by its id, and its title is a sentence', () => {
    expect(`${control.id}.ts`).toBe(name)
    expect(control.title).toMatch(/^[A-Z].*[^.]$/)
    expect(control.examples.length).toBeGreaterThan(1)
    if (control.fix.hand) expect(control.procedure?.steps.length).toBeGreaterThan(0)
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
