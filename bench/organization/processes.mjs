/** The audit and the imitation that it looks at, each in a process of its own. */
import { spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'

const command = join(import.meta.dirname, '../../dist/bin/neverroot.mjs')
const base = { PATH: process.env.PATH, LANG: 'C.UTF-8', AWS_EC2_METADATA_DISABLED: 'true' }
let runs = 0

/** Whatever ends the bench leaves nothing running. */
const children = new Set()
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})
const endWithUs = (child) => {
  children.add(child)
  child.once('close', () => children.delete(child))
}

/** Starts `neverroot sandbox enterprise`; gives what it exports, and how to end it. */
export async function serve(folder, accounts, ...flags) {
  const state = join(folder, `sandbox-${++runs}`)
  const args = ['sandbox', 'enterprise', '--accounts', accounts, '--no-verify', '--state', state, ...flags]
  const child = spawn(process.execPath, [command, ...args.map(String)], {
    env: { ...base, HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  endWithUs(child)
  let said = ''
  await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the sandbox ended: ${said}`)))
    const hear = (piece) => {
      said += piece
      if (said.includes('until Ctrl-C') && said.includes('AWS_REGION')) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
  })
  child.removeAllListeners('exit')
  const env = Object.fromEntries(
    [...said.matchAll(/^export ([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  )
  return {
    env,
    end: () =>
      new Promise((resolve) => {
        child.once('exit', resolve)
        child.kill('SIGKILL')
      }),
  }
}

/** Audits it as a user would. Gives the report, and what the process took. */
export async function audit(folder, env, ...flags) {
  const own = join(folder, `audit-${++runs}`)
  const [output, tell, peak] = [`${own}.json`, `${own}.cjs`, `${own}.peak`]
  const taken = `{ rss: process.resourceUsage().maxRSS, cpu: process.cpuUsage() }`
  writeFileSync(
    tell,
    `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(peak)}, JSON.stringify(${taken})))`,
  )
  const how = ['audit', '--org', '--format', 'json', '--output', output, '--state', `${own}-state`, '--quiet']
  const load = loadavg()[0]
  const began = performance.now()
  const child = spawn(process.execPath, ['--require', tell, command, ...how, ...flags], {
    env: { ...base, HOME: folder, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  endWithUs(child)
  let stderr = ''
  child.stderr.on('data', (piece) => (stderr += piece))
  const code = await new Promise((resolve) => child.once('close', resolve))
  const seconds = (performance.now() - began) / 1_000
  if (code !== 0 && code !== 1) throw new Error(`the audit ended with ${code}: ${stderr}`)
  const report = JSON.parse(readFileSync(output, 'utf8'))
  const { rss, cpu } = JSON.parse(readFileSync(peak, 'utf8'))
  for (const path of [output, tell, peak, `${own}-state`]) rmSync(path, { recursive: true, force: true })
  return { report, seconds, load, peakMB: rss / 1024, cpuSeconds: (cpu.user + cpu.system) / 1e6 }
}
