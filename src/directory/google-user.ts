import type { DirectoryEntry } from '../model/index.ts'
import { addressKey } from './address.ts'
import { type Fields, fields, flag, list, text, texts, values } from './json.ts'

/** A user of the Workspace (Directory API reference, `User`). A deleted one is not listed at all. */
export function entryOf(user: Fields): DirectoryEntry {
  const jobs = list(user['organizations']).map(fields)
  const title = text((jobs.find((job) => job['primary'] === true) ?? jobs[0])?.['title'])
  const staff = list(user['externalIds'])
    .map(fields)
    .find((one) => text(one['type']) === 'organization')
  const person = text(staff?.['value'])
  const suspended = flag(user['suspended'])
  const archived = flag(user['archived'])
  return {
    id: text(user['id']) ?? '',
    kind: 'person',
    enabled: suspended === true || archived === true ? false : suspended === undefined ? undefined : true,
    ...(person === undefined ? {} : { person }),
    ...(title === undefined ? {} : { title }),
    phones: values(user['phones']),
    addresses: [
      ...new Set(
        [text(user['primaryEmail']) ?? '', ...texts(user['aliases']), ...texts(user['nonEditableAliases'])]
          .filter((address) => address.includes('@'))
          .map(addressKey),
      ),
    ],
  }
}

/** A member who is no user of the Workspace: somebody of another company, or a service account of Google Cloud. */
export const outsider = (id: string, email: string | undefined): DirectoryEntry => ({
  id,
  kind: email?.toLowerCase().endsWith('.gserviceaccount.com') ? 'robot' : 'guest',
  enabled: true,
  phones: [],
  addresses: email === undefined ? [] : [addressKey(email)],
})
