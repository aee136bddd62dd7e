import { describe, expect, it } from 'vitest'
import { cliCommand, Names, pascal, snake } from './names.ts'
import { comment, tidy } from './words.ts'

describe('a comment', () => {
  it.each([
    ['a line break', 'safe\nrm -rf /'],
    ['a carriage return', 'safe\rrm -rf /'],
    ['other line breaks', 'safe\u2028rm\u0085-rf\u000b/'],
    ['the other direction of writing', 'safe \u202erm -rf /'],
    ['an escape sequence', 'safe \u001b[2Jrm'],
  ])('stays one with %s in it', (_name, text) => {
    expect(tidy(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    for (const line of comment(text)) expect(line).toMatch(/^# /)
    expect(comment(text)).toHaveLength(1)
  })

  it('is broken between words and keeps a word whole', () => {
    const lines = comment(`${'word '.repeat(40)}${'x'.repeat(200)}`, '  ')
    expect(lines.slice(0, -1).every((line) => line.length <= 98)).toBe(true)
    expect(lines.at(-1)).toBe(`#   ${'x'.repeat(200)}`)
  })
})

describe('names', () => {
  it.each([
    ['iam:EnableMFADevice', 'iam enable-mfa-device'],
    ['iam:CreateVirtualMFADevice', 'iam create-virtual-mfa-device'],
    ['iam:CreateSAMLProvider', 'iam create-saml-provider'],
    ['iam:UpdateAccountPasswordPolicy', 'iam update-account-password-policy'],
    ['organizations:EnableAWSServiceAccess', 'organizations enable-aws-service-access'],
    ['iam:EnableOrganizationsRootSessions', 'iam enable-organizations-root-sessions'],
    ['account:PutContactInformation', 'account put-contact-information'],
    ['budgets:CreateSubscriber', 'budgets create-subscriber'],
    ['sso:ListInstances', 'sso-admin list-instances'],
  ])('%s is aws %s', (action, command) => {
    expect(cliCommand(action).join(' ')).toBe(command)
  })

  it.each([
    ['alerts.emails.0', 'alerts_emails_0', 'AlertsEmails0'],
    ['primaryContact.AddressLine1', 'primary_contact_address_line1', 'PrimaryContactAddressLine1'],
    ['neverroot-daily', 'neverroot_daily', 'NeverrootDaily'],
    ['0 $(id) \n', 'n_0_id', 'N0Id'],
    ['漢字', 'value', 'N'],
  ])('%s is %s and %s', (text, snaked, pascaled) => {
    expect([snake(text), pascal(text)]).toEqual([snaked, pascaled])
  })

  it('are given once', () => {
    const names = new Names(['taken'])
    expect(['taken', 'a', 'A', 'a', 'x1', 'x1'].map((n) => names.give(n))).toEqual([
      'taken2',
      'a',
      'A2',
      'a3',
      'x1',
      'x1_2',
    ])
  })
})
