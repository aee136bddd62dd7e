/** A wave: what is done before anything of it is looked at as a whole. */
export interface Wave {
  name:
    'the organization' | 'canary' | 'one in a hundred' | 'one in ten' | 'the rest' | 'the management account'
  accounts: readonly string[]
}

/**
 * One account first, then one in a hundred, one in ten, and the rest: what goes wrong goes wrong in few. The first one is
 * `canary`, or the account in which most different calls are made, since it shows most.
 */
export function wavesOf(accounts: readonly { id: string; calls: number }[], canary?: string): Wave[] {
  const first =
    accounts.find((a) => a.id === canary) ??
    accounts.reduce<(typeof accounts)[number] | undefined>(
      (best, a) => (best === undefined || a.calls > best.calls ? a : best),
      undefined,
    )
  if (!first) return []
  const rest = accounts.filter((a) => a !== first).map((a) => a.id)
  const few = Math.ceil(accounts.length / 100)
  const more = Math.ceil(accounts.length / 10)
  const waves: Wave[] = [
    { name: 'canary', accounts: [first.id] },
    { name: 'one in a hundred', accounts: rest.slice(0, few) },
    { name: 'one in ten', accounts: rest.slice(few, few + more) },
    { name: 'the rest', accounts: rest.slice(few + more) },
  ]
  return waves.filter((wave) => wave.accounts.length > 0)
}
