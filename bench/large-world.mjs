import { auditAccount } from '../dist/index.mjs'
import { createSandbox, makeScenario } from '../dist/sandbox.mjs'
import { told } from './calls.mjs'

/** The neglected account with 200 more users and 500 more roles: it must not cost more calls. */
export async function largeWorld() {
  const began = '2026-11-23T06:30:00.000Z'
  const world = await makeScenario('neglected-personal', began)
  const [account] = Object.values(world.accounts)
  const [user] = account.iam.users
  for (let i = 0; i < 200; i++)
    account.iam.users.push({
      ...user,
      name: `user-${i}`,
      id: `AIDASANDBOXUSER${String(i).padStart(6, '0')}`,
      accessKeys: [],
      attached: [],
      password: undefined,
    })
  for (let i = 0; i < 500; i++)
    account.iam.roles.push({
      name: `role-${i}`,
      path: '/',
      id: `AROASANDBOXROLE${String(i).padStart(6, '0')}`,
      created: began,
      trust: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      attached: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      inline: {},
      maxSessionSeconds: 3600,
      tags: {},
    })
  const sandbox = await createSandbox({ world, now: began })
  try {
    const report = await auditAccount({
      endpoint: sandbox.url,
      region: 'us-east-1',
      credentials: async () => sandbox.credentials(),
      now: new Date(began),
    })
    for await (const finding of report.findings) void finding
    const { calls } = await report.tail()
    return `${told(calls.byAction)}, ${calls.seconds} s`
  } finally {
    await sandbox.close()
  }
}
