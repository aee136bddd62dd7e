/** The single-file report in a browser: each page that is inside draws, and nothing is asked of anybody. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { browser, isAccessible, openBrowser, type Watched, watched } from '../support/browser.ts'
import { writtenFiles } from '../support/html-files.ts'

browser.describe('audit --format html, in a browser', () => {
  let opened: Browser
  let folder: string
  let files: Readonly<Record<string, string>>

  /** Opens a file at a route, when its heading is there. */
  async function at(watch: Watched, file: string, route: string): Promise<Page> {
    const { page } = watch
    await page.goto(`${files[file]!}#/${route}`)
    await page.locator('h1').first().waitFor()
    return page
  }

  beforeAll(async () => {
    ;({ folder, files } = await writtenFiles())
    opened = await openBrowser()
  }, 120_000)

  const routes = {
    personal: [
      'overview',
      'findings',
      'findings?group=cause',
      'control/root-has-no-access-keys',
      'accounts',
      'account/111111111111',
      'people',
      'plan',
    ],
    organization: [
      'overview',
      'findings?status=fail,unknown&group=account',
      'findings?severity=critical',
      'control/root-has-mfa',
      'control/root-has-mfa?account=333333333333',
      'accounts',
      'account/333333333333',
      'recovery',
    ],
  }
  const looks = (['light', 'dark'] as const).flatMap((mode) =>
    (['personal', 'organization'] as const).map((file) => [mode, file] as const),
  )

  it.each(looks)('draws every page %s of the file of a neglected %s, for everybody', async (mode, file) => {
    const watch = await watched(opened, { dark: mode === 'dark' })
    for (const route of routes[file]) {
      const page = await at(watch, file, route)
      expect(await page.evaluate('document.body.classList.contains("awsui-dark-mode")')).toBe(mode === 'dark')
      await isAccessible(page, `${file} ${route} ${mode}`)
    }
    expect(watch.wrong).toEqual([])
    // The browser's own log: the file, and what lies in it.
    expect(watch.asked.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([])
    await watch.page.context().close()
  })

  it('answers the three questions and names the worst three, with what to type', async () => {
    const page = await at(await watched(opened), 'personal', 'overview')
    const main = page.locator('#content')
    expect(await main.getByRole('region', { name: 'Are we safe?' }).innerText()).toMatch(
      /F\s+No\s+Score \d+ of 100/,
    )
    expect(await main.getByRole('region', { name: 'What is not?' }).innerText()).toContain(
      '2 critical, 4 high open',
    )
    expect(await main.locator('.worst > li').allInnerTexts()).toEqual([
      expect.stringContaining('neverroot explain administrators-have-mfa'),
      expect.stringContaining('neverroot explain root-has-no-access-keys'),
      expect.stringContaining('neverroot explain daily-budget-exists'),
    ])
    const sections = await main.locator('h3').allInnerTexts()
    expect(sections.slice(0, 5)).toEqual([
      'Account details',
      'Spend alarm',
      'Administrator',
      'Root credentials',
      'Guardrails',
    ])
    await main.getByRole('button', { name: 'As a table' }).last().click()
    expect(await main.getByRole('table', { name: 'Kept audits' }).locator('tbody tr').count()).toBe(2)
    await page.context().close()
  })

  it('narrows findings by what is typed and chosen, and keeps it in the address', async () => {
    const page = await at(await watched(opened), 'organization', 'findings?status=fail&severity=critical')
    const table = page.getByRole('table', { name: 'Findings' })
    const controls = async () => [...new Set(await table.locator('tbody tr th').allInnerTexts())].sort()
    expect(await controls()).toEqual(['root-has-mfa', 'root-has-no-access-keys'])
    await page.getByRole('button', { name: /^Remove Severity/ }).click()
    await page.getByRole('combobox', { name: 'Narrow the findings' }).fill('budget')
    await page.keyboard.press('Enter')
    const others = async () =>
      (await table.locator('tbody tr').allInnerTexts()).filter((row) => !/budget/i.test(row))
    await expect.poll(others).toEqual([])
    expect(await controls()).toContain('daily-budget-exists')
    expect(page.url()).toMatch(/#\/findings\?status=fail&words=budget$/)
    // The same address, opened by somebody else, shows the same.
    const other = await watched(opened)
    await other.page.goto(page.url())
    await expect
      .poll(() => other.page.getByRole('table', { name: 'Findings' }).locator('tbody tr').count())
      .toBe(await table.locator('tbody tr').count())
    await other.page.context().close()
    // From a group to its findings, and back.
    await page.goto(`${files['organization']!}#/findings?status=fail&group=cause`)
    await page.getByRole('link', { name: '4 accounts have a root user without MFA' }).click()
    await expect.poll(controls).toEqual(['root-has-mfa'])
    await page.goBack()
    await page.getByRole('table', { name: 'Findings together by cause' }).waitFor()
    await page.context().close()
  })

  it('tells of a control why, how, and on what it rests; and walks through what is done by hand', async () => {
    const page = await at(await watched(opened), 'personal', 'control/root-has-no-access-keys')
    const main = page.locator('#content')
    const text = await main.innerText()
    for (const heading of ['Why', 'How it is judged', 'References', 'Evidence'])
      expect(text).toContain(heading)
    expect(await main.getByRole('table', { name: 'Evidence' }).innerText()).toContain('iam:GetAccountSummary')
    await main.getByRole('button', { name: 'Walk step by step' }).click()
    await main.getByText('Step 1 of 4', { exact: true }).waitFor()
    for (let step = 0; step < 4; step++) await main.getByRole('button', { name: 'Done, next' }).click()
    await main.getByText('All steps done', { exact: true }).waitFor()
    await page.context().close()
  })

  it('pins the management account and pictures what is left to root', async () => {
    const page = await at(await watched(opened), 'organization', 'accounts')
    const main = page.locator('#content')
    expect(await main.getByRole('heading', { name: /Management account/ }).innerText()).toContain(
      '111111111111',
    )
    expect(await main.locator('.footprints li').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringMatching(/accounts\n+22,091 of 22,091 actions/)]),
    )
    await main.getByPlaceholder('Id, name or owner').fill('prod')
    await expect.poll(() => main.getByRole('table', { name: 'Accounts' }).locator('tbody tr').count()).toBe(2)
    await page.context().close()
  })

  it('says of what is not inside how to see it', async () => {
    const page = await at(await watched(opened), 'organization', 'recovery')
    const text = await page.locator('#content').innerText()
    expect(text).toContain('not inside this file')
    expect(text).toContain('neverroot serve')
    await page.context().close()
  })

  it('is used with the keyboard alone', async () => {
    const { page } = await watched(opened)
    await page.goto(`${files['personal']!}#/overview`)
    await page.locator('h1').first().waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('content')
    const reached = new Set<string>()
    for (let i = 0; i < 14; i++) {
      await page.keyboard.press('Tab')
      reached.add(await page.evaluate<string>('document.activeElement.textContent'))
    }
    expect([...reached]).toEqual(
      expect.arrayContaining(['2 critical, 4 high open', 'administrators-have-mfa']),
    )
    await page.getByRole('link', { name: 'administrators-have-mfa' }).first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /MFA/ }).waitFor()
    await page.context().close()
  })

  it.each([
    ['a narrow window', { width: 375 }],
    ['a zoom of 200 %', { width: 1280, zoom: 2 }],
  ])('needs no scrolling to the side in %s', async (_, look) => {
    const watch = await watched(opened, look)
    for (const [file, route] of [
      ['personal', 'overview'],
      ['organization', 'overview'],
      ['organization', 'findings'],
      ['organization', 'control/root-has-mfa'],
      ['organization', 'accounts'],
    ] as const) {
      const page = await at(watch, file, route)
      const [wide, room] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      )
      expect([route, wide]).toEqual([route, room])
    }
    await watch.page.context().close()
  })

  it('is told to a browser without scripts as a table', async () => {
    const { page, asked } = await watched(opened, { scripts: false })
    await page.goto(files['organization']!)
    const text = await page.locator('body').innerText()
    expect(text).toContain('this browser runs none')
    expect(text).toMatch(/Spend alarm\s+\d+/)
    expect(text).toContain('root-has-mfa')
    expect(asked.filter((url) => !/^(file|data):/.test(url))).toEqual([])
    await page.context().close()
  })

  it('prints as a light PDF without what is pressed', async () => {
    const page = await at(await watched(opened, { dark: true }), 'personal', 'overview')
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('#top').isVisible()).toBe(false)
    expect(await page.getByRole('button', { name: /^Copy/ }).first().isVisible()).toBe(false)
    await page.context().close()
  })

  it('says so where it was cut off, or is of another kind', async () => {
    const { page } = await watched(opened)
    const whole = readFileSync(new URL(files['personal']!), 'utf8')
    const data = /id="report">([^<]+)</.exec(whole)![1]!
    const broken = join(folder, 'broken.html')
    for (const [text, says] of [
      [whole.replace(data, data.slice(0, data.length / 2)), 'cannot be read'],
      [whole.replace(data, ''), 'There is no report in this file'],
    ] as const) {
      writeFileSync(broken, text)
      await page.goto(pathToFileURL(broken).href)
      await page.getByText(says).first().waitFor()
    }
    await page.context().close()
  })
})
