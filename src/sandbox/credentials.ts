import { SandboxUsageError } from './usage-error.ts'
import type { World } from './world.ts'

export interface SandboxCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

/** The credentials behind an access key id of the world. Throws SandboxUsageError where nobody has it. */
export function credentialsOf(world: World, accessKeyId: string): SandboxCredentials {
  const session = world.sessions.find((candidate) => candidate.accessKeyId === accessKeyId)
  if (session) return { accessKeyId, secretAccessKey: session.secret, sessionToken: session.token }
  for (const account of Object.values(world.accounts))
    for (const owner of [account.root, ...account.iam.users]) {
      const key = owner.accessKeys.find((candidate) => candidate.id === accessKeyId)
      if (key) return { accessKeyId, secretAccessKey: key.secret }
    }
  throw new SandboxUsageError(
    `No access key ${accessKeyId} exists in this world.`,
    'Ask for the credentials of a key or session that the world holds.',
  )
}
