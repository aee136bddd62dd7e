import { makeAccessKey } from '../../builder/ids.ts'
import type { Call } from '../../service.ts'
import type { AccessKey } from '../../world.ts'
import {
  limitExceeded,
  noSuchEntity,
  optional,
  ownerArn,
  ownerOf,
  pageOf,
  rules,
  validate,
} from './common.ts'
import type { IamHandlers, IamPermissions, Owner } from './common.ts'

const holderOf = (call: Call, owner: Owner): { accessKeys: AccessKey[] } =>
  owner.kind === 'root' ? call.account.root : owner.user

/** Root's keys have no user name on the wire (assumed). */
const nameOf = (owner: Owner): string | undefined => (owner.kind === 'user' ? owner.user.name : undefined)

function keyOf(call: Call, owner: Owner, id: string | undefined): AccessKey {
  validate({ AccessKeyId: id }, { AccessKeyId: rules.accessKeyId })
  const key = holderOf(call, owner).accessKeys.find((candidate) => candidate.id === id)
  if (!key) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`)
  return key
}

export const accessKeyHandlers = {
  ListAccessKeys(input, call) {
    const owner = ownerOf(call, input.UserName)
    const { items, ...rest } = pageOf(call, input, holderOf(call, owner).accessKeys, nameOf(owner))
    return {
      AccessKeyMetadata: items.map((key) => ({
        UserName: nameOf(owner),
        AccessKeyId: key.id,
        Status: key.status,
        CreateDate: new Date(key.created),
      })),
      ...rest,
    }
  },

  CreateAccessKey(input, call) {
    const owner = ownerOf(call, input.UserName)
    const holder = holderOf(call, owner)
    if (holder.accessKeys.length >= 2) throw limitExceeded('Cannot exceed quota for AccessKeysPerUser: 2')
    const key = makeAccessKey(call.world, { status: 'Active', created: call.now.toISOString() })
    holder.accessKeys.push(key)
    return {
      AccessKey: {
        UserName: nameOf(owner),
        AccessKeyId: key.id,
        Status: key.status,
        SecretAccessKey: key.secret,
        CreateDate: new Date(key.created),
      },
    }
  },

  UpdateAccessKey(input, call) {
    validate(input, { Status: { values: ['Active', 'Inactive'] } })
    keyOf(call, ownerOf(call, input.UserName), input.AccessKeyId).status = input.Status as AccessKey['status']
  },

  DeleteAccessKey(input, call) {
    const owner = ownerOf(call, input.UserName)
    const key = keyOf(call, owner, input.AccessKeyId)
    const holder = holderOf(call, owner)
    holder.accessKeys = holder.accessKeys.filter((other) => other !== key)
  },

  GetAccessKeyLastUsed(input, call) {
    validate(input, { AccessKeyId: rules.accessKeyId })
    const { root, iam } = call.account
    const user = iam.users.find((candidate) =>
      candidate.accessKeys.some((key) => key.id === input.AccessKeyId),
    )
    const key = (user ?? root).accessKeys.find((candidate) => candidate.id === input.AccessKeyId)
    if (!key) throw noSuchEntity(`The Access Key with id ${input.AccessKeyId} cannot be found.`)
    const { lastUsed } = key
    return {
      ...(user ? { UserName: user.name } : {}),
      AccessKeyLastUsed: {
        ...(lastUsed ? { LastUsedDate: new Date(lastUsed.at) } : { LastUsedDate: undefined }),
        ServiceName: lastUsed?.service ?? 'N/A',
        Region: lastUsed?.region ?? 'N/A',
      },
    }
  },

  /** The world holds root's certificates alone. */
  ListSigningCertificates(input, call) {
    const owner = ownerOf(call, input.UserName)
    const certificates = owner.kind === 'root' ? call.account.root.signingCertificates : []
    const { items, ...rest } = pageOf(call, input, certificates, nameOf(owner))
    return {
      Certificates: items.map((certificate) => ({
        UserName: nameOf(owner),
        CertificateId: certificate.id,
        CertificateBody: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----',
        Status: certificate.status,
        UploadDate: new Date(certificate.uploaded),
      })),
      ...rest,
    }
  },

  UpdateSigningCertificate(input, call) {
    validate(input, { Status: { values: ['Active', 'Inactive'] } })
    certificateOf(call, ownerOf(call, input.UserName), input.CertificateId).status =
      input.Status as AccessKey['status']
  },

  DeleteSigningCertificate(input, call) {
    const certificate = certificateOf(call, ownerOf(call, input.UserName), input.CertificateId)
    const { root } = call.account
    root.signingCertificates = root.signingCertificates.filter((other) => other !== certificate)
  },

  /** The world holds no service-specific credentials (CodeCommit, Bedrock API keys and the like). */
  ListServiceSpecificCredentials(input, call) {
    validate(input, { UserName: optional(rules.existingUser) })
    if (input.UserName !== undefined) ownerOf(call, input.UserName)
    return { ServiceSpecificCredentials: [], IsTruncated: false }
  },

  /** Nor SSH keys. */
  ListSSHPublicKeys(input, call) {
    ownerOf(call, input.UserName)
    return { SSHPublicKeys: [], IsTruncated: false }
  },
} satisfies IamHandlers

function certificateOf(call: Call, owner: Owner, id: string | undefined) {
  const certificates = owner.kind === 'root' ? call.account.root.signingCertificates : []
  const certificate = certificates.find((candidate) => candidate.id === id)
  if (!certificate) throw noSuchEntity(`The Certificate with id ${id} cannot be found.`)
  return certificate
}

interface Named {
  UserName?: string | undefined
}
const onOwner = { resource: (input: Named, call: Call) => ownerArn(call, input.UserName) }

export const accessKeyPermissions: IamPermissions = {
  ListAccessKeys: onOwner,
  CreateAccessKey: onOwner,
  UpdateAccessKey: onOwner,
  DeleteAccessKey: onOwner,
  GetAccessKeyLastUsed: {
    resource(input, call) {
      const user = call.account.iam.users.find((one) =>
        one.accessKeys.some((key) => key.id === input.AccessKeyId),
      )
      if (user) return ownerArn(call, user.name)
      // Root's key; with an unknown one too, the caller's own sight decides.
      return ['root', 'assumed-root'].includes(call.caller.kind) ? ownerArn(call, undefined) : '*'
    },
  },
  ListSigningCertificates: onOwner,
  UpdateSigningCertificate: onOwner,
  DeleteSigningCertificate: onOwner,
  ListServiceSpecificCredentials: onOwner,
  ListSSHPublicKeys: onOwner,
}
