import { administrators } from '../facts/administrators.ts'
import { cannotTell, defineControl, fail, notApplicable, pass } from '../model/index.ts'
import { iamUsersPage, incompletePolicies, nobody } from './support/administrators.ts'
import { count, list } from './support/words.ts'

const address = /^[^@\s]+@[^@\s]+\.[^@\s]+$/

export default defineControl({
  id: 'administrator-is-named-by-email',
  title: 'IAM administrators are named by their e-mail addresses',
  section: 'administrator',
  severity: 'low',
  profiles: ['business'],
  rows: ['C2'],
  rationale: 'A user called "admin" belongs to nobody. An e-mail address says who to ask, and who has left.',
  judged: 'The name of every IAM user with console sign-in and full access is an e-mail address.',
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html'],
  triggers: ['iam:CreateUser', 'iam:UpdateUser'],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Give each administrator a user of their own name',
    steps: [
      'Create a user named by the e-mail address of the person, in the Administrators group.',
      'The person signs in with it once and registers MFA.',
      'Delete the console password of the shared user, and the user itself a week later.',
    ],
    link: iamUsersPage,
  },
  requires: { admins: administrators },
  judge({ admins }) {
    const users = admins.users.filter((u) => u.how === 'full' && u.certain).map((u) => u.name)
    if (users.length === 0 && !admins.incomplete) return notApplicable('no IAM user is an administrator')
    const nameless = users.filter((name) => !address.test(name))
    if (nameless.length > 0)
      return fail(
        `${list(nameless)} ${nameless.length === 1 ? 'is' : 'are'} not named by an e-mail address, so nobody can tell whose it is. Make a user for each person.`,
      )
    return admins.incomplete ? cannotTell(incompletePolicies) : pass(count(users.length, 'administrator'))
  },
  examples: [
    {
      when: 'it is an e-mail address',
      facts: {
        admins: { ...nobody, users: [{ name: 'first.admin@corp.example', how: 'full', certain: true }] },
      },
      then: 'pass',
    },
    {
      when: 'it is called admin',
      facts: { admins: { ...nobody, users: [{ name: 'admin', how: 'full', certain: true }] } },
      then: 'fail',
      says: 'admin',
    },
    {
      when: 'who is an administrator is not fully seen',
      facts: { admins: { ...nobody, incomplete: true } },
      then: 'unknown',
    },
    {
      when: 'administrators come through IAM Identity Center only',
      facts: { admins: { ...nobody, paths: [{ path: 'identity-center', name: 'x' }] } },
      then: 'not-applicable',
    },
  ],
})
