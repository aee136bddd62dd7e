/** One directory for everybody who asks: each address and each list is looked up once, and everything is forgotten at the end. */
import {
  type Directory,
  type DirectoryEntry,
  type DirectoryHit,
  type Fact,
  known,
  mapFact,
  type Roster,
  unknown,
} from '../model/index.ts'
import { addressKey, withoutTag } from './address.ts'
import type { Provider } from './provider.ts'
import { isDeclaredRobot, rosterOf } from './roster.ts'

export interface DirectoryRules {
  /** Addresses of accounts that the configuration calls robots. */
  robots?: readonly string[]
  /** True: the configuration says that the mail system delivers plus tags to the mailbox. */
  plusTags?: boolean
}

/** A directory over what one product answers. */
export function directoryOver(provider: Provider, rules: DirectoryRules = {}): Directory {
  const robots = new Set((rules.robots ?? []).map(addressKey))
  const found = new Map<string, Promise<Fact<DirectoryEntry | undefined>>>()
  const rosters = new Map<string, Promise<Fact<Roster>>>()
  const byPhone = new Map<string, Promise<Fact<readonly DirectoryEntry[]>>>()
  const byName = new Map<string, Promise<Fact<readonly DirectoryEntry[]>>>()
  const once = <T>(map: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> => {
    const asked = map.get(key) ?? ask()
    map.set(key, asked)
    return asked
  }
  const asDeclared = (entry: DirectoryEntry): DirectoryEntry =>
    entry.kind !== 'group' && isDeclaredRobot(entry, robots) ? { ...entry, kind: 'robot' } : entry
  const isDelivered = (entry: DirectoryEntry): boolean =>
    rules.plusTags === true ||
    provider.tags === 'same-mailbox' ||
    (provider.tags === 'mailboxes-only' && entry.kind !== 'group')
  const look = async (key: string) =>
    mapFact(await once(found, key, () => provider.find(key)), (entry) => entry && asDeclared(entry))

  return {
    name: provider.name,
    async find(address): Promise<Fact<DirectoryHit | undefined>> {
      const own = await look(addressKey(address))
      if (own.state !== 'known') return own
      if (own.value) return known({ entry: own.value, by: 'own' })
      const plain = withoutTag(address)
      if (plain === undefined) return known(undefined)
      return mapFact(
        await look(plain),
        (entry) => entry && { entry, by: isDelivered(entry) ? ('tag' as const) : ('tag-unsaid' as const) },
      )
    },
    members: (entry) => once(rosters, entry.id, () => rosterOf(provider, entry, robots)),
    async senders(entry) {
      const { sendersTo } = provider
      return sendersTo
        ? sendersTo.call(provider, entry)
        : unknown('unsupported', `${provider.name} does not tell who may write to a list`)
    },
    async named(name) {
      const { named } = provider
      if (!named) return unknown('unsupported', `${provider.name} is not asked for names`)
      const key = name.trim().normalize('NFC').toLowerCase()
      return mapFact(await once(byName, key, () => named.call(provider, name.trim())), (all) =>
        all.map(asDeclared),
      )
    },
    async withPhone(number) {
      const { withPhone } = provider
      if (!withPhone) return unknown('unsupported', `${provider.name} is not asked for telephones`)
      return mapFact(await once(byPhone, number, () => withPhone.call(provider, number)), (all) =>
        all.map(asDeclared),
      )
    },
  }
}
