/** The copies that AWS Backup holds of an account, and which of them nobody in it can delete. */
import type { Fetcher, Source } from '../aws/index.ts'
import { type Evidence, type Fact, known, type Known, type Unknown, unknown } from '../model/index.ts'
import { type BackupVault, backupVaults, lockOf, partsOf, vaultElsewhere } from './backup-vaults.ts'
import { copiesElsewhere, type CopiesElsewhere } from './copy-jobs.ts'
import { enabledRegions } from './regions.ts'
import { type Lack, lacks, type Looked, lookAtVault, type SafeCopy, type ShortCopy } from './vault-look.ts'

export interface RecoveryCopies {
  safe: readonly SafeCopy[]
  /** Nearest to whole first. */
  short: readonly ShortCopy[]
  /** What could not be looked at. */
  unseen: readonly Unknown[]
}

/** No more vaults are looked into, of the account and of others. */
const mostVaults = 10

/** One call for each enabled Region, and more only where AWS Backup is used. */
export const recoveryCopies: Fetcher<RecoveryCopies> = {
  name: 'recovery-copies',
  reads: [
    ...enabledRegions.reads,
    'backup:ListBackupVaults',
    'backup:DescribeBackupVault',
    'backup:ListRecoveryPointsByBackupVault',
    'backup:ListCopyJobs',
  ],
  readsInMembers: ['backup:DescribeBackupVault', 'backup:ListRecoveryPointsByBackupVault'],
  async collect(source) {
    const regions = await source.get(enabledRegions)
    if (regions.state !== 'known') return regions
    const lists = await Promise.all(regions.value.map((region) => source.get(backupVaults(region))))
    const unseen = lists.filter(isUnknown)
    if (unseen.length > 0 && unseen.length === lists.length) return worst(unseen)!
    const own = lists
      .filter(isKnown)
      .flatMap(({ value, evidence }) => value.vaults.map((vault) => ({ vault, evidence })))
    const cut = lists.flatMap((list, i) =>
      list.state === 'known' && !list.value.complete
        ? [unknown('failed', `there are more vaults in ${regions.value[i]} than were looked at`)]
        : [],
    )
    // A copy begins in a vault: where there is none there are no copies to ask for.
    const used = [...new Set(own.map(({ vault }) => vault.region))]
    const jobs = await Promise.all(used.map((region) => source.get(copiesElsewhere(region))))
    const elsewhere = merged(jobs.filter(isKnown).flatMap(({ value }) => value))
    const looks = await Promise.all([
      ...elsewhere.slice(0, mostVaults).map((copies) => lookElsewhere(source, copies)),
      ...finalFirst(own, source.now).map(({ vault, evidence }) => lookAtVault(source, vault, evidence)),
    ])
    const seen = looks.filter((look): look is Looked => !('state' in look))
    const isSafe = (look: Looked): boolean => 'lockedSince' in look.copy
    const told = seen.some(isSafe) ? seen.filter(isSafe) : seen
    const evidence = [
      ...told.flatMap((look) => look.evidence),
      ...jobs.filter(isKnown).flatMap((j) => j.evidence),
    ]
    return known(
      {
        safe: seen.flatMap(({ copy }) => ('lockedSince' in copy ? [copy] : [])),
        short: seen
          .flatMap(({ copy }) => ('lack' in copy ? [copy] : []))
          .sort((a, b) => lacks.indexOf(a.lack) - lacks.indexOf(b.lack)),
        unseen: [
          ...unseen,
          ...cut,
          ...jobs.filter(isUnknown),
          ...looks.filter((look) => 'state' in look),
        ].sort((a, b) => Number(b.why === 'denied') - Number(a.why === 'denied')),
      },
      [...new Set(evidence)],
    )
  },
}

/** A vault of another account to which copies were made. What it refuses is no permission that the caller lacks. */
async function lookElsewhere(
  source: Source,
  { vault, completed, compliance }: CopiesElsewhere,
): Promise<Looked> {
  const { account, region } = partsOf(vault)
  const short = (lack: Lack, date?: Date): Looked => ({
    copy: {
      vault,
      account,
      region,
      lack,
      ...(date ? { date } : {}),
      ...(compliance ? { compliance: true } : {}),
    },
    evidence: [],
  })
  if (!completed) return short('copy-failed')
  const described = await source.get(vaultElsewhere(vault))
  if (described.state !== 'known') return short('lock-unseen', completed)
  const look = await lookAtVault(source, described.value, described.evidence)
  return 'state' in look ? short('lock-unseen', completed) : look
}

/** Those with a final lock come first, and no more of those than may be looked into. */
function finalFirst<V extends { vault: BackupVault; evidence: readonly Evidence[] }>(
  own: readonly V[],
  now: Date,
): V[] {
  const isFinal = ({ vault }: V): boolean => lockOf(vault, now) === 'final'
  return [...own.filter(isFinal).slice(0, mostVaults), ...own.filter((one) => !isFinal(one))]
}

/** Copies out of several Regions into one vault are told once, by the latest; the latest vault first. */
function merged(all: readonly CopiesElsewhere[]): CopiesElsewhere[] {
  const latest = (copies: CopiesElsewhere): number => copies.completed?.getTime() ?? 0
  const byVault = new Map<string, CopiesElsewhere>()
  for (const copies of [...all].sort((a, b) => latest(b) - latest(a)))
    if (!byVault.has(copies.vault)) byVault.set(copies.vault, copies)
  return [...byVault.values()]
}

const isUnknown = <T>(fact: Fact<T>): fact is Unknown => fact.state === 'unknown'
const isKnown = <T>(fact: Fact<T>): fact is Known<T> => fact.state === 'known'

/** A missing permission says most about what to do. */
const worst = (unseen: readonly Unknown[]): Unknown | undefined =>
  unseen.find(({ why }) => why === 'denied') ?? unseen[0]
