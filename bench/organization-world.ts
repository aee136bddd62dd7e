/** A sandbox in a process of its own: accounts with one role session each. Prints its address and the sessions. */
import { newWorld } from '../src/sandbox/builder.ts'
import { createSandbox } from '../src/sandbox/index.ts'

const accounts = Number(process.argv[2])
const began = new Date().toISOString()
const builder = newWorld({ scenario: 'bench', began })
const ids = Array.from({ length: accounts }, (_, i) => String(100_000_000_000 + i))
for (const id of ids)
  builder.account(id, (account) =>
    account
      .user('mia', (user) => user.admin().key())
      .role('audit', {
        trust: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { AWS: id }, Action: 'sts:AssumeRole' }],
        },
        attached: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      }),
  )
const world = builder.build()
for (const [i, id] of ids.entries())
  world.sessions.push({
    accessKeyId: `ASIABENCH${String(i).padStart(11, '0')}`,
    secret: 's'.repeat(40),
    // As long as those of AWS are.
    token: `${i}-`.padEnd(700, 't'),
    account: id,
    expires: new Date(Date.now() + 3_600_000).toISOString(),
    principal: { kind: 'role', name: 'audit', sessionName: 'bench' },
  })
const sandbox = await createSandbox({ world, verify: false })
process.send?.({
  url: sandbox.url,
  owners: ids.map((account, i) => ({
    account,
    credentials: {
      accessKeyId: world.sessions.at(i - accounts)!.accessKeyId,
      secretAccessKey: 's'.repeat(40),
      sessionToken: world.sessions.at(i - accounts)!.token,
    },
  })),
})
process.on('disconnect', () => process.exit())
