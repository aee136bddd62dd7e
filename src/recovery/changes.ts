import type { RecoveryChange, RecoveryDoubt, RecoveryNode } from '../model/index.ts'
import type { RecoveryFacts } from './input.ts'

/**
 * What could be hardened, as what it does to the graph. Only what is there to harden is offered; how much it is worth is
 * not said here: it is tried.
 */
export function changesFor(
  { vantage, powers, recovery }: RecoveryFacts,
  nodes: readonly RecoveryNode[],
  doubts: readonly RecoveryDoubt[],
): RecoveryChange[] {
  const open = new Set(nodes.flatMap(({ id, state }) => (state === 'cut' ? [] : [id])))
  const unsettled = (prefix: string) =>
    doubts.filter(({ id, settled }) => settled !== 'apart' && id.startsWith(prefix)).map(({ id }) => id)
  const all: RecoveryChange[] = [
    {
      id: 'register-mfa',
      text: 'register MFA for root',
      cut: ['no-second-factor'],
      // Whoever holds the device is another way in then, and a device can be lost.
      open: ['mfa-holder', ...(recovery === 'blocked' ? [] : ['way-lost-mfa'])],
      control: 'root-has-mfa',
    },
    {
      id: 'delete-keys',
      text: "delete root's access keys",
      cut: ['way-keys'],
      control: 'root-has-no-access-keys',
    },
    {
      id: 'part-mailbox-phone',
      text: 'let somebody answer the phone who does not read the root mailbox',
      apart: unsettled('mailbox-phone'),
      control: 'root-recovery-takes-more-than-one',
    },
    {
      id: 'seal-mfa',
      text: "seal root's MFA key so that two people open it together, neither of whom reads the mailbox or has the password",
      two: ['mfa-holder'],
      apart: [...unsettled('mailbox-mfa'), ...unsettled('password-mfa')],
      control: 'root-mfa-is-in-custody',
    },
    {
      id: 'split-password',
      text: 'keep the root password where two people open it together',
      two: ['password-holder'],
      apart: unsettled('password-mfa'),
      control: 'root-password-is-managed',
    },
    {
      id: 'part-identity-providers',
      text: 'open the root mailbox through another identity provider than the account',
      apart: unsettled('idp'),
      control: 'a-way-in-survives-the-identity-provider',
    },
    {
      id: 'part-administrators',
      text: 'keep whoever may change the phone number off the root mailbox',
      apart: unsettled('mailbox-principal'),
    },
    {
      id: 'keep-number',
      text: `take account:PutContactInformation from every user and role${vantage === 'member' ? ' (a control policy does it)' : ''}`,
      ...(powers === undefined ? {} : { cut: ['phone-change'] }),
    },
    {
      id: 'two-mail-administrators',
      text: 'let mail administrators open a mailbox only with the approval of a second one',
      two: ['mail-admin'],
    },
    { id: 'lock-number', text: 'have the carrier lock the number against moving', cut: ['carrier'] },
    {
      id: 'lock-domain',
      text: 'lock the domain at the registrar and in DNS, to be opened by two',
      two: ['dns', 'registrar'],
      control: 'root-email-domain-is-safe',
    },
    {
      id: 'move-mailbox-out',
      text: 'keep mail, DNS and sign-in of the root mailbox out of the account, and say so',
      cut: ['mailbox-inside'],
      control: 'root-email-lives-outside-the-account',
    },
    ...(vantage === 'member'
      ? [
          {
            id: 'remove-root',
            text: 'remove the credentials of this root from the centre, and block its recovery',
            cut: ['way-sign-in', 'way-reset', 'way-lost-mfa', 'way-keys'],
            control: 'member-roots-have-no-credentials',
          },
        ]
      : []),
  ]
  return all
    .map(({ cut, two, apart, ...change }): RecoveryChange => ({
      ...change,
      ...some(
        'cut',
        cut?.filter((id) => open.has(id)),
      ),
      ...some(
        'two',
        two?.filter((id) => open.has(id)),
      ),
      ...some('apart', apart),
    }))
    .filter(({ cut, two, apart }) => cut || two || apart)
}

const some = (key: 'cut' | 'two' | 'apart', ids: readonly string[] | undefined) =>
  ids && ids.length > 0 ? { [key]: ids } : {}
