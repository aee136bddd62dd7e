/** `neverroot explain`: every control and topic, as text that anybody can read anywhere. */
import { describe, expect, it } from 'vitest'
import { catalogue, controls } from './report.ts'
import { run } from './run.ts'

const topics = ['statuses', 'grades', 'root-session', 'first-password', 'takeover', 'leaving', 'standalone']
const wordsOf = (text: string) => text.replace(/\s+/g, ' ')

describe.concurrent('neverroot explain', () => {
  it('lists every control with its severity, and every topic', async () => {
    const { stdout, stderr, code } = await run(['explain'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const { id, severity } of controls) expect(stdout).toMatch(new RegExp(`^ +${id} +${severity}$`, 'm'))
    for (const topic of topics) expect(stdout).toMatch(new RegExp(`^ +${topic} +\\S`, 'm'))
    expect(stdout).toMatch(/\n$/)
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([])
  })

  it.each(topics)('topic %s', async (topic) => {
    const { stdout, stderr, code } = await run(['explain', topic, '--plain'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^[\x20-\x7e\n]{200,}$/)
  })

  it('a control: why, how, limits, examples, steps, references', async () => {
    const control = controls.find((c) => c.id === 'root-has-no-access-keys')!
    const { stdout } = await run(['explain', control.id])
    const text = wordsOf(stdout)
    for (const part of [control.title, control.severity, control.rationale, control.judged])
      expect(text).toContain(wordsOf(part))
    for (const step of control.procedure?.steps ?? []) expect(text).toContain(wordsOf(step))
    for (const example of control.examples) expect(text).toContain(example.when)
    for (const reference of control.references) expect(text).toContain(reference)
  })

  it('every control, in ASCII with --plain, no line but a link beyond 80 columns', async () => {
    const wrong: string[] = []
    for (let at = 0; at < catalogue.length; at += 4) {
      await Promise.all(
        catalogue.slice(at, at + 4).map(async (id) => {
          const { stdout, stderr, code } = await run(['explain', id, '--plain'])
          const long = stdout.split('\n').filter((line) => line.length > 80 && !line.includes('http'))
          const odd = stdout.replace(/[\x20-\x7e\n]/g, '')
          if (code !== 0 || stderr !== '' || odd !== '' || long.length > 0)
            wrong.push(`${id}: ${stderr}${odd}${long.join('|')}`)
        }),
      )
    }
    expect(wrong).toEqual([])
  })
})
