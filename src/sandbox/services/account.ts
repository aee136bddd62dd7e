/** AWS Account Management: contacts, name, root e-mail address of members, Regions. */
import type * as sdk from '@aws-sdk/client-account'
import { defineService, type Permissions } from '../service.ts'
import { contacts } from './account/contacts.ts'
import { identity } from './account/identity.ts'
import { regions } from './account/regions.ts'
import { accountArn } from './account/target.ts'

const resource = { resource: accountArn }
/** Condition keys of the service authorization reference for Account Management. */
const alternate = {
  ...resource,
  context: (input: { AlternateContactType?: string | undefined }): Record<string, string | string[]> =>
    input.AlternateContactType ? { 'account:AlternateContactTypes': [input.AlternateContactType] } : {},
}
const email = {
  ...resource,
  context: (input: { PrimaryEmail?: string | undefined }): Record<string, string> => ({
    'account:EmailTargetDomain': input.PrimaryEmail?.split('@')[1] ?? '',
  }),
}
const target = {
  ...resource,
  context: (input: { RegionName?: string | undefined }): Record<string, string> =>
    input.RegionName ? { 'account:TargetRegion': input.RegionName } : {},
}

const permissions: Permissions<typeof sdk> = {
  GetContactInformation: resource,
  PutContactInformation: resource,
  SendPhoneNumberVerification: resource,
  VerifyPhoneNumber: resource,
  GetAlternateContact: alternate,
  PutAlternateContact: alternate,
  DeleteAlternateContact: alternate,
  GetAccountInformation: resource,
  PutAccountName: resource,
  GetPrimaryEmail: resource,
  GetPrimaryEmailUpdateStatus: resource,
  StartPrimaryEmailUpdate: email,
  AcceptPrimaryEmailUpdate: email,
  ListRegions: resource,
  GetRegionOptStatus: resource,
  EnableRegion: target,
  DisableRegion: target,
}

export default defineService<typeof sdk>({
  prefix: 'account',
  client: 'AccountClient',
  regional: false,
  load: () => import('@aws-sdk/client-account'),
  handlers: { ...contacts, ...identity, ...regions },
  permissions,
})
