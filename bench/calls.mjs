import { spawnSync } from 'node:child_process'

/** Calls of an audit by action, the paged LookupEvents aside, in one line. */
export function callsByAction(command, scenario, folder) {
  const args = [command, 'audit', '--sandbox', scenario, '--fresh', '--state', folder, '--format', 'json']
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 })
  return told(JSON.parse(stdout).calls.byAction)
}

export function told(byAction) {
  const entries = Object.entries(byAction)
  const lookups = byAction['cloudtrail:LookupEvents'] ?? 0
  const total = entries.reduce((sum, [, n]) => sum + n, 0)
  return `${String(total - lookups).padStart(6)} calls, and ${lookups} of LookupEvents`
}
