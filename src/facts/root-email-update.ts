import { type Fetcher, observed } from '../aws/index.ts'
import { addressFor, type Iso, known, unknown } from '../model/index.ts'

/** How far the change of a member's root address is. AWS does not say to which address. */
export interface RootEmailUpdate {
  /** AWS has sent a code to a new address, and nobody has typed it yet. */
  codeSent?: Iso
  /** The new address was taken, and may not show everywhere yet. */
  taken?: Iso
}

const hour = 3_600_000
/** A code counts so long, and a new address takes so long to show everywhere (Account Management reference guide, "Update the root user email address"). */
const codeMs = 24 * hour
const showsMs = 4 * hour

/** What one answer of GetPrimaryEmailUpdateStatus means at a moment. */
export function updateAt(
  { Status, UpdatedAt }: { Status?: string | undefined; UpdatedAt?: Date | undefined },
  now: Date,
): RootEmailUpdate {
  if (!UpdatedAt) return {}
  const age = now.getTime() - UpdatedAt.getTime()
  const at = UpdatedAt.toISOString()
  if (Status === 'PENDING' && age <= codeMs) return { codeSent: at }
  return (Status === 'ACCEPTED' || Status === 'COMPLETED') && age <= showsMs ? { taken: at } : {}
}

/**
 * Asked only about a member whose declared address is another one than is listed, and only where that is to be mended: it
 * takes a call for each.
 */
export const rootEmailUpdate: Fetcher<RootEmailUpdate> = {
  name: 'root-email-update',
  reads: ['account:GetPrimaryEmailUpdateStatus'],
  onlyToMend: true,
  async collect({ centre, configuration, now }) {
    if (!centre || centre.listed.management)
      return unknown('elsewhere', 'only the centre of an organization changes the root address of a member')
    const { id, email } = centre.listed
    const wanted = configuration.contacts?.root?.email
    if (wanted === undefined || addressFor(wanted, id).toLowerCase() === email?.toLowerCase())
      return known({})
    const answer = await centre.call('account:GetPrimaryEmailUpdateStatus', { AccountId: id })
    if (!answer.ok) return answer.code === 'ResourceNotFoundException' ? known({}) : answer.unknown
    const update = updateAt(answer.output, now)
    return known(update, [
      observed('account:GetPrimaryEmailUpdateStatus', answer.at, { status: answer.output.Status, ...update }),
    ])
  },
}
