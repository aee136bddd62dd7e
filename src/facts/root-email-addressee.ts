import type { Fetcher } from '../aws/index.ts'
import { known } from '../model/index.ts'
import { type Addressee, addresseeOf, noDirectory } from './addressee.ts'
import { seenInDirectory } from './addressee-evidence.ts'
import { rootEmail } from './root-email.ts'

/** What the staff directory says of the root user's address: a person, a list and who is on it, or nobody. */
export const rootEmailAddressee: Fetcher<Addressee> = {
  name: 'root-email-addressee',
  reads: rootEmail.reads,
  async collect(source) {
    if (!source.directory) return noDirectory
    const email = await source.get(rootEmail)
    if (email.state !== 'known') return email
    const said = await addresseeOf(source, email.value.address)
    if (said.state !== 'known') return said
    return known(said.value, [seenInDirectory(source, 'the root e-mail address', said.value)])
  },
}
