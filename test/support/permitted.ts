/** A caller who may do exactly what a policy says, and what AWS refused them. */
import type { permissionPolicy } from '../../src/index.ts'
import { addSession } from '../../src/sandbox/builder/iam.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { createSandbox, makeScenario, readCode, scenarios, type World } from '../../src/sandbox/index.ts'
import { auditAccount } from '../../src/index.ts'
import { began, gather } from './audit.ts'

export type PolicyDocument = ReturnType<typeof permissionPolicy>

/** Signs a role in that has this policy and nothing else; it is the world's caller from then on. */
export function asRoleWith(world: World, policy: PolicyDocument): void {
  const account = Object.values(world.accounts)[0]!
  account.iam.roles = account.iam.roles.filter((role) => role.name !== 'fixer')
  account.iam.roles.push({
    name: 'fixer',
    path: '/',
    id: 'AROASANDBOXFIXER0000',
    created: began,
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:${world.partition}:iam::${account.id}:root` },
          Action: 'sts:AssumeRole',
        },
      ],
    },
    attached: [],
    inline: { neverroot: JSON.parse(JSON.stringify(policy)) },
    maxSessionSeconds: 3600,
    tags: {},
  })
  world.defaultAccessKeyId = addSession(world, account.id, {
    kind: 'role',
    name: 'fixer',
    sessionName: 'neverroot',
  })
}
