import { describe, expect, it } from 'vitest'
import {
  isAtPublicProvider,
  isKnownList,
  isNamedPerson,
  isPlusAlias,
  looksLikeAnExecutive,
  looksLikeAPerson,
  sameMailbox,
} from './addresses.ts'

describe('sameMailbox', () => {
  it.each([
    ['letters in another case', 'AWS@Corp.example', 'aws@corp.example', true],
    ['a plus-alias', 'aws+billing@corp.example', 'aws@corp.example', true],
    ['two plus-aliases of one mailbox', 'aws+1@corp.example', 'aws+2@corp.example', true],
    ['spaces around', ' aws@corp.example', 'aws@corp.example ', true],
    ['another mailbox', 'aws-billing@corp.example', 'aws@corp.example', false],
    ['another domain', 'aws@corp.example', 'aws@corp-eu.example', false],
  ])('%s', (_case, a, b, same) => expect(sameMailbox(a, b)).toBe(same))
})

describe('what the configuration declares', () => {
  const configuration = {
    people: { lists: ['aws-root@corp.example'], executives: ['Cto@corp.example'] },
    administrator: { name: 'first.admin@corp.example' },
  }
  it.each([
    ['the list itself', 'aws-root@corp.example', true, false],
    ['a plus-alias of the list', 'aws-root+prod@corp.example', true, false],
    ['an executive', 'cto@corp.example', false, true],
    ['a plus-alias of the administrator', 'first.admin+aws@corp.example', false, true],
    ['neither', 'x7f3@corp.example', false, false],
  ])('%s', (_case, address, list, person) => {
    expect(isKnownList(address, configuration)).toBe(list)
    expect(isNamedPerson(address, configuration)).toBe(person)
    expect(isKnownList(address, {}) || isNamedPerson(address, {})).toBe(false)
  })
})

describe('what an address looks like', () => {
  it.each([
    ['mia.example@corp.example', true],
    ['john_smith+aws@corp.example', true],
    ['aws-root@corp.example', false],
    ['it.security@corp.example', false],
    ['x7f3@corp.example', false],
    ['mia@corp.example', false],
  ])('%s: a person %s', (address, person) => expect(looksLikeAPerson(address)).toBe(person))

  it.each([
    ['cto@corp.example', true],
    ['cto-office@corp.example', false],
  ])('%s: an executive %s', (address, so) => expect(looksLikeAnExecutive(address)).toBe(so))

  it.each([
    ['a+b@corp.example', true],
    ['a@corp.example', false],
  ])('%s: a plus-alias %s', (address, so) => expect(isPlusAlias(address)).toBe(so))
})

describe('isAtPublicProvider', () => {
  it.each([
    ['mia@gmail.com', true],
    ['mia@Outlook.de', true],
    ['mia@yahoo.co.uk', true],
    ['mia@posteo.de', true],
    ['mia@mail.gmail.com.corp.example', false],
    ['mia@notgmail.com', false],
    ['mia@me.corp.example', false],
    ['mia@web.com', false],
  ])('%s: %s', (address, so) => expect(isAtPublicProvider(address)).toBe(so))
})
