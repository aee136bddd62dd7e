/** The code that AWS sent to a phone: asked for while it is wrong, never for nothing, and waited for. */
import { describe, expect, it } from 'vitest'
import { type Answers, errors, fakeHand } from '../../../test/support/fake-hand.ts'
import { stepOf } from '../../../test/support/perform-case.ts'
import { performCode } from './secrets.ts'

describe('the code', () => {
  const verify = stepOf('account:VerifyPhoneNumber')
  const wrong = errors.invalid
  const state = (VerificationStatus: string) => ({ VerificationStatus })
  const waiting = {
    result: 'waiting',
    message: 'for the code that AWS sent; type it with neverroot apply --resume',
  }

  it.each<[string, Answers, Answers[], (string | undefined)[], boolean, object, string[]]>([
    ['is typed', state('PENDING'), [{}], ['abc123'], false, { result: 'applied' }, ['abc123']],
    ['has spaces around it', state('PENDING'), [{}], [' abc123 '], false, { result: 'applied' }, ['abc123']],
    ['is wrong once', state('PENDING'), [wrong, {}], ['1', '2'], false, { result: 'applied' }, ['1', '2']],
    [
      'is wrong thrice',
      state('PENDING'),
      [wrong, wrong, wrong],
      ['1', '2', '3', '4'],
      false,
      { result: 'failed' },
      ['1', '2', '3'],
    ],
    ['is not at hand', state('PENDING'), [], [undefined], false, waiting, []],
    ['is left empty', state('PENDING'), [], ['  '], false, waiting, []],
    [
      'is wrong, then not at hand',
      state('PENDING'),
      [wrong],
      ['1', ''],
      false,
      { result: 'waiting', message: expect.stringContaining('not the one that was given') as string },
      ['1'],
    ],
    [
      'was taken, and nobody could write that down',
      state('VERIFIED'),
      [],
      [],
      true,
      { result: 'applied' },
      [],
    ],
    ["was typed on AWS's own page", state('VERIFIED'), [], [], false, { result: 'already-so' }, []],
    [
      'is not taken, since credentials are gone',
      state('PENDING'),
      [errors.expired],
      ['1', '2'],
      false,
      { result: 'failed', stop: true },
      ['1'],
    ],
    ['is denied', state('PENDING'), [errors.denied], ['1', '2'], false, { result: 'refused' }, ['1']],
  ])('%s', async (_name, seen, writes, typed, begun, comes, sent) => {
    const fake = fakeHand({ reads: { 'account:GetContactInformation': seen }, writes })
    const answers = [...typed]
    const attempts: number[] = []
    const ask = async (attempt: number) => {
      attempts.push(attempt)
      return answers.shift()
    }
    const how = { begun, madeBefore: true, before: async () => undefined }
    expect(await performCode(verify, { Otp: { $secret: 'code' } }, fake.hand, ask, how)).toMatchObject(comes)
    expect(fake.writes.map(([, given]) => (given as { Otp: string }).Otp)).toEqual(sent)
    expect(attempts).toEqual(attempts.map((_, i) => i + 1))
  })
})
