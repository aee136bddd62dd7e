/** AWS KMS: what can be read of keys, aliases and key policies. */
import type * as sdk from '@aws-sdk/client-kms'
import { page } from '../paging.ts'
import { AwsError, defineService, type Call } from '../service.ts'
import { detected, violation } from '../validate.ts'
import type { KmsKey } from '../world.ts'

const prefix = (call: Call): string =>
  `arn:${call.world.partition}:kms:${call.region}:${call.caller.account.id}`
const idOf = (key: KmsKey): string => key.arn.split('/').pop()!
const here = (call: Call): KmsKey[] =>
  call.caller.account.keys.filter((k) => k.arn.split(':')[3] === call.region)
const aliasName = (name: string): string => (name.startsWith('alias/') ? name : `alias/${name}`)

/** A key by id or ARN, and by alias or alias ARN where the operation takes those. */
function search(call: Call, given: string | undefined, aliases: boolean): KmsKey | undefined {
  const id = given ?? ''
  const alias = id.startsWith(`${prefix(call)}:alias/`) ? id.slice(prefix(call).length + 1) : id
  return here(call).find(
    (k) => k.arn === id || idOf(k) === id || (aliases && k.aliases.some((a) => aliasName(a) === alias)),
  )
}

function keyOf(call: Call, given: string | undefined, aliases = false): KmsKey {
  const id = given ?? ''
  if (id.startsWith('arn:') && !/^arn:[\w-]+:kms:[\w-]+:\d{12}:(key|alias)\/.+$/.test(id)) {
    throw new AwsError('InvalidArnException', `Invalid arn ${id}`)
  }
  if (id.includes('alias/') && !aliases) throw new AwsError('NotFoundException', `Invalid keyId '${id}'`)
  const key = search(call, id, aliases)
  if (key) return key
  const what = id.includes('alias/')
    ? `Alias ${id.startsWith('arn:') ? id : `${prefix(call)}:${id}`} is not found.`
    : `Key '${id.startsWith('arn:') ? id : `${prefix(call)}:key/${id}`}' does not exist`
  throw new AwsError('NotFoundException', what)
}

function paged<T>(
  call: Call,
  input: { Limit?: number | undefined; Marker?: string | undefined },
  items: readonly T[],
  limits: { max: number; default: number },
  bind?: unknown,
) {
  const wrong = violation(input.Limit, 'limit', { min: 1, max: limits.max, optional: true })
  if (wrong) throw new AwsError('ValidationException', detected([wrong]))
  const { items: found, next } = page(call, items, {
    token: input.Marker,
    size: input.Limit ?? limits.default,
    bind: [call.region, bind],
    invalid: () => new AwsError('InvalidMarkerException', 'The marker is not valid.'),
  })
  return { found, more: { Truncated: next !== undefined, ...(next && { NextMarker: next }) } }
}

/** A key's own policy must allow: without it, IAM alone gives nothing (KMS guide, "Key policies"). */
const onKey = {
  resource: (input: { KeyId?: string | undefined }, call: Call): string =>
    search(call, input.KeyId, true)?.arn ?? `${prefix(call)}:key/*`,
  resourcePolicy: (input: { KeyId?: string | undefined }, call: Call) => {
    const key = search(call, input.KeyId, true)
    return key && { document: key.policy, account: call.caller.account.id, mustAllow: true }
  },
}

export default defineService<typeof sdk>({
  prefix: 'kms',
  client: 'KMSClient',
  regional: true,
  load: () => import('@aws-sdk/client-kms'),
  handlers: {
    ListKeys(input, call) {
      const { found, more } = paged(call, input, here(call), { max: 1000, default: 100 })
      return { Keys: found.map((k) => ({ KeyId: idOf(k), KeyArn: k.arn })), ...more }
    },

    ListAliases(input, call) {
      const keys = input.KeyId ? [keyOf(call, input.KeyId)] : here(call)
      const all = keys.flatMap((k) =>
        k.aliases.map(aliasName).map((name) => ({
          AliasName: name,
          AliasArn: `${prefix(call)}:${name}`,
          TargetKeyId: idOf(k),
        })),
      )
      const { found, more } = paged(call, input, all, { max: 100, default: 50 }, input.KeyId)
      return { Aliases: found, ...more }
    },

    DescribeKey(input, call) {
      const key = keyOf(call, input.KeyId, true)
      return {
        KeyMetadata: {
          AWSAccountId: call.caller.account.id,
          KeyId: idOf(key),
          Arn: key.arn,
          CreationDate: new Date(call.caller.account.createdAt),
          Enabled: key.enabled,
          Description: '',
          KeyUsage: 'ENCRYPT_DECRYPT',
          KeyState: key.enabled ? 'Enabled' : 'Disabled',
          Origin: 'AWS_KMS',
          KeyManager: key.manager,
          CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
          KeySpec: 'SYMMETRIC_DEFAULT',
          EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
          MultiRegion: false,
        },
      }
    },

    GetKeyPolicy(input, call) {
      const key = keyOf(call, input.KeyId)
      const name = input.PolicyName ?? 'default'
      if (name !== 'default') throw new AwsError('NotFoundException', `No such policy exists`)
      return { Policy: key.policy, PolicyName: 'default' }
    },
  },
  permissions: { DescribeKey: onKey, GetKeyPolicy: onKey },
})
