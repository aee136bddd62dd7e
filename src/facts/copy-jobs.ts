/** What was copied into vaults of other accounts lately, as the account sees it that it was copied from. */
import { type Fetcher, observed, pages } from '../aws/index.ts'
import { known } from '../model/index.ts'
import { accountIn, freshSince } from './recovery-points.ts'

/** The copies into one vault of another account. */
export interface CopiesElsewhere {
  /** ARN of the vault that they went to. */
  vault: string
  /** When the last one was complete; absent: none was. */
  completed?: Date
  failed: number
  /** AWS says that the vault is air-gapped and locked in compliance mode (CopyJob, DestinationVaultLockState). */
  compliance: boolean
}

const mostPages = 3
const lists = new Map<string, Fetcher<readonly CopiesElsewhere[]>>()

/** Copies of the last days out of a Region, by the vault that they went to. */
export function copiesElsewhere(region: string): Fetcher<readonly CopiesElsewhere[]> {
  const existing = lists.get(region)
  if (existing) return existing
  const fetcher: Fetcher<readonly CopiesElsewhere[]> = {
    name: `copies-elsewhere:${region}`,
    reads: ['backup:ListCopyJobs'],
    async collect(source) {
      const since = freshSince(source.now)
      const listed = await pages(
        source,
        'backup:ListCopyJobs',
        { ByCreatedAfter: since },
        (o) => ({ items: o.CopyJobs, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
        { region, most: mostPages },
      )
      if (!listed.ok) return listed.unknown
      const found = new Map<string, CopiesElsewhere>()
      for (const job of listed.items) {
        const vault = job.DestinationBackupVaultArn
        const account = accountIn(vault)
        if (vault === undefined || account === undefined || account === source.caller.account) continue
        const before = found.get(vault) ?? { vault, failed: 0, compliance: false }
        const done = job.State === 'COMPLETED' ? job.CompletionDate : undefined
        const completed = done && !(before.completed && before.completed > done) ? done : before.completed
        found.set(vault, {
          vault,
          ...(completed && completed >= since ? { completed } : {}),
          failed: before.failed + Number(job.State === 'FAILED'),
          compliance:
            before.compliance ||
            (job.DestinationVaultType === 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' &&
              job.DestinationVaultLockState === 'LOCKED'),
        })
      }
      const copies = [...found.values()]
      return known(copies, [
        observed(
          'backup:ListCopyJobs',
          listed.at,
          copies.map(({ vault, completed, failed }) => ({
            vault,
            completed: completed?.toISOString() ?? null,
            failed,
          })),
        ),
      ])
    },
  }
  lists.set(region, fetcher)
  return fetcher
}
