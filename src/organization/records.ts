import type { Records } from '../model/index.ts'

/**
 * What people have recorded about an account of an organization: what was said about the account itself, else what was said
 * about the organization as a whole ("no single person can recover the root user of any account").
 */
export const inherited = (account: Records, organization: Records): Records => ({
  attestation: (control) => account.attestation(control) ?? organization.attestation(control),
  acknowledgement: (control) => account.acknowledgement(control) ?? organization.acknowledgement(control),
  exception: (control) => account.exception(control) ?? organization.exception(control),
  windows: () => [...organization.windows(), ...account.windows()],
  // A key, and a contact, belongs to one account.
  custody: () => account.custody(),
  contactsDrills: () => account.contactsDrills(),
})
