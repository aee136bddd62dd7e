import { type Iso, type ListedAccount, UserError } from '../model/index.ts'
import type { Units } from './units.ts'

/** Which accounts are looked at; nothing given: all of them. */
export interface Choice {
  accounts?: readonly string[]
  /** A unit by its id or by the path of its name (`Root/Workloads/Prod`), with everything below it. */
  units?: readonly string[]
  /** Account ids, unit ids and unit paths that are left out. */
  exclude?: readonly string[]
  /** Those alone that joined the organization after this moment. */
  joinedAfter?: Iso
}

/**
 * Whether an account is looked at. Throws UserError where a unit is named that there is not: a slip of the keyboard must not
 * leave half of an organization out in silence.
 */
export function chooser(choice: Choice, units: Units): (account: ListedAccount) => boolean {
  const unitOf = (option: string) => (name: string) => {
    const id = units.find(name)
    if (id) return id
    // Without names, an id may still be one that accounts lie in.
    if (units.unseen && /^(r|ou)-/.test(name)) return name
    throw new UserError(
      'no-such-unit',
      `There is no organizational unit "${name}" (${option}).`,
      units.unseen
        ? `Units cannot be seen (${units.unseen.message}): give the id, as in ou-ab12-cdefgh34.`
        : 'Give its id, or its path from the root, such as Root/Workloads/Prod.',
    )
  }
  const isAccount = (text: string) => /^\d{12}$/.test(text)
  const within = (choice.units ?? []).map(unitOf('--ou'))
  const out = new Set((choice.exclude ?? []).filter(isAccount))
  const outUnits = (choice.exclude ?? []).filter((e) => !isAccount(e)).map(unitOf('--exclude'))
  const only = choice.accounts ? new Set(choice.accounts) : undefined
  const { joinedAfter } = choice
  // Of whom AWS does not say when they joined may be new: nobody is left out in silence.
  const isNew = ({ joinedAt }: ListedAccount) =>
    joinedAfter === undefined || joinedAt === undefined || joinedAt > joinedAfter
  return (account) => {
    const { id, path } = account
    return (
      (only === undefined || only.has(id)) &&
      (within.length === 0 || within.some((unit) => path.includes(unit))) &&
      !out.has(id) &&
      !outUnits.some((unit) => path.includes(unit)) &&
      isNew(account)
    )
  }
}
