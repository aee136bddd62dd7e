import { describe, expect, it } from 'vitest'
import { trustOf } from './gaps.ts'

describe('whom the read role is to trust', () => {
  it.each([
    ['a user', 'arn:aws:iam::111111111111:user/mia', 'arn:aws:iam::111111111111:user/mia'],
    [
      'the role behind a session, whatever its path',
      'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Audit_1/mia@corp.example',
      '"$(aws iam get-role --role-name AWSReservedSSO_Audit_1 --query Role.Arn --output text)"',
    ],
  ])('%s', (_who, arn, expected) => expect(trustOf({ arn })).toBe(expected))
})
