/** What the drills have in common at the command line. */
import { UserError } from '../model/index.ts'

/** Which one of a drill's acts was asked for; undefined: none. Throws UserError for several. */
export function actOf<A extends string>(
  drill: string,
  acts: readonly A[],
  options: Readonly<Partial<Record<A, unknown>>>,
  otherwise = '',
): A | undefined {
  const [act, ...more] = acts.filter((one) => options[one])
  if (more.length === 0) return act
  throw new UserError(
    'no-act',
    `drill ${drill} does one thing at a time, not ${[act, ...more].map((one) => `--${one}`).join(' and ')}.`,
    `Give one of ${acts.map((one) => `--${one}`).join(', ')}${otherwise}.`,
  )
}

/** The drill of an account that was not closed. Throws UserError where there is none, and says of whom there is one. */
export function unclosed<D extends { account: string; closed?: unknown }>(
  all: readonly D[],
  account: string,
  { drill, of, isOpen }: { drill: string; of: string; isOpen: (one: D) => boolean },
): D {
  const found = all.filter((one) => one.account === account && !one.closed).at(-1)
  if (found) return found
  const other = all.filter(isOpen).at(-1)
  throw new UserError(
    'no-drill',
    `No drill of ${of} of ${account} is open${other ? `; one of ${other.account} is` : ''}.`,
    other
      ? `Call as somebody of ${other.account} (--profile), or leave it a word alone: --account ${other.account}`
      : `Open one: neverroot drill ${drill} --open --by NAME --reason TEXT`,
  )
}
