/** What must not happen while something is taken back, or carried on with: somebody locked out, or something gone for good. */
import { describe, expect, it } from 'vitest'
import { AccountBuilder } from '../../src/sandbox/builder.ts'
import { firstSignIn, makeScenario, registerMfa, sessionOf } from '../../src/sandbox/index.ts'
import { began } from '../support/audit.ts'
import { type Stage, stageOf } from '../support/applying.ts'

const first = 'first.admin@corp.example'
const made = async (): Promise<Stage> => {
  const stage = await stageOf(await makeScenario('fresh-personal', began))
  await stage.apply(await stage.plan({ only: ['administrator-exists'] }))
  return stage
}
const as = (stage: Stage, user: string) => {
  const key = sessionOf(stage.world, stage.account, stage.sandbox.clock.now(), user)
  return { credentials: async () => stage.sandbox.credentials(key) }
}
const iam = (stage: Stage) => stage.world.accounts[stage.account]!.iam
const atWork = (stage: Stage, user: string) => {
  firstSignIn(stage.world, stage.account, stage.sandbox.clock.now(), user)
  registerMfa(stage.world, stage.account, stage.sandbox.clock.now(), user)
}

describe('undo of an administrator', () => {
  it('leaves the rights of a group that somebody else has joined since', async () => {
    const stage = await made()
    const account = stage.world.accounts[stage.account]!
    new AccountBuilder(stage.world, account).user('bob', (u) =>
      u.console({ resetRequired: true }).groups('Administrators'),
    )
    atWork(stage, 'bob')
    const undone = await stage.undo(as(stage, 'bob'))
    expect(undone.complete).toBe(false)
    const group = iam(stage).groups.find((g) => g.name === 'Administrators')!
    expect(group.attached).toHaveLength(1)
    expect(Object.keys(group.inline)).toEqual(['DenyUnlessMfa'])
    expect(undone.outcomes.map((o) => o.message).join()).toMatch(/somebody is in the group by now/)
  })

  it('begins nothing where the administrator is at work: neither the login nor the group goes', async () => {
    const stage = await made()
    atWork(stage, first)
    const undone = await stage.undo()
    expect(undone.outcomes.filter((o) => o.result === 'applied')).toEqual([])
    const user = iam(stage).users.find((u) => u.name === first)!
    expect(user).toMatchObject({ groups: ['Administrators'] })
    expect(user.password).toBeDefined()
  })
})

describe('carrying on', () => {
  it('leaves the password of an administrator who has changed it since', async () => {
    const stage = await stageOf(await makeScenario('fresh-personal', began))
    const plan = await stage.plan({ only: ['administrator-exists'] })
    // Cut off after the profile was made, before anything more could be written.
    const cut = new Error('cut off')
    await stage
      .apply(plan, { sink: { unavailable: () => undefined, deliver: () => new Promise((_, no) => no(cut)) } })
      .catch(() => undefined)
    const user = iam(stage).users.find((u) => u.name === first)!
    user.password = { lastChanged: began, resetRequired: false }
    const resumed = await stage.apply('resume')
    expect(user.password).toBeDefined()
    expect(resumed.outcomes.at(-1)).toMatchObject({ action: 'iam:CreateLoginProfile', result: 'already-so' })
    expect(stage.sink.given).toEqual([])
  })
})

describe('what is written down', () => {
  it('names nobody by their address: not the caller, and not whom it spares', async () => {
    const stage = await made()
    atWork(stage, first)
    await stage.undo(as(stage, first))
    for (const [path, text] of stage.files())
      if (path !== 'before-images.json') expect(text, path).not.toContain(first)
  })

  it('keeps old values no longer than they can be brought back', async () => {
    const { forgetExpired } = await import('../../src/store/before-images.ts')
    const stage = await made()
    expect(stage.files().map(([path]) => path)).toContain('before-images.json')
    stage.pass(24 * 91)
    await forgetExpired(stage.folder, stage.sandbox.clock.now())
    expect(stage.files().map(([path]) => path)).not.toContain('before-images.json')
  })
})
