import { type Fetcher, observed, pages, type Source } from '../aws/index.ts'
import { type Evidence, known, type Unknown, unknown } from '../model/index.ts'
import { asRoot } from './as-root.ts'
import { maskId } from './mask.ts'

/** One of root's own access keys. */
export interface RootKey {
  id: string
  active: boolean
  created?: Date
  /** Absent: never used, as far as IAM keeps track. */
  lastUsed?: { at: Date; region?: string; service?: string }
  /** True where this run's own requests are signed with it: then it is never a target. */
  runsTheTool: boolean
}

/** One of root's own X.509 signing certificates. When it was last used AWS does not say. */
export interface RootCertificate {
  id: string
  active: boolean
  uploaded?: Date
}

export interface RootKeys {
  keys: readonly RootKey[]
  certificates: readonly RootCertificate[]
}

/**
 * Root's own keys and certificates, one by one. Without a user name IAM answers about whoever asks, so only root learns
 * of root's (IAM API reference, ListAccessKeys, ListSigningCertificates). Whether an `aws login` session of root may
 * leave the name out is not documented: a ValidationError is "could not look". Root needs no policy, hence no `reads`.
 * Of a member they are listed in an audit session of its root, where one can be opened.
 */
export const rootKeys: Fetcher<RootKeys> = {
  name: 'root-keys',
  reads: [],
  async collect(source) {
    const call = await asRoot(source)
    if ('state' in call) return call
    const root = { ...source, call }
    const [keys, certificates] = await Promise.all([ownKeys(root), ownCertificates(root)])
    if ('state' in keys) return keys
    if ('state' in certificates) return certificates
    return known({ keys: keys.items, certificates: certificates.items }, [
      ...keys.evidence,
      ...certificates.evidence,
    ])
  },
}

interface Found<T> {
  items: T[]
  evidence: Evidence[]
}

async function ownKeys(source: Source): Promise<Found<RootKey> | Unknown> {
  const listed = await pages(source, 'iam:ListAccessKeys', {}, (o) => ({
    items: o.AccessKeyMetadata,
    next: o.IsTruncated && o.Marker ? { Marker: o.Marker } : undefined,
  }))
  if (!listed.ok) return listed.unknown
  const items: RootKey[] = []
  for (const { AccessKeyId: id, Status, CreateDate } of listed.items) {
    if (!id) return unknown('failed', 'iam:ListAccessKeys answered with a key that has no id')
    const used = await source.call('iam:GetAccessKeyLastUsed', { AccessKeyId: id })
    if (!used.ok) return used.unknown
    const { LastUsedDate: at, Region, ServiceName } = used.output.AccessKeyLastUsed ?? {}
    items.push({
      id,
      active: Status === 'Active',
      ...(CreateDate ? { created: CreateDate } : {}),
      ...(at ? { lastUsed: { at, region: said(Region), service: said(ServiceName) } } : {}),
      // Not knowing what signs, any of them may be it.
      runsTheTool: source.signedWith === undefined || source.signedWith === id,
    })
  }
  const saw = items.map(({ id, active, lastUsed }) => ({
    id: maskId(id),
    active,
    lastUsed: lastUsed?.at.toISOString() ?? null,
  }))
  return { items, evidence: [observed('iam:ListAccessKeys', listed.at, { ofRoot: saw })] }
}

async function ownCertificates(source: Source): Promise<Found<RootCertificate> | Unknown> {
  const listed = await pages(source, 'iam:ListSigningCertificates', {}, (o) => ({
    items: o.Certificates,
    next: o.IsTruncated && o.Marker ? { Marker: o.Marker } : undefined,
  }))
  if (!listed.ok) return listed.unknown
  const items = listed.items.flatMap(({ CertificateId: id, Status, UploadDate }): RootCertificate[] =>
    id ? [{ id, active: Status === 'Active', ...(UploadDate ? { uploaded: UploadDate } : {}) }] : [],
  )
  if (items.length < listed.items.length)
    return unknown('failed', 'iam:ListSigningCertificates answered with a certificate that has no id')
  const saw = items.map(({ id, active }) => ({ id: maskId(id), active }))
  return { items, evidence: [observed('iam:ListSigningCertificates', listed.at, { ofRoot: saw })] }
}

/** A key that was never used has `N/A` for service and Region (IAM API reference, AccessKeyLastUsed). */
const said = (text: string | undefined) => (text === 'N/A' ? undefined : text)
