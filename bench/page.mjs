/**
 * How quickly the page of thousands of accounts can be used: the single-file report of an enterprise of the sandbox, in
 * Chromium. Times are the browser's own: from the first byte to an overview that can be read, and from a keystroke or a click
 * to a list that is drawn again.
 *
 *   node bench/page.mjs [accounts] [--all]     default: 10000
 */
import { chromium } from 'playwright-core'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { serve } from './organization/processes.mjs'

const given = process.argv.slice(2)
/** With the passes of members, too. */
const all = given.includes('--all')
const accounts = Number(given.find((arg) => arg !== '--all') ?? 10_000)
const folder = mkdtempSync(join(tmpdir(), 'neverroot-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const file = join(folder, 'report.html')
const sandbox = await serve(folder, accounts)
const began = performance.now()
await audited().finally(() => sandbox.end())
const took = (performance.now() - began) / 1_000
console.log(
  `${accounts} accounts: audited and written in ${took.toFixed(1)} s, ${(statSync(file).size / 1e6).toFixed(1)} MB (limit 15)`,
)

/** As a user would. */
async function audited() {
  const command = join(import.meta.dirname, '../dist/bin/neverroot.mjs')
  const args = [
    'audit',
    '--org',
    '--format',
    'html',
    '--output',
    file,
    '--state',
    join(folder, 'state'),
    '--quiet',
  ]
  const child = spawn(process.execPath, [command, ...args, ...(all ? ['--all'] : [])], {
    env: {
      PATH: process.env.PATH,
      LANG: 'C.UTF-8',
      HOME: folder,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...sandbox.env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0 && code !== 1) throw new Error(`the audit ended with ${code}`)
}

console.log(`${cpus().length} cores, load ${loadavg()[0].toFixed(1)} before the browser`)
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
})
const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, reducedMotion: 'reduce' })
const tell = (what, ms, limit) =>
  console.log(
    `  ${what.padEnd(46)}${ms.toFixed(0).padStart(6)} ms   ${ms <= limit ? 'within' : 'ABOVE'} ${limit} ms`,
  )

await page.goto(`${pathToFileURL(file).href}#/overview`, { waitUntil: 'commit' })
await page.getByText('Are we safe?').waitFor()
tell('open: the overview can be read', await page.evaluate('performance.now()'), 2_000)

/** From doing something in the page until what it shows has changed and was painted. */
const timed = (act) =>
  page.evaluate(
    `new Promise((resolve) => {
      const content = document.querySelector('#content')
      const began = performance.now()
      let quiet
      const seen = () => requestAnimationFrame(() => {
        const at = performance.now() - began
        clearTimeout(quiet)
        quiet = setTimeout(() => { watcher.disconnect(); resolve(at) }, 400)
      })
      const watcher = new MutationObserver(seen)
      watcher.observe(content, { subtree: true, childList: true, characterData: true })
      ${act}
    })`,
  )
const go = (route) => timed(`window.location.hash = ${JSON.stringify(route)}`)
const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]
/** From one list to another, five times there and back: a machine that is busy with other things is so unevenly. */
async function narrowed(what, from, to, limit = 200) {
  const times = []
  for (let i = 0; i < 5; i++) {
    if ((await page.evaluate('window.location.hash')) !== from) await go(from)
    times.push(await go(to))
  }
  tell(`  ${what}`, median(times), limit)
}

tell('findings: all of them', await go('#/findings'), 2_000)
for (const [what, query] of [
  ['only what fails', 'status=fail'],
  ['critical and high', 'status=fail&severity=critical,high'],
  ['a word', 'words=budget'],
  ['sorted by account', 'order=account'],
  ['page 40', 'order=account&page=40'],
  ['together by cause', 'status=fail&group=cause'],
  ['together by account', 'status=fail&group=account'],
])
  await narrowed(what, '#/findings', `#/findings?${query}`)
tell('accounts', await go('#/accounts'), 2_000)
for (const [what, query] of [
  ['a word', 'text=prod'],
  ['sorted by name', 'order=name'],
  ['page 100', 'order=name&page=100'],
])
  await narrowed(what, '#/accounts', `#/accounts?${query}`)
tell('a control in all of them', await go('#/control/root-has-mfa'), 1_000)
const first = await page.evaluate(`document.querySelector('a[href^="#/account/"]').getAttribute('href')`)
tell('an account', await go(first), 1_000)
const debug = await page.context().newCDPSession(page)
const { usedSize } = await debug.send('Runtime.getHeapUsage')
console.log(`  memory of the page's script${(usedSize / 1e6).toFixed(0).padStart(25)} MB`)
await browser.close()
