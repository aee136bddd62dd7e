import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { needs } from '../../test/tools.ts'
import { signerOf } from './allowed-signers.ts'
import { textToSign } from './answerer.ts'
import { readSshSignature, sshNamespace } from './ssh-signature.ts'

const ssh = needs('ssh-keygen')
const kinds = [
  ['ed25519', []],
  ['ecdsa', ['-b', '256']],
  ['ecdsa', ['-b', '384']],
  ['ecdsa', ['-b', '521']],
  ['rsa', ['-b', '2048']],
] as const
const account = '111111111111'
const text = textToSign(account, 'k7qf2 9xmrt')!
const now = new Date('2026-11-23T06:30:00Z')

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'neverroot-ssh-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function made(kind: string, more: readonly string[], name = `${kind}${more.join('')}`) {
  const file = join(folder, name)
  execFileSync(ssh.path, ['-q', '-t', kind, ...more, '-N', '', '-C', 'mia@laptop', '-f', file])
  const [type, key] = readFileSync(`${file}.pub`, 'utf8').split(' ')
  return { file, type: type!, key: Buffer.from(key!, 'base64') }
}
const sign = (file: string, said = text, namespace = sshNamespace, more: string[] = []) =>
  execFileSync(ssh.path, ['-Y', 'sign', '-n', namespace, '-f', file, ...more], {
    input: said,
    stdio: ['pipe', 'pipe', 'ignore'],
  }).toString()

ssh.describe('a signature of ssh-keygen', () => {
  it.each(kinds)('is read and told whose key it is: %s %j', (kind, more) => {
    const { file, key } = made(kind, more)
    const signature = sign(file)
    expect(readSshSignature(signature, text)).toEqual({ key })
    expect(readSshSignature(signature, textToSign(account, 'K7QF2-9XMR0')!)).toEqual({
      because: 'does not fit the code, or was changed',
    })
    expect(readSshSignature(sign(file, text, sshNamespace, ['-O', 'hashalg=sha256']), text)).toEqual({ key })
  })

  it('counts for nothing where it is something else', () => {
    const { file } = made('ed25519', [], 'other')
    const good = sign(file)
    const body = good.replace(/-----[A-Z ]+-----|\s/g, '')
    const armored = (bytes: Buffer) =>
      `-----BEGIN SSH SIGNATURE-----\n${bytes.toString('base64')}\n-----END SSH SIGNATURE-----\n`
    const bytes = Buffer.from(body, 'base64')
    const cases: [string, string][] = [
      [sign(file, text, 'git'), 'was made for something else: sign with -n neverroot-drill'],
      ['hello', 'is none that ssh-keygen -Y sign makes'],
      [armored(bytes.subarray(0, 90)), 'is cut short'],
      [armored(Buffer.from('SSHSIG')), 'is cut short'],
      [
        armored(Buffer.concat([Buffer.from('SSHSIH'), bytes.subarray(6)])),
        'is of a version that is not known',
      ],
      [
        armored(Buffer.from(bytes.toString('latin1').replaceAll('ssh-ed25519', 'ssh-md55555'), 'latin1')),
        'is of a kind that is not supported (ssh-md55555)',
      ],
    ]
    for (const [signature, because] of cases) expect(readSshSignature(signature, text)).toEqual({ because })
    // Every byte counts.
    for (let at = 6; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at]! ^= 1
      expect(readSshSignature(armored(changed), text), String(at)).toHaveProperty('because')
    }
  })

  it('is what ssh-keygen itself takes', () => {
    const { file, type, key } = made('ed25519', [], 'both')
    writeFileSync(join(folder, 'signers'), `mia@corp.example ${type} ${key.toString('base64')}\n`)
    writeFileSync(join(folder, 'sig'), sign(file))
    const verified = execFileSync(
      ssh.path,
      [
        '-Y',
        'verify',
        '-f',
        join(folder, 'signers'),
        '-I',
        'mia@corp.example',
        '-n',
        sshNamespace,
        '-s',
        join(folder, 'sig'),
      ],
      { input: text },
    )
    expect(verified.toString()).toContain('Good "neverroot-drill" signature')
  })
})

describe('whose a key is', () => {
  const key = Buffer.from('a key')
  const encoded = `ssh-ed25519 ${key.toString('base64')} mia`
  it.each<[line: string, name: string | undefined, because?: RegExp]>([
    [`Mia@corp.example ${encoded}`, 'mia@corp.example'],
    [`"mia@corp.example,mia" ${encoded}`, 'mia@corp.example'],
    [`# nobody\n\ntom ssh-ed25519 QUJD\nmia namespaces="file,${sshNamespace}" ${encoded}`, 'mia'],
    [`mia namespaces="git" ${encoded}`, undefined, /other purposes/],
    [`mia namespaces="git" ${encoded}\nmia ${encoded}`, 'mia'],
    [`mia cert-authority ${encoded}`, undefined, /certificate authority/],
    [`*@corp.example ${encoded}`, undefined, /for many/],
    [`mia valid-after="20260101Z",valid-before="20270101Z" ${encoded}`, 'mia'],
    [`mia valid-before="20261123062959Z" ${encoded}`, undefined, /out of its time/],
    [`mia valid-after="202611230631Z" ${encoded}`, undefined, /out of its time/],
    [`mia valid-after="soon" ${encoded}`, undefined, /out of its time/],
    ['', undefined, /not on file/],
    [`mia ssh-ed25519 ${key.toString('base64')}AA`, undefined, /not on file/],
    ['mia "unclosed', undefined, /not on file/],
  ])('%j: %s', (line, name, because = /^$/) => {
    const found = signerOf(key, `${line}\n`, now)
    if (name !== undefined) expect(found).toEqual({ name })
    else expect(found).toEqual({ because: expect.stringMatching(because) as string })
  })
})
