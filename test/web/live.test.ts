/** The running page against the real server and the sandbox: what a person does there, and what comes of it. */
import type { Browser, Locator, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { Home, run } from '../cli/run.ts'
import { browser, isAccessible, openBrowser, type Watched, watched } from '../support/browser.ts'
import { serving } from '../support/serving-page.ts'
import { atEnd } from '../support/tidy.ts'

const account = '111111111111'

browser.describe('the running page', () => {
  let opened: Browser
  let home: Home
  let watch: Watched
  let page: Page
  let content: Locator
  let origin: string

  const at = async (route: string) => {
    await page.goto(`${origin}/#/${route}`)
    await page.locator('h1').first().waitFor()
  }
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const told = (text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: 30_000 })
  /** What the command finds, in lines. */
  const csv = async () =>
    (await run(['audit', '--sandbox', 'neglected-personal', '--format', 'csv'], { home })).stdout
  const audit = async () => {
    await button('Run an audit').first().click()
    await told('Looked again: what you see is new.')
  }

  beforeAll(async () => {
    home = new Home()
    atEnd(() => home.remove())
    home.file('work/neverroot.yaml', 'alerts:\n  emails: [mia@posteo.example, pat@mail.example]\n')
    const { url } = await serving(home)
    origin = new URL(url).origin
    opened = await openBrowser()
    watch = await watched(opened)
    page = watch.page
    content = page.locator('#content')
    await page.goto(url)
    await page.locator('h1').first().waitFor()
  }, 120_000)

  it('is empty before the first audit, runs one, and shows what it found', async () => {
    expect(await page.locator('h1').innerText()).toBe('Nothing was looked at yet')
    expect(page.url()).not.toContain('key=')
    await isAccessible(page, 'empty')
    await audit()
    await content.getByText('2 critical, 4 high open').waitFor()
    await content.getByRole('link', { name: 'administrators-have-mfa' }).first().waitFor()
  })

  it('records a statement, which counts from the next look on', async () => {
    await at('control/root-mfa-is-recoverable')
    await content.getByText('Needs a person').first().waitFor()
    await content.getByRole('button', { name: 'Record' }).click()
    await page.getByRole('menuitem', { name: 'Record a statement' }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByRole('button', { name: 'Record', exact: true }).isDisabled()).toBe(true)
    await dialog.getByLabel('Yes, it holds').check()
    await dialog.getByLabel('Who says so').fill('Mia')
    await isAccessible(page, 'statement')
    await dialog.getByRole('button', { name: 'Record', exact: true }).click()
    await dialog.getByText('It counts from the next audit on.').waitFor()
    await dialog.getByRole('button', { name: 'Look again' }).click()
    await told('Looked again: what you see is new.')
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await content.getByText('Stated: somebody said so').waitFor()
    await at('people')
    await page.getByRole('table', { name: 'What lapses when' }).getByText('root-mfa-is-recoverable').waitFor()
  })

  it('records an exception, and takes it back', async () => {
    await at('control/password-policy-is-strong')
    await content.getByRole('button', { name: 'Record' }).click()
    await page.getByRole('menuitem', { name: 'Record an exception' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Who answers for it').fill('Mia')
    await dialog.getByLabel('Why').fill('Nobody signs in with a password')
    await dialog.getByLabel('Until').fill('not a day')
    expect(await dialog.getByRole('button', { name: 'Record', exact: true }).isDisabled()).toBe(true)
    await dialog.getByLabel('Until').fill('2020-01-01')
    await dialog.getByRole('button', { name: 'Record', exact: true }).click()
    // The server's own two sentences.
    await dialog
      .getByText(/2020-01-01/)
      .first()
      .waitFor()
    await dialog.getByLabel('Until').fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10))
    await dialog.getByRole('button', { name: 'Record', exact: true }).click()
    await dialog.getByText('It counts from the next audit on.').waitFor()
    await dialog.getByRole('button', { name: 'Look again' }).click()
    await told('Looked again: what you see is new.')
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await content.getByText(/by Mia until/).waitFor()
    await content.getByRole('button', { name: 'Record' }).click()
    await page.getByRole('menuitem', { name: 'Withdraw what was recorded' }).click()
    await dialog.getByLabel('Who withdraws it').fill('Mia')
    await dialog.getByRole('button', { name: 'Record', exact: true }).click()
    await dialog.getByText('It counts from the next audit on.').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).last().click()
  })

  it('reviews a plan, and applies it once the account is typed; a second tab sees it too', async () => {
    // What a second tab is told, all the while.
    const other = await page.context().newPage()
    await other.goto(`${origin}/#/plan`)
    await at('plan')
    await content.getByText('There is no plan yet').waitFor()
    await button('Make a plan').last().click()
    await content.getByRole('region', { name: 'The plan as the terminal prints it' }).waitFor()
    expect(await content.locator('.plan-text').innerText()).toContain('daily-budget-exists')
    await isAccessible(page, 'plan')
    const apply = button(/^Apply \d+ calls$/)
    const typed = page.getByLabel(/^Type the account id to apply/)
    expect(await apply.isDisabled()).toBe(true)
    await typed.fill('222222222222')
    await content.getByText(`That is not ${account}.`).waitFor()
    expect(await apply.isDisabled()).toBe(true)
    await typed.fill(account)
    await apply.click()
    // AWS sends a code to the phone: it can wait.
    const asked = page.getByRole('dialog', { name: 'The running job asks' })
    await asked.waitFor()
    await isAccessible(page, 'question')
    await other.getByRole('dialog', { name: 'The running job asks' }).waitFor()
    await asked.getByRole('button', { name: 'Later', exact: true }).last().click()
    await content.getByText('Looked again').first().waitFor({ timeout: 30_000 })
    await other.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await content.innerText()).toMatch(/daily-budget-exists\s+fixed/)
    expect(await csv()).toMatch(/daily-budget-exists:111111111111,daily-budget-exists,[^\n]*,pass,/)
    await other.close()
  })

  it('takes the code of a drill from whoever read it', async () => {
    const world = ['--sandbox', 'neglected-personal'] as const
    const act = (...acts: string[]) =>
      run(['sandbox', 'neglected-personal', ...acts.flatMap((one) => ['--act', one])], { home })
    await act('confirm=mia@posteo.example', 'confirm=pat@mail.example')
    const open = ['drill', 'alarm', '--open', '--by', 'Mia', '--reason', 'quarterly', '--confirm', account]
    const drill = await run([...open, ...world], { home })
    expect(drill.code, drill.stderr).toBe(0)
    const mail = (await act('read-mail=pat@mail.example')).stdout
    const code = /Your code: (\S+?)\./.exec(mail)![1]!
    await at('people')
    await page.getByLabel('Code that you read').fill('K7QF2-9XMRT')
    await button('Answer').click()
    // A wrong one is refused in the server's words, and counted.
    await content.getByText('That is not the code that was sent').waitFor()
    await page.getByLabel('Code that you read').fill(code)
    await button('Answer').click()
    await content.getByText(/whoever opened the drill is no witness/).waitFor()
  })

  it('takes a run back, and what makes it less safe only after one more question', async () => {
    await at('plan')
    await button('Take it back').waitFor()
    // A page that was loaded anew knows of the latest run too.
    await page.reload()
    await button('Take back what was applied last').click()
    await page.getByLabel('Type the account id to take back what was applied last').fill(account)
    await button('Take back').click()
    const asked = page.getByRole('dialog', { name: 'The running job asks' })
    await asked.waitFor()
    const named = /Type (\S+) to take it back/.exec(await asked.innerText())![1]!
    await asked.getByRole('textbox').fill(named)
    await asked.getByRole('button', { name: 'Answer' }).click()
    await expect.poll(() => button(/^Stop$/).count(), { timeout: 30_000 }).toBe(0)
    expect(await csv()).toMatch(/,daily-budget-exists,[^\n]*,fail,/)
  })

  it.each(['light', 'dark'] as const)(
    'draws every page that asks the server, %s, for everybody',
    async (mode) => {
      await at('overview')
      if (mode === 'dark') await button('Show it dark').click()
      for (const [route, says] of [
        ['people', 'What lapses when'],
        ['recovery', 'What would make it harder'],
        ['activity', 'What was looked at'],
        ['spend', 'Back-tested'],
        ['evidence', 'The chain is intact'],
        ['settings', 'State folder'],
        ['overview', 'Are we safe?'],
        ['control/root-has-mfa', 'Why'],
      ] as const) {
        await at(route)
        await content.getByText(says).first().waitFor()
        await isAccessible(page, `${route} ${mode}`)
      }
      if (mode === 'dark') {
        // It is kept for the next time.
        await page.reload()
        await page.locator('h1').first().waitFor()
        expect(await page.evaluate('document.body.classList.contains("awsui-dark-mode")')).toBe(true)
        await button('Show it light').click()
      }
    },
  )

  it('draws who can become root, spend against the line, and root use in time; each with its table', async () => {
    await at('recovery')
    await expect.poll(() => page.locator('.picture svg rect').count()).toBeGreaterThan(5)
    await at('spend')
    await content.getByText(/A budget that fits, .* would have fired on 2 of 58 days/).waitFor()
    await at('activity')
    await content.getByText('last use of a key *').waitFor()
    for (const [route, table] of [
      ['recovery', 'Who holds what leads to root'],
      ['spend', 'Spend of each complete day'],
      ['activity', 'Events of root, newest first'],
    ] as const) {
      await at(route)
      await button('As a table').first().click()
      await page.getByRole('table', { name: table }).waitFor()
    }
  })

  it('reads only where it was started for that', async () => {
    const { url, stop } = await serving(home, '--read-only')
    const { page: reader } = await watched(opened)
    await reader.goto(url)
    await reader.getByText('Are we safe?').waitFor()
    expect(await reader.getByRole('link', { name: 'Make a plan' }).count()).toBe(0)
    await reader.goto(`${new URL(url).origin}/#/control/root-mfa-is-recoverable`)
    await reader.getByRole('heading', { name: 'Why' }).waitFor()
    expect(await reader.getByRole('button', { name: 'Record' }).count()).toBe(0)
    // The server ends: what stands on the page stays, and says so.
    stop()
    await reader.getByText('The server does not answer at the moment').waitFor()
    await reader.getByRole('heading', { name: 'Why' }).waitFor()
    await reader.context().close()
  })

  it('asked nobody but its own server, and nothing went wrong', () => {
    expect(watch.asked.filter((url) => !url.startsWith(`${origin}/`))).toEqual([])
    expect(watch.wrong.filter((text) => !/status of 4\d\d/.test(text))).toEqual([])
  })

  it('shows nothing to whoever is not signed in', async () => {
    const stranger = await watched(opened)
    await stranger.page.goto(`${origin}/`)
    expect(await stranger.page.locator('body').innerText()).toContain('not signed in')
    await stranger.page.context().close()
  })
})
