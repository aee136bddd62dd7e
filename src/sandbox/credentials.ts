import { ownerOfKey } from './accounts/owners.ts'
import { sessionOf } from './accounts/sessions.ts'
import { SandboxUsageError } from './usage-error.ts'
import type { World } from './world.ts'

export interface SandboxCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

/** The credentials behind an access key id of the world. Throws SandboxUsageError where nobody has it. */
export function credentialsOf(world: World, accessKeyId: string): SandboxCredentials {
  const session = sessionOf(world, accessKeyId)
  if (session) return { accessKeyId, secretAccessKey: session.secret, sessionToken: session.token }
  const account = ownerOfKey(world, accessKeyId)
  for (const owner of account ? [account.root, ...account.iam.users] : []) {
    const key = owner.accessKeys.find((candidate) => candidate.id === accessKeyId)
    if (key) return { accessKeyId, secretAccessKey: key.secret }
  }
  throw new SandboxUsageError(
    `No access key ${accessKeyId} exists in this world.`,
    'Ask for the credentials of a key or session that the world holds.',
  )
}
