import { describe, expect, it } from 'vitest'
import type { Cell, Check, OrganizationSight, Viewpoint } from '../model/index.ts'
import { matrixOf, type Standing } from './matrix.ts'

const is = (value: Check['is']): Check => ({ is: value })
const ready: Standing = { trustedAccount: is('yes'), rootSessions: is('yes'), accountDelegateTaken: false }

const from = (services: readonly string[], management = false): Viewpoint => ({
  account: '111111111111',
  management,
  caller: true,
  services: services.map((name) => `${name}.amazonaws.com`),
})
const management = from([], true)

const cell = (viewpoint: Viewpoint, sight: OrganizationSight, standing: Standing): Cell =>
  matrixOf([viewpoint], standing, undefined).rows.find((row) => row.sight === sight)!.cells[0]!

describe('who sees what', () => {
  it.each<[when: string, from: Viewpoint, sight: OrganizationSight, over: Partial<Standing>, sees: string]>([
    ['management lists', management, 'accounts', {}, 'yes'],
    ['any delegate lists', from(['sso']), 'accounts', {}, 'yes'],
    ['management reads contacts', management, 'contacts', {}, 'yes'],
    ['not without trusted access', management, 'contacts', { trustedAccount: is('no') }, 'needs'],
    ['who knows', management, 'contacts', { trustedAccount: is('unknown') }, 'unknown'],
    ['the delegate of account reads them', from(['account']), 'contacts', {}, 'yes'],
    ['another can become it', from(['iam']), 'contacts', {}, 'needs'],
    ['where there is none yet', from(['iam']), 'contacts', { accountDelegateTaken: true }, 'no'],
    ['the delegate of iam sees root access', from(['iam']), 'root-features', {}, 'yes'],
    ['another does not', from(['account']), 'root-features', {}, 'needs'],
    ['sessions must be on', management, 'root-sessions', { rootSessions: is('no') }, 'needs'],
    ['and are', from(['iam']), 'root-sessions', {}, 'yes'],
    ['the payer sees its budgets', management, 'payer-budgets', {}, 'yes'],
    ['nobody else does', from(['account', 'iam', 'sso']), 'payer-budgets', {}, 'no'],
    ['nor the costs of everybody', from(['account', 'iam', 'sso']), 'costs', {}, 'no'],
    ['any delegate reads policies', from(['account']), 'policies', {}, 'yes'],
    ['the delegate of sso sees Identity Center', from(['sso']), 'identity-center', {}, 'yes'],
    ['another does not', from(['account']), 'identity-center', {}, 'needs'],
  ])('%s', (_when, viewpoint, sight, over, sees) => {
    expect(cell(viewpoint, sight, { ...ready, ...over }).sees).toBe(sees)
  })
})
