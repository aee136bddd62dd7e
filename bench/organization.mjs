/**
 * How long an audit of an organization takes, what it asks and what memory it needs: the built command, against an
 * enterprise of the sandbox in a process of its own. Times are told as ratios to what the quotas of AWS, or the sandbox
 * alone, allow in the same run: machines differ, and are busy with other things.
 *
 *   node bench/organization.mjs [--full] [accounts...]     default: 200 and 1000 accounts; --full: 1000 and 10000
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { ceilingOf } from './organization/ceiling.mjs'
import { floorOf } from './organization/floor.mjs'
import { audit, serve } from './organization/processes.mjs'

const given = process.argv.slice(2)
const full = given.includes('--full')
const sizes = given.filter((arg) => arg !== '--full').map(Number)
if (sizes.length === 0) sizes.push(...(full ? [1_000, 10_000] : [200, 1_000]))
const latency = 50
const aws = ['--latency', latency, '--quotas', 'aws']
const weather = 'throttle=0.05,5xx=0.01,drop=0.005'

const folder = mkdtempSync(join(tmpdir(), 'neverroot-bench-'))
process.on('SIGINT', () => process.exit(130))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const times = (seconds, floor) => (floor > 0 ? `${(seconds / floor).toFixed(2)} x` : 'without')
const s = (seconds) => `${seconds.toFixed(1)} s`
const on = async (accounts, flags, look) => {
  const sandbox = await serve(folder, accounts, ...flags)
  try {
    return await look(sandbox.env)
  } finally {
    await sandbox.end()
  }
}
const unlike = (one, other) => {
  const said = ({ report }) =>
    new Map(report.findings.map(({ id, status, message }) => [id, `${status} ${message}`]))
  const [a, b] = [said(one), said(other)]
  return [...new Set([...a.keys(), ...b.keys()])].filter((id) => a.get(id) !== b.get(id)).length
}

console.log(`${cpus().length} cores, node ${process.version}`)
console.log(`\nwith ${latency} ms of latency and the quotas that AWS publishes`)
const calm = new Map()
for (const accounts of sizes) {
  const ran = await on(accounts, aws, (env) => audit(folder, env))
  calm.set(accounts, ran)
  const { byAction, total, throttled } = ran.report.calls
  const floor = floorOf(byAction)
  console.log(`  ${accounts} accounts (load ${ran.load.toFixed(1)} when it began)`)
  console.log(
    `    floor     ${s(floor.all)}: list of accounts ${s(floor.list)}, sessions ${s(floor.sessions)}, contacts of ${floor.outside} members without a role ${s(floor.centre)}`,
  )
  console.log(
    `    took      ${s(ran.seconds)}: ${times(ran.seconds, floor.all)} the floor, ${times(ran.seconds, floor.list)} that of the list alone`,
  )
  console.log(`    calls     ${(total / accounts).toFixed(2)} for each account, ${throttled} throttled`)
  console.log(
    `    CPU       ${s(ran.cpuSeconds)}, ${((100 * ran.cpuSeconds) / ran.seconds).toFixed(0)} % of a core: ${((ran.cpuSeconds / total) * 1e6).toFixed(0)} us of ours for each call`,
  )
  console.log(`    memory    ${ran.peakMB.toFixed(0)} MB at the peak`)
}
const [small, large] = [sizes[0], sizes.at(-1)]
if (large > small) {
  const growth = calm.get(large).peakMB / calm.get(small).peakMB - 1
  console.log(`  memory grows by ${(growth * 100).toFixed(0)} % from ${small} to ${large} accounts`)
}
console.log(`  calls for each account, of ${large}:`)
for (const [action, n] of Object.entries(calm.get(large).report.calls.byAction).sort(([, a], [, b]) => b - a))
  if (n / large >= 0.01) console.log(`    ${action.padEnd(48)}${(n / large).toFixed(2)}`)

const busy = full ? 3_000 : Math.min(large, 1_000)
console.log(`\nwithout latency and quotas, as fast as this machine goes: ${busy} accounts`)
await on(busy, [], async (env) => {
  // Without the members that lets nobody in: the centre is asked about them, and so often it is not asked.
  const whole = calm.get(busy) ?? (await audit(folder, env))
  const outside = new Set(
    whole.report.findings
      .filter(({ message }) => message.includes('no role of the account lets us in'))
      .map(({ subject }) => subject.id),
  )
  const left = outside.size > 0 ? ['--exclude', [...outside].join()] : []
  const first = whole.report.subjects
    .filter(({ id, kind }) => kind === 'account' && !outside.has(id))
    .slice(0, 200)
  const ceiling = await ceilingOf(folder, env, ['--accounts', first.map(({ id }) => id).join()])
  let best
  for (let round = 0; round < (full ? 3 : 2); round++) {
    const ran = await audit(folder, env, ...left)
    if (!best || ran.seconds < best.seconds) best = ran
  }
  const { total } = best.report.calls
  const perSecond = total / best.seconds
  console.log(
    `  ${perSecond.toFixed(0)} calls/s (load ${best.load.toFixed(1)} when it began), ${((best.cpuSeconds / total) * 1e6).toFixed(0)} us of our CPU for each: ${(total / best.cpuSeconds).toFixed(0)} on a core of its own`,
  )
  console.log(
    `  ${ceiling.toFixed(0)} calls/s is what the sandbox alone serves to whoever only sends bytes; ours are ${(perSecond / ceiling).toFixed(2)} of it`,
  )
})

console.log(`\n5 % throttled, 1 % failing, 0.5 % of the connections broken; else as above`)
for (const accounts of full ? sizes : [small]) {
  const bad = await on(accounts, [...aws, '--faults', weather], (env) => audit(folder, env))
  const than = calm.get(accounts)
  console.log(
    `  ${accounts} accounts: ${s(bad.seconds)}, ${((bad.seconds / than.seconds - 1) * 100).toFixed(0)} % more than without (load ${bad.load.toFixed(1)}); ${bad.report.calls.retried} tried again, ${unlike(bad, than)} findings differ`,
  )
}
