import * as sdk from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../../builder.ts'
import { createSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { clientConfig, outcome, sessionOf } from '../../testing-principals.ts'
import { totp } from './totp.ts'

const ID = '111111111111'
const NOW = new Date('2026-11-23T07:00:00Z')
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000)

describe('a time-based code', () => {
  // RFC 6238, appendix B, the last six of eight digits; the secret is the ASCII text 12345678901234567890.
  it.each([
    ['1970-01-01T00:00:59Z', '287082'],
    ['2005-03-18T01:58:29Z', '081804'],
    ['2009-02-13T23:31:30Z', '005924'],
    ['2033-05-18T03:33:20Z', '279037'],
  ])('at %s is %s', (at, code) => {
    expect(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', new Date(at))).toBe(code)
  })
})

describe('IAM: MFA devices', () => {
  let sandbox: Sandbox
  let iam: sdk.IAMClient
  let root: sdk.IAMClient
  beforeAll(async () => {
    const world = newWorld({ scenario: 'mfa', began: '2026-11-23T06:30:00Z' })
      .account(ID, (a) =>
        a
          .root({ mfa: ['virtual'] })
          .user('mia', (u) => u.admin().key().isCaller())
          .user('fay', (u) => u.fido('yubi', 10, { 'FIDO-FIPS-140-2': 'L2' }))
          .role('WithMfa', {
            trust: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { AWS: ID },
                  Action: 'sts:AssumeRole',
                  Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
                },
              ],
            },
          }),
      )
      .build()
    sandbox = await createSandbox({ world, now: NOW })
    iam = new sdk.IAMClient(clientConfig(sandbox))
    root = new sdk.IAMClient(clientConfig(sandbox, sessionOf(world, ID, { kind: 'root' })))
  })
  afterAll(() => sandbox.close())

  it('are made, enabled with two consecutive codes, used, and taken away', async () => {
    const made = await iam.send(new sdk.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'mia' }))
    const SerialNumber = made.VirtualMFADevice!.SerialNumber!
    const seed = Buffer.from(made.VirtualMFADevice!.Base32StringSeed!).toString()
    expect(SerialNumber).toBe(`arn:aws:iam::${ID}:mfa/mia`)
    expect(seed).toMatch(/^[A-Z2-7]{64}$/)
    const enable = (first: Date, second: Date) =>
      outcome(
        iam.send(
          new sdk.EnableMFADeviceCommand({
            UserName: 'mia',
            SerialNumber,
            AuthenticationCode1: totp(seed, first),
            AuthenticationCode2: totp(seed, second),
          }),
        ),
      )
    expect(await enable(NOW, NOW)).toMatch(/^InvalidAuthenticationCodeException 403/)
    expect(await enable(later(30), NOW)).toMatch(/^InvalidAuthenticationCodeException 403/)
    expect(await enable(later(-3600), later(-3570))).toMatch(/^InvalidAuthenticationCodeException 403/)
    const unassigned = await iam.send(
      new sdk.ListVirtualMFADevicesCommand({ AssignmentStatus: 'Unassigned' }),
    )
    expect(unassigned.VirtualMFADevices!.map((device) => device.SerialNumber)).toEqual([SerialNumber])
    expect(await enable(later(-30), NOW)).toBe('fine')
    expect(await enable(NOW, later(30))).toMatch(/^EntityAlreadyExistsException 409/)

    const sts = new STSClient(clientConfig(sandbox))
    const assume = (TokenCode: string) =>
      outcome(
        sts.send(
          new AssumeRoleCommand({
            RoleArn: `arn:aws:iam::${ID}:role/WithMfa`,
            RoleSessionName: 'me',
            SerialNumber,
            TokenCode,
          }),
        ),
      )
    expect(await assume('000000')).toContain('MultiFactorAuthentication failed')
    expect(await assume(totp(seed, NOW))).toBe('fine')

    const remove = () => outcome(iam.send(new sdk.DeleteVirtualMFADeviceCommand({ SerialNumber })))
    expect(await remove()).toMatch(/^DeleteConflictException 409/)
    await iam.send(new sdk.DeactivateMFADeviceCommand({ UserName: 'mia', SerialNumber }))
    expect(await remove()).toBe('fine')
  })

  it('of root are named by its ARN', async () => {
    const { VirtualMFADevices } = await iam.send(
      new sdk.ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned' }),
    )
    expect(VirtualMFADevices!.map((device) => device.User!.Arn)).toEqual([`arn:aws:iam::${ID}:root`])
    const { MFADevices } = await root.send(new sdk.ListMFADevicesCommand({}))
    expect(MFADevices!.map((device) => device.SerialNumber)).toEqual([
      `arn:aws:iam::${ID}:mfa/root-account-mfa-device`,
    ])
  })

  it('have certifications when they are FIDO, and only then', async () => {
    const { MFADevices } = await iam.send(new sdk.ListMFADevicesCommand({ UserName: 'fay' }))
    const SerialNumber = MFADevices![0]!.SerialNumber
    const device = await iam.send(new sdk.GetMFADeviceCommand({ UserName: 'fay', SerialNumber }))
    expect(device.Certifications).toEqual({ 'FIDO-FIPS-140-2': 'L2' })
    const virtual = root.send(
      new sdk.GetMFADeviceCommand({ SerialNumber: `arn:aws:iam::${ID}:mfa/root-account-mfa-device` }),
    )
    expect(await outcome(virtual)).toMatch(/^NoSuchEntityException 404/)
  })
})
