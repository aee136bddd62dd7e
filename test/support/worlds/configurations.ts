/** Configurations that meet the generated accounts: nothing, a part, all of it, one person twice. */
import fc from 'fast-check'
import type { Configuration, DeclaredContact } from '../../../src/model/index.ts'
import { pools } from './spec.ts'

const { constantFrom, record, uniqueArray } = fc
/** Any of the fields; those that are missing are left out. */
const some = <T extends object>(fields: { [K in keyof T]?: fc.Arbitrary<NonNullable<T[K]>> }) =>
  record(fields as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>

const phone = constantFrom('+61 412 345 611', '+61 2 9374 4000', '+61412345600')
const contact: fc.Arbitrary<DeclaredContact> = some<DeclaredContact>({
  name: constantFrom('Security Team', 'Mia Example'),
  title: constantFrom('Team', 'Owner'),
  email: constantFrom(...pools.contactEmails.filter((email) => !email.startsWith('noreply'))),
  phone,
})
const whole: fc.Arbitrary<DeclaredContact> = record({
  name: constantFrom('Security Team', 'Mia Example'),
  title: constantFrom('Team', 'Owner'),
  email: constantFrom(...pools.contactEmails.filter((email) => !email.startsWith('noreply'))),
  phone,
})
/** Also one person twice: by an alias, or in capital letters. */
const emails = uniqueArray(constantFrom<string>(...pools.emails), { maxLength: 4 })
const administrator = record({ name: constantFrom<string>(...pools.administrators) })
const baseline = some<NonNullable<Configuration['baseline']>>({
  rootUnusedDays: constantFrom(90, 30),
  budgetFactor: constantFrom(1.5, 2),
  budgetFloorUsd: constantFrom(1, 5),
  passwordLength: constantFrom(14, 20),
  passwordReuse: constantFrom(24, 5),
})
const people = some<NonNullable<Configuration['people']>>({
  executives: fc.constant(['ciso-office@corp.example']),
  techPhones: fc.constant(['+61400000001']),
  companyPhones: fc.constant(['+61 2 9374 4000']),
  lists: fc.constant(['aws-alerts@corp.example', 'aws-security@corp.example']),
})

/** Everything that a fix may ask for. */
export const fullConfigurations: fc.Arbitrary<Configuration> = record({
  contacts: record({ primary: record({ phone }), billing: whole, operations: whole, security: whole }),
  alerts: record({
    emails: uniqueArray(constantFrom<string>(...pools.emails), { minLength: 1, maxLength: 4 }),
  }),
  administrator,
  people,
  baseline,
})

/** Any of it, down to nothing at all. */
export const partialConfigurations: fc.Arbitrary<Configuration> = some<Configuration>({
  profile: constantFrom('personal', 'business'),
  contacts: some<NonNullable<Configuration['contacts']>>({
    primary: some<{ phone: string }>({ phone }),
    billing: contact,
    operations: contact,
    security: contact,
  }) as fc.Arbitrary<NonNullable<Configuration['contacts']>>,
  alerts: some<NonNullable<Configuration['alerts']>>({ emails }),
  administrator,
  people,
  baseline,
})

export const configurations: fc.Arbitrary<Configuration> = fc.oneof(partialConfigurations, fullConfigurations)
