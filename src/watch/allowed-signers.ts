/** Whose an SSH key is, by a file of OpenSSH's form (ssh-keygen(1), ALLOWED SIGNERS). */
import { sshNamespace } from './ssh-signature.ts'

/** The first principal of the line with this key, in small letters; or why the key counts for nobody, in words after "the key". */
export type Signer = { name: string } | { because: string }

const quoted = /"((?:[^"\\]|\\.)*)"/

/**
 * Finds the key. A line with a certificate authority, with another namespace, or out of its time is none; a principal with a
 * wildcard names nobody in particular.
 */
export function signerOf(key: Buffer, file: string, now: Date): Signer {
  const encoded = key.toString('base64')
  let because = 'is not on file'
  for (const line of file.split(/\r?\n/)) {
    const parts = fieldsOf(line)
    if (!parts || !parts.rest.includes(encoded)) continue
    const why = refused(parts.options, now)
    if (why !== undefined) {
      because = why
      continue
    }
    const [name = ''] = parts.principals.replaceAll('"', '').split(',')
    if (/[*?!]/.test(name) || name === '') {
      because = 'is on file for many (a wildcard), and so for nobody in particular'
      continue
    }
    return { name: name.toLowerCase() }
  }
  return { because }
}

/** The line's parts: who, options with their quotation marks, and what follows (the kind of the key, the key, a comment). */
function fieldsOf(line: string): { principals: string; options: string; rest: string[] } | undefined {
  if (/^\s*(#|$)/.test(line)) return undefined
  const fields = line.trim().match(/(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g) ?? []
  const at = fields.findIndex((field, index) => index > 0 && /^(ssh-|ecdsa-|sk-)/.test(field))
  if (at < 1) return undefined
  return { principals: fields[0]!, options: fields.slice(1, at).join(','), rest: fields.slice(at) }
}

function refused(options: string, now: Date): string | undefined {
  if (/(^|,)cert-authority(,|$)/i.test(options))
    return 'is on file as a certificate authority, not as a person’s'
  const valueOf = (name: string) => new RegExp(`(?:^|,)${name}=${quoted.source}`, 'i').exec(options)?.[1]
  const namespaces = valueOf('namespaces')
  if (namespaces !== undefined && !namespaces.split(',').includes(sshNamespace))
    return `is on file for other purposes (namespaces): add ${sshNamespace}`
  const [after, before] = [valueOf('valid-after'), valueOf('valid-before')].map((text) =>
    text === undefined ? undefined : momentOf(text),
  )
  if ((after && !(now >= after)) || (before && !(now < before))) return 'is on file, and out of its time'
  return undefined
}

/** `YYYYMMDD[Z]` or `YYYYMMDDHHMM[SS][Z]`, without Z in the time of this machine; what cannot be read lies outside any time. */
function momentOf(text: string): Date {
  const [, y, m, d, h = '00', min = '00', s = '00', z = ''] =
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z?)$/.exec(text) ?? []
  return new Date(`${y}-${m}-${d}T${h}:${min}:${s}${z}`)
}
