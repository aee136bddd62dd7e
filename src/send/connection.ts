/** What became of a connection, without address and path, which may hold a secret. */
export function connectionWords({ code }: NodeJS.ErrnoException): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name is not found'
  if (code === 'ECONNREFUSED') return 'it refuses connections'
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'it closed the connection'
  if (code?.includes('CERT') || code?.startsWith('ERR_TLS'))
    return `its certificate is not accepted (${code})`
  return `the connection failed (${code ?? 'unknown'})`
}
