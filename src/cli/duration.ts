import { InvalidArgumentError } from 'commander'

const perUnit: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000 }
const least = 10 * 60_000
const most = 24 * 3_600_000

/** Reads `--for`: minutes or hours (90m, 2h), from ten minutes to a day. Gives milliseconds. */
export function duration(value: string): number {
  const [, number, unit] = /^(\d{1,4})([mh])$/.exec(value.trim()) ?? []
  const ms = Number(number) * (perUnit[unit ?? ''] ?? NaN)
  if (!(ms >= least && ms <= most))
    throw new InvalidArgumentError('Give minutes or hours, from 10m to 24h, such as 2h.')
  return ms
}
