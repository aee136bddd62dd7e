import { InvalidArgumentError } from 'commander'

const perUnit: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }
const least = 10 * 60_000
const most = 24 * 3_600_000

/** Reads `--for`: minutes or hours (90m, 2h), from ten minutes to a day. Gives milliseconds. */
export function duration(value: string): number {
  const ms = /d$/.test(value) ? NaN : millisecondsOf(value)
  if (!(ms >= least && ms <= most))
    throw new InvalidArgumentError('Give minutes or hours, from 10m to 24h, such as 2h.')
  return ms
}

/** Reads the `--for` of a drill that people answer by the way: hours or days (48h, 5d), from an hour to two weeks. */
export function longDuration(value: string): number {
  const ms = /m$/.test(value) ? NaN : millisecondsOf(value)
  if (!(ms >= 3_600_000 && ms <= 14 * 86_400_000))
    throw new InvalidArgumentError('Give hours or days, from 1h to 14d, such as 48h.')
  return ms
}

function millisecondsOf(value: string): number {
  const [, number, unit] = /^(\d{1,4})([mhd])$/.exec(value.trim()) ?? []
  return Number(number) * (perUnit[unit ?? ''] ?? NaN)
}
