/** The first password of an exported script: made on the way, handed to one command, known to nobody else. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { awsCliScript } from '../../src/export/aws-cli/script.ts'
import type { World } from '../../src/sandbox/index.ts'
import { furnished } from '../support/every-call.ts'
import { handMade } from '../support/exports.ts'
import { runScript, stateOf } from '../support/script.ts'
import { scratch } from '../support/tidy.ts'
import { needs } from '../tools.ts'

const aws = needs('aws')
vi.setConfig({ testTimeout: 300_000 })

aws.describe('the first password', () => {
  const given = () =>
    handMade([
      { action: 'iam:CreateUser', input: { UserName: 'first' } },
      {
        action: 'iam:CreateLoginProfile',
        input: { UserName: 'first', Password: { $secret: 'password' }, PasswordResetRequired: true },
        undo: { action: 'iam:DeleteLoginProfile', input: { UserName: 'first' } },
      },
    ])
  const profileOf = (world: World) => stateOf(world).iam.users.find((u) => u.name === 'first')?.password

  it.each([['sh'], ['sh', '-x'], ['bash', '-x']])(
    'reaches its command and nothing else: %s %s',
    async (...shell) => {
      const world = furnished()
      const kept = join(scratch(), `password-${shell.join('')}`)
      const ran = await runScript(
        awsCliScript(given()).text,
        world,
        { NEVERROOT_PASSWORD_TO: `cat >'${kept}'` },
        { shell },
      )
      expect(ran.code, ran.stderr).toBe(0)
      const password = readFileSync(kept, 'utf8').trimEnd()
      expect(password).toMatch(/^[A-Za-z][\w@#=-]{31}$/)
      for (const kind of [/[A-Z]/, /[a-z]/, /\d/, /[@#=-]/]) expect(password).toMatch(kind)
      expect(`${ran.stdout}${ran.stderr}`).not.toContain(password)
      expect(profileOf(world)).toMatchObject({ resetRequired: true })
    },
  )

  it('is told of where the user has one that nobody may know', async () => {
    const world = furnished()
    await runScript(awsCliScript(given()).text, world)
    const again = await runScript(awsCliScript(given()).text, world, { NEVERROOT_START: '2' })
    expect(again.code).not.toBe(0)
    expect(again.stderr).toContain('nobody knows it: delete that login profile first')
  })

  it('is taken back where its command fails', async () => {
    const world = furnished()
    const ran = await runScript(awsCliScript(given()).text, world, { NEVERROOT_PASSWORD_TO: 'exit 7' })
    expect(ran.code).not.toBe(0)
    expect(ran.stderr).toMatch(/did not reach its command, so it was taken back/)
    expect(stateOf(world).iam.users.map((u) => u.name)).toContain('first')
    expect(profileOf(world)).toBeUndefined()
  })

  it('is never an argument, and lies in no file that others can read', async () => {
    const world = furnished()
    const seen = join(scratch(), 'seen')
    // Stands in for the CLI in the one call, and notes what anybody on the machine could see.
    const spy = join(scratch(), 'bin', 'aws')
    mkdirSync(join(scratch(), 'bin'), { recursive: true })
    writeFileSync(
      spy,
      `#!/bin/sh\nprintf '%s\\n' "$@" >>'${seen}'\ncase "$*" in *create-login-profile*) for a; do case $a in file://*) f=\${a#file://}; stat -c '%a %U' "$f" "$(dirname "$f")" >>'${seen}'; esac; done; env >>'${seen}';; esac\nexec '${aws.path}' "$@"\n`,
      { mode: 0o755 },
    )
    const kept = join(scratch(), 'password-spied')
    const ran = await runScript(awsCliScript(given()).text, world, {
      PATH: `${join(scratch(), 'bin')}:/usr/bin:/bin`,
      NEVERROOT_PASSWORD_TO: `cat >'${kept}'`,
    })
    expect(ran.code, ran.stderr).toBe(0)
    const notes = readFileSync(seen, 'utf8')
    expect(notes).toContain('create-login-profile')
    expect(notes).not.toContain(readFileSync(kept, 'utf8').trimEnd())
    expect(notes).toMatch(/^600 \S+\n700 \S+$/m)
  })

  it('leaves no file behind', () => {
    // mktemp -d of every run above was made here.
    expect(
      readdirSync(scratch()).filter(
        (name) => /^tmp\./.test(name) && statSync(join(scratch(), name)).isDirectory(),
      ),
    ).toEqual([])
  })
})
