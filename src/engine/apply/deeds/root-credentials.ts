/** Root's own keys and certificates, in a session of root: without a user name IAM means the caller. */
import { pages } from '../../../aws/index.ts'
import { type Deed, type Given, marked, no, otherwise, text, unknown, when, yes } from './deed.ts'
import { leftBefore } from './root-order.ts'

const gone = /^NoSuchEntity/

const reads = {
  key: ['iam:ListAccessKeys'],
  certificate: ['iam:ListSigningCertificates'],
} as const

/** The status of one of root's own keys or certificates; undefined: there is no such one. */
const statusOf: Record<
  'key' | 'certificate',
  (
    given: Given,
    sight: Parameters<Deed['isSo']>[1],
  ) => Promise<{ status: string | undefined } | Parameters<typeof otherwise>[0]>
> = {
  async key(given, sight) {
    const listed = await pages(sight, 'iam:ListAccessKeys', {}, (o) => ({
      items: o.AccessKeyMetadata,
      next: marked(o),
    }))
    if (!listed.ok) return listed
    return { status: listed.items.find((k) => k.AccessKeyId === text(given.AccessKeyId))?.Status }
  },
  async certificate(given, sight) {
    const listed = await pages(sight, 'iam:ListSigningCertificates', {}, (o) => ({
      items: o.Certificates,
      next: marked(o),
    }))
    if (!listed.ok) return listed
    return { status: listed.items.find((c) => c.CertificateId === text(given.CertificateId))?.Status }
  },
}

const changed = (kind: 'key' | 'certificate'): Deed => ({
  reads: reads[kind],
  repeatable: true,
  async isSo(given, sight) {
    const found = await statusOf[kind](given, sight)
    return 'ok' in found ? otherwise(found, gone, no) : when(found.status === given.Status)
  },
})

const deleted = (kind: 'key' | 'certificate'): Deed => ({
  reads: reads[kind],
  repeatable: true,
  already: gone,
  async isSo(given, sight) {
    const found = await statusOf[kind](given, sight)
    return 'ok' in found ? otherwise(found, gone, yes) : when(found.status === undefined)
  },
  // Somebody may have switched it on again since the plan was made, and then it is in use.
  async mustNot(given, sight) {
    if (sight.denied) return undefined
    const found = await statusOf[kind](given, sight)
    if ('ok' in found) return `whether it is switched off cannot be seen: ${found.unknown.message}`
    return found.status === 'Active' ? 'it is switched on: it is switched off and watched first' : undefined
  },
})

const listsDevice = async (given: Given, sight: Parameters<Deed['isSo']>[1]) => {
  const listed = await pages(sight, 'iam:ListMFADevices', {}, (o) => ({
    items: o.MFADevices,
    next: marked(o),
  }))
  if (!listed.ok) return listed
  return { assigned: listed.items.some((d) => d.SerialNumber === text(given.SerialNumber)) }
}

export const rootCredentialDeeds: Readonly<Record<string, Deed>> = {
  'iam:UpdateAccessKey': changed('key'),
  'iam:DeleteAccessKey': deleted('key'),
  'iam:UpdateSigningCertificate': changed('certificate'),
  'iam:DeleteSigningCertificate': deleted('certificate'),
  'iam:DeactivateMFADevice': {
    reads: ['iam:ListMFADevices'],
    repeatable: true,
    already: gone,
    async isSo(given, sight) {
      const found = await listsDevice(given, sight)
      return 'ok' in found ? otherwise(found, gone, yes) : when(!found.assigned)
    },
    mustNot: (_, sight) => leftBefore('MFA', sight),
  },
  // What no user has is still there until it is deleted, and in a session that is bound to its task nobody can list it.
  'iam:DeleteVirtualMFADevice': {
    reads: ['iam:ListMFADevices'],
    repeatable: true,
    already: gone,
    async isSo(given, sight) {
      const found = await listsDevice(given, sight)
      if ('ok' in found) return unknown(found.unknown.message)
      return found.assigned ? no : unknown('no task of AssumeRoot lists devices that nobody has')
    },
  },
}
