/** The kept page: whole or not at all, and what each finding rests on beside it. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PageReport } from '../model/index.ts'
import { KeptPage } from './page.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'neverroot-kept-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const reportAt = (at: string) =>
  ({
    schema: 'neverroot/page/1',
    head: { at },
    tail: { posture: { grade: 'F' } },
    controls: [],
    accounts: [],
    texts: [],
    rows: [],
    details: {},
    trend: [],
  }) as unknown as PageReport

const detail = (subject: string, control: string) => ({
  id: `${control}:${subject}`,
  evidence: [
    { kind: 'observation' as const, source: 'dns' as const, at: '2026-11-28T00:00:00Z', saw: `ü ${control}` },
  ],
})

async function keep(page: KeptPage, at: string, controls: readonly string[], subjects = ['1', '2', '3']) {
  const writer = await page.writer()
  for (const subject of subjects)
    for (const control of controls) writer.add(detail(subject, control), subject)
  await page.keep(reportAt(at), writer)
}

describe('the kept page', () => {
  it('finds what any finding rests on, and nothing else', async () => {
    const page = new KeptPage(folder, 'account')
    await keep(page, '2026-11-28', ['a', 'b', 'c'])
    for (const subject of ['1', '2', '3'])
      for (const control of ['a', 'b', 'c'])
        expect(await page.detail(`${control}:${subject}`)).toEqual(detail(subject, control))
    for (const id of ['d:1', 'a:4', 'a', '', '__proto__:__proto__', 'a:constructor'])
      expect(await page.detail(id)).toBeUndefined()
  })

  it('is replaced as a whole, by a process that has read it before too', async () => {
    const [page, other] = [new KeptPage(folder, 'account'), new KeptPage(folder, 'account')]
    await keep(page, '2026-11-27', ['a'])
    expect(await other.detail('a:1')).toBeDefined()
    await keep(page, '2026-11-28', ['b'])
    expect(JSON.parse((await other.read()).json!).head.at).toBe('2026-11-28')
    expect(await other.detail('a:1')).toBeUndefined()
    expect(await other.detail('b:1')).toBeDefined()
    expect(readdirSync(join(folder, 'page')).filter((name) => name.endsWith('.jsonl'))).toHaveLength(1)
  })

  it('of another subject is another one', async () => {
    const [one, other] = [new KeptPage(folder, 'account-1'), new KeptPage(folder, 'account-12')]
    await keep(one, '2026-11-27', ['a'])
    await keep(other, '2026-11-28', ['b'])
    expect(await one.detail('a:1')).toBeDefined()
    expect(JSON.parse((await one.read()).json!).head.at).toBe('2026-11-27')
  })

  it('leaves nothing of an audit that came to no end', async () => {
    const page = new KeptPage(folder, 'account')
    await keep(page, '2026-11-27', ['a'])
    const writer = await page.writer()
    writer.add(detail('1', 'z'), '1')
    writer.discard()
    writer.discard()
    expect(readdirSync(join(folder, 'page'))).toHaveLength(3)
    expect(await page.detail('a:1')).toBeDefined()
  })

  it.each([
    ['is gone', (index: string) => rmSync(index)],
    ['is cut off', (index: string) => writeFileSync(index, '{"at":')],
    [
      'leads elsewhere',
      (index: string) => writeFileSync(index, '{"file":"../../x.jsonl","places":{"1":[0,9]}}'),
    ],
    ['is null', (index: string) => writeFileSync(index, 'null')],
  ])('whose index %s still shows its report', async (_, spoil) => {
    const page = new KeptPage(folder, 'account')
    await keep(page, '2026-11-27', ['a'])
    spoil(join(folder, 'page', 'account.index.json'))
    expect(await page.detail('a:1')).toBeUndefined()
    expect((await page.read()).json).toBeDefined()
  })
})
