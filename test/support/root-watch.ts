/** Looks at every account's root, and at what costs money, each time that anything is asked of AWS: what must hold at every moment. */
import type { FaultKind, World } from '../../src/sandbox/index.ts'
import type { Company } from './applying-to-many.ts'
import { strike } from './small-company.ts'

/** What root of an account is signed in to with. */
export interface RootState {
  password: boolean
  keys: string[]
  certificates: string[]
  devices: number
}

export function rootOf({ root, iam }: World['accounts'][string]): RootState {
  return {
    password: root.password !== undefined,
    keys: root.accessKeys.map(({ id }) => id),
    certificates: root.signingCertificates.map(({ id }) => id),
    devices: new Set([
      ...root.mfaDevices.map(({ serialNumber }) => serialNumber),
      ...iam.virtualMfaDevices.filter((d) => d.assignedTo === 'root').map((d) => d.serialNumber),
    ]).size,
  }
}

/** What is out of order: keys go first, then certificates, then the password, MFA strictly last. */
export function outOfOrder(was: RootState, is: RootState): string | undefined {
  const gone = {
    certificates: is.certificates.length < was.certificates.length,
    password: was.password && !is.password,
    devices: is.devices < was.devices,
  }
  if (gone.certificates && is.keys.length > 0) return 'a certificate went before the keys'
  if (gone.password && is.keys.length + is.certificates.length > 0)
    return 'the password went before keys and certificates'
  if (gone.devices && (is.password || is.keys.length + is.certificates.length > 0))
    return 'MFA went while there was something left to protect'
  return is.password && !was.password ? 'a password came back' : undefined
}

export interface Watch {
  /** What did not hold, in words, each once. */
  wrong: ReadonlySet<string>
  /** Lets something happen to requests as well. */
  meanwhile(decide: (operation: string, account: string) => FaultKind | undefined): void
}

/** Watches from now on. `told`: how often somebody was told that a request costs money. */
export function watchRoots(company: Company, told: () => number): Watch {
  const before = Object.entries(company.world.accounts).map(([id, a]) => [id, rootOf(a)] as const)
  const wrong = new Set<string>()
  let meanwhile: (operation: string, account: string) => FaultKind | undefined = () => undefined
  let paid = 0
  strike(company, (operation, account) => {
    for (const [id, was] of before) {
      const why = outOfOrder(was, rootOf(company.world.accounts[id]!))
      if (why) wrong.add(`${id}: ${why} (before ${operation})`)
    }
    if (operation.startsWith('ce:') && ++paid > told())
      wrong.add(`${operation} costs money and nobody was told`)
    return meanwhile(operation, account)
  })
  return { wrong, meanwhile: (decide) => (meanwhile = decide) }
}
