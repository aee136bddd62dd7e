import { AwsError } from '../../service.ts'
import type { Call } from '../../service.ts'
import type { MfaDevice, VirtualMfaDevice } from '../../world.ts'
import {
  alreadyExists,
  deleteConflict,
  limitExceeded,
  noSuchEntity,
  ownerArn,
  ownerOf,
  pageOf,
  rootArn,
  rules,
  tagList,
  tagRecord,
  validate,
} from './common.ts'
import type { IamHandlers, IamPermissions, Owner } from './common.ts'
import { devicesOf, devicesOfRoot } from './mfa-devices.ts'
import { userShape } from './shapes.ts'
import { areConsecutiveCodes } from './totp.ts'

/** IAM User Guide, "IAM and AWS STS quotas": of any mix of types, for a user as for root. */
const DEVICES_PER_USER = 8

/** A PNG of one white pixel: the picture of the code is not simulated, the seed is. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEANl9ngAAAAABJRU5ErkJggg==',
  'base64',
)

const devices = (call: Call, owner: Owner): MfaDevice[] =>
  owner.kind === 'root' ? devicesOfRoot(call.account) : devicesOf(call.account, owner.user)

function virtualDevice(call: Call, serial: string | undefined): VirtualMfaDevice {
  validate({ SerialNumber: serial }, { SerialNumber: rules.serial })
  const device = call.account.iam.virtualMfaDevices.find((candidate) => candidate.serialNumber === serial)
  if (!device) throw noSuchEntity(`VirtualMFADevice with serial number ${serial} doesn't exist.`)
  return device
}

function requireCodes(call: Call, device: VirtualMfaDevice, first: string, second: string): void {
  // The clocks that may have made the codes: the world's, and the wall's when a person's telephone made them.
  const right =
    device.seed !== undefined &&
    [call.now, new Date()].some((now) => areConsecutiveCodes(device.seed!, first, second, now))
  if (!right)
    throw new AwsError('InvalidAuthenticationCodeException', 'Authentication code for device is not valid.')
}

function ownerShape(call: Call, device: VirtualMfaDevice) {
  if (device.assignedTo === 'root')
    return {
      User: {
        Path: '/',
        UserName: undefined,
        UserId: call.account.id,
        Arn: rootArn(call),
        CreateDate: new Date(call.account.createdAt),
      },
    }
  const name = device.assignedTo?.user
  const user = call.account.iam.users.find((candidate) => candidate.name === name)
  return user ? { User: userShape(call, user) } : {}
}

export const mfaHandlers = {
  ListMFADevices(input, call) {
    const owner = ownerOf(call, input.UserName)
    const name = owner.kind === 'user' ? owner.user.name : (call.account.iam.alias ?? 'root')
    const { items, ...rest } = pageOf(call, input, devices(call, owner), name)
    return {
      MFADevices: items.map(({ serialNumber, enabled }) => ({
        UserName: name,
        SerialNumber: serialNumber,
        EnableDate: new Date(enabled),
      })),
      ...rest,
    }
  },

  ListVirtualMFADevices(input, call) {
    const { AssignmentStatus = 'Any' } = input
    validate({ AssignmentStatus }, { AssignmentStatus: { values: ['Assigned', 'Unassigned', 'Any'] } })
    const found = call.account.iam.virtualMfaDevices.filter(
      (device) =>
        AssignmentStatus === 'Any' || (AssignmentStatus === 'Assigned') === (device.assignedTo !== undefined),
    )
    const { items, ...rest } = pageOf(call, input, found, AssignmentStatus)
    return {
      VirtualMFADevices: items.map((device) => ({
        SerialNumber: device.serialNumber,
        ...ownerShape(call, device),
        ...(device.enabled === undefined ? {} : { EnableDate: new Date(device.enabled) }),
        ...(device.tags ? { Tags: tagList(device.tags) } : {}),
      })),
      ...rest,
    }
  },

  CreateVirtualMFADevice(input, call) {
    validate(input, { VirtualMFADeviceName: { min: 1, max: 226, pattern: /[\w+=,.@-]+/ }, Path: rules.path })
    const { iam, id } = call.account
    const serialNumber = `arn:${call.world.partition}:iam::${id}:mfa${input.Path ?? '/'}${input.VirtualMFADeviceName}`
    if (iam.virtualMfaDevices.some((device) => device.serialNumber === serialNumber))
      throw alreadyExists('MFADevice entity at the same path and name already exists.')
    const tags = tagRecord(input.Tags)
    const seed = call.id('', 32) + call.id('', 32)
    iam.virtualMfaDevices.push({ serialNumber, seed, ...(Object.keys(tags).length ? { tags } : {}) })
    return {
      VirtualMFADevice: {
        SerialNumber: serialNumber,
        Base32StringSeed: Buffer.from(seed),
        QRCodePNG: PIXEL,
        ...(input.Tags?.length ? { Tags: tagList(tags) } : {}),
      },
    }
  },

  EnableMFADevice(input, call) {
    validate(input, {
      SerialNumber: rules.serial,
      AuthenticationCode1: rules.code,
      AuthenticationCode2: rules.code,
    })
    const owner = ownerOf(call, input.UserName)
    const device = virtualDevice(call, input.SerialNumber)
    if (device.assignedTo) throw alreadyExists('MFA Device already in use by a user.')
    if (devices(call, owner).length >= DEVICES_PER_USER)
      throw limitExceeded(`Cannot exceed quota for MfaDevicesPerUser: ${DEVICES_PER_USER}`)
    requireCodes(call, device, input.AuthenticationCode1!, input.AuthenticationCode2!)
    device.assignedTo = owner.kind === 'root' ? 'root' : { user: owner.user.name }
    device.enabled = call.now.toISOString()
  },

  ResyncMFADevice(input, call) {
    const owner = ownerOf(call, input.UserName)
    if (!devices(call, owner).some((device) => device.serialNumber === input.SerialNumber))
      throw noSuchEntity(`MFA Device with serial number ${input.SerialNumber} does not exist.`)
    requireCodes(
      call,
      virtualDevice(call, input.SerialNumber),
      input.AuthenticationCode1!,
      input.AuthenticationCode2!,
    )
  },

  DeactivateMFADevice(input, call) {
    validate(input, { SerialNumber: rules.serial })
    const owner = ownerOf(call, input.UserName)
    const serial = input.SerialNumber!
    if (!devices(call, owner).some((device) => device.serialNumber === serial))
      throw noSuchEntity(`MFA Device with serial number ${serial} does not exist for the user.`)
    const holder = owner.kind === 'root' ? call.account.root : owner.user
    holder.mfaDevices = holder.mfaDevices.filter((device) => device.serialNumber !== serial)
    const virtual = call.account.iam.virtualMfaDevices.find((device) => device.serialNumber === serial)
    if (virtual) {
      delete virtual.assignedTo
      delete virtual.enabled
    }
  },

  DeleteVirtualMFADevice(input, call) {
    const device = virtualDevice(call, input.SerialNumber)
    if (device.assignedTo) throw deleteConflict('MFA VirtualDevice in use. Must deactivate first.')
    const { iam } = call.account
    iam.virtualMfaDevices = iam.virtualMfaDevices.filter((other) => other !== device)
  },

  /** FIDO devices alone (IAM API reference, GetMFADevice). */
  GetMFADevice(input, call) {
    validate(input, { SerialNumber: rules.serial })
    const owner = ownerOf(call, input.UserName)
    const device = devices(call, owner).find(
      ({ serialNumber }) => serialNumber === input.SerialNumber && serialNumber.includes(':u2f/'),
    )
    if (!device) throw noSuchEntity(`MFA Device with serial number ${input.SerialNumber} does not exist.`)
    return {
      ...(owner.kind === 'user' ? { UserName: owner.user.name } : {}),
      SerialNumber: device.serialNumber,
      EnableDate: new Date(device.enabled),
      ...(device.certifications ? { Certifications: device.certifications } : {}),
    }
  },
} satisfies IamHandlers

interface Named {
  UserName?: string | undefined
}
const onOwner = { resource: (input: Named, call: Call) => ownerArn(call, input.UserName) }

/** In a root session these are about root itself, as its task policies want it. */
const onDevice = (serial: (input: never) => string | undefined) => ({
  resource: (input: unknown, call: Call) =>
    call.caller.kind === 'assumed-root' ? rootArn(call) : (serial(input as never) ?? '*'),
})

export const mfaPermissions: IamPermissions = {
  ListMFADevices: onOwner,
  EnableMFADevice: onOwner,
  ResyncMFADevice: onOwner,
  DeactivateMFADevice: onOwner,
  GetMFADevice: onOwner,
  DeleteVirtualMFADevice: onDevice((input: { SerialNumber?: string | undefined }) => input.SerialNumber),
  CreateVirtualMFADevice: {
    resource: (input, call) =>
      `arn:${call.world.partition}:iam::${call.account.id}:mfa${input.Path ?? '/'}${input.VirtualMFADeviceName}`,
  },
}
