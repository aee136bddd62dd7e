import { type Fetcher, observed } from '../aws/index.ts'
import { known, type Senders, unknown } from '../model/index.ts'
import { noDirectory } from './addressee.ts'
import { rootEmail } from './root-email.ts'

/** Whether mail from outside comes through to the root e-mail list, as its settings have it. */
export interface RootEmailSenders extends Senders {
  directory: string
}

/** Reads the settings of the list, where the directory keeps them; of anything but a list they say nothing. */
export const rootEmailSenders: Fetcher<RootEmailSenders> = {
  name: 'root-email-senders',
  reads: rootEmail.reads,
  async collect(source) {
    const { directory } = source
    if (!directory) return noDirectory
    const email = await source.get(rootEmail)
    if (email.state !== 'known') return email
    const hit = await directory.find(email.value.address)
    if (hit.state !== 'known') return hit
    if (hit.value?.entry.kind !== 'group' || hit.value.by === 'tag-unsaid')
      return unknown('unsupported', `${directory.name} does not have the root e-mail address as a list`)
    const senders = await directory.senders(hit.value.entry)
    if (senders.state !== 'known') return senders
    const { outside, moderated } = senders.value
    return known({ directory: directory.name, outside, moderated }, [
      observed('directory', source.now.toISOString(), {
        directory: directory.name,
        of: 'the settings of the root e-mail list',
        outside,
        moderated,
      }),
    ])
  },
}
