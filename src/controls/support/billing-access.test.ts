import { expect, it } from 'vitest'
import { accessSetTo } from './billing-access.ts'

it.each([
  ['a plain on', { iamAccess: 'ACTIVE' }, 'on'],
  ['a boolean, deeper down', { preference: { activated: true } }, 'on'],
  ['a plain off', { iamAccess: 'DENY' }, 'off'],
  ['a boolean off, beside an id that says nothing', { accountId: '111111111111', iamAccess: false }, 'off'],
  ['two values that disagree', { before: 'off', after: 'on' }, undefined],
  ['a name that turns the value round', { deactivate: true }, undefined],
  ['a word that nobody knows', { preference: 'FULL' }, undefined],
  ['a number', { preference: 1 }, undefined],
  ['nothing', null, undefined],
  ['nothing at all', undefined, undefined],
])('%s', (_case, parameters, expected) => expect(accessSetTo(parameters)).toBe(expected))
