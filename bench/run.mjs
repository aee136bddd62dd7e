/** Measures what a person feels, as ratios to an empty node in the same run: machines differ, ratios less. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { callsByAction } from './calls.mjs'
import { largeWorld } from './large-world.mjs'

const root = join(import.meta.dirname, '..')
const command = join(root, 'dist/bin/neverroot.mjs')
const folder = mkdtempSync(join(tmpdir(), 'neverroot-bench-'))
const rounds = Number(process.argv[2] ?? 15)

const audit = (scenario) => ['audit', '--sandbox', scenario, '--state', folder, '--format', 'json']
const subjects = {
  'node -e 0': ['-e', '0'],
  '--help': [command, '--help'],
  'audit neglected-personal': [command, ...audit('neglected-personal')],
  'audit neglected-business': [command, ...audit('neglected-business')],
  // Audit, plan, apply with its journal on the disk, and two looks more.
  'demo: the whole loop': [command, 'demo'],
}

try {
  // Once before it counts: worlds are made, files are in memory.
  for (const args of Object.values(subjects)) run(args)
  const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]))
  // Interleaved, so that a busy moment hits all alike.
  for (let i = 0; i < rounds; i++)
    for (const [name, args] of Object.entries(subjects)) times[name].push(run(args))
  const base = median(times['node -e 0'])
  console.log(`start-up, median of ${rounds} interleaved runs`)
  for (const [name, list] of Object.entries(times)) {
    const ms = median(list)
    console.log(`  ${name.padEnd(28)}${ms.toFixed(0).padStart(6)} ms   ${(ms / base).toFixed(2)} x node -e 0`)
  }

  console.log('\npeak memory of one audit')
  console.log(
    `  neglected-personal          ${(peakMemory(subjects['audit neglected-personal']) / 1024).toFixed(0).padStart(6)} MB`,
  )

  console.log('\ncalls of one audit (LookupEvents pages aside)')
  for (const scenario of ['neglected-personal', 'neglected-business'])
    console.log(`  ${scenario.padEnd(28)}${callsByAction(command, scenario, folder)}`)
  console.log(`  200 users, 500 roles        ${await largeWorld(command)}`)

  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  )
  console.log('\nsize')
  console.log(`  tarball                     ${(packed.size / 1e6).toFixed(2).padStart(6)} MB`)
  console.log(
    `  installed                   ${(packed.unpackedSize / 1e6).toFixed(2).padStart(6)} MB, ${packed.entryCount} files`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function run(args) {
  const began = process.hrtime.bigint()
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
  return Number(process.hrtime.bigint() - began) / 1e6
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

/** Kilobytes at the peak, as the process itself saw it at its end. */
function peakMemory(args) {
  const tell = "process.on('exit',()=>require('fs').writeSync(2,'peak '+process.resourceUsage().maxRSS))"
  const file = join(folder, 'peak.cjs')
  execFileSync(process.execPath, [
    '-e',
    `require('fs').writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(tell)})`,
  ])
  statSync(file)
  const { stderr } = spawnSync(process.execPath, ['--require', file, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  return Number(/peak (\d+)/.exec(stderr)?.[1])
}
