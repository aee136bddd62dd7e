/** Account Management: contacts, the phone number, and the root address of members. */
import type { Json } from '../../../model/index.ts'
import { type Deed, type Given, no, otherwise, type Sight, text, unknown, when, yes } from './deed.ts'

const none = /^ResourceNotFoundException$/
const ofContact = ['account:GetContactInformation'] as const
const ofAlternateContact = ['account:GetAlternateContact'] as const
const ofRootEmail = ['account:GetPrimaryEmail', 'account:GetPrimaryEmailUpdateStatus'] as const
const contactFields = ['Name', 'Title', 'EmailAddress', 'PhoneNumber'] as const

/** The same fields with the same text; AWS keeps no empty ones. */
function sameFields(wanted: Readonly<Record<string, unknown>>, found: Readonly<Record<string, unknown>>) {
  const filled = (fields: Readonly<Record<string, unknown>>) =>
    Object.entries(fields).filter(([, value]) => typeof value === 'string' && value.trim() !== '')
  const mine = filled(wanted)
  return (
    mine.length === filled(found).length &&
    mine.every(([name, value]) => String(found[name] ?? '').trim() === String(value).trim())
  )
}

/** The centre of an organization names the member; everybody else asks about their own account and names none. */
const whose = ({ AccountId }: Given) => (AccountId === undefined ? {} : { AccountId: text(AccountId) })

/** Verified or not: undefined where AWS does not say. */
const verification = async (call: Parameters<Deed['isSo']>[1]['call']) => {
  const answer = await call('account:GetContactInformation', {})
  return answer.ok
    ? { status: answer.output.VerificationStatus as string | undefined }
    : { because: answer.unknown.message }
}

/** A code for a new root address counts so long (Account Management reference guide, "Update the root user email address"). */
const codeMs = 24 * 3_600_000

/** The member's address now, and whether a change of it is under way; it takes the centre to ask. */
async function rootEmailOf({ AccountId, PrimaryEmail }: Given, { call, now }: Sight) {
  const [email, update] = await Promise.all([
    call('account:GetPrimaryEmail', { AccountId: text(AccountId) }),
    call('account:GetPrimaryEmailUpdateStatus', { AccountId: text(AccountId) }),
  ])
  if (!email.ok) return { because: email.unknown.message }
  const isNew = email.output.PrimaryEmail?.toLowerCase() === text(PrimaryEmail).toLowerCase()
  if (!update.ok)
    return none.test(update.code)
      ? { isNew, codeSent: false }
      : { isNew, because: isNew ? undefined : update.unknown.message }
  const { Status, UpdatedAt } = update.output
  const age = now.getTime() - (UpdatedAt?.getTime() ?? 0)
  return { isNew, codeSent: Status === 'PENDING' && age <= codeMs }
}

export const accountDeeds: Readonly<Record<string, Deed>> = {
  // Put replaces the whole structure, so the whole structure is compared.
  'account:PutContactInformation': {
    reads: ofContact,
    repeatable: true,
    async isSo(given, { call }) {
      const answer = await call('account:GetContactInformation', whose(given))
      if (!answer.ok) return otherwise(answer, none, no)
      const wanted = given.ContactInformation as Readonly<Record<string, Json>>
      return when(sameFields(wanted, { ...answer.output.ContactInformation }))
    },
  },
  'account:PutAlternateContact': {
    reads: ofAlternateContact,
    repeatable: true,
    async isSo(given, { call }) {
      const answer = await call('account:GetAlternateContact', {
        ...whose(given),
        AlternateContactType: text(given.AlternateContactType) as 'BILLING',
      })
      if (!answer.ok) return otherwise(answer, none, no)
      const pick = (from: object) =>
        Object.fromEntries(contactFields.map((f) => [f, (from as Record<string, unknown>)[f]]))
      return when(sameFields(pick(given), pick(answer.output.AlternateContact ?? {})))
    },
  },
  'account:DeleteAlternateContact': {
    reads: ofAlternateContact,
    repeatable: true,
    already: none,
    async isSo(given, { call }) {
      const answer = await call('account:GetAlternateContact', {
        ...whose(given),
        AlternateContactType: text(given.AlternateContactType) as 'BILLING',
      })
      return answer.ok ? no : otherwise(answer, none, yes)
    },
  },
  // A second code would make the first one worthless while somebody is typing it.
  'account:SendPhoneNumberVerification': {
    reads: ofContact,
    repeatable: false,
    done: 'waiting',
    async isSo(_, { call }) {
      const seen = await verification(call)
      if (seen.because !== undefined) return unknown(seen.because)
      return seen.status === 'PENDING' ? { so: 'pending' } : when(seen.status === 'VERIFIED')
    },
  },
  'account:VerifyPhoneNumber': {
    reads: ofContact,
    repeatable: true,
    async isSo(_, { call }) {
      const seen = await verification(call)
      return seen.because === undefined ? when(seen.status === 'VERIFIED') : unknown(seen.because)
    },
  },
  // A second code would make the first one worthless. AWS does not say for which address one is under way.
  'account:StartPrimaryEmailUpdate': {
    reads: ofRootEmail,
    repeatable: false,
    done: 'waiting',
    async isSo(given, sight) {
      const { isNew, codeSent, because } = await rootEmailOf(given, sight)
      if (because !== undefined) return unknown(because)
      return codeSent && !isNew ? { so: 'pending' } : when(isNew === true)
    },
  },
  'account:AcceptPrimaryEmailUpdate': {
    reads: ofRootEmail,
    repeatable: true,
    async isSo(given, sight) {
      const { isNew, because } = await rootEmailOf(given, sight)
      return because === undefined ? when(isNew === true) : unknown(because)
    },
    async codeIsOver(given, sight) {
      const { codeSent } = await rootEmailOf(given, sight)
      return codeSent === false
        ? 'for another code: the one that AWS sent counts no more; the next plan has AWS send a new one'
        : undefined
    },
  },
}
