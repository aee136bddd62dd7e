import type { Iso } from '../../src/model/index.ts'
import { useSource } from '../data/source.ts'
import { ago, moment } from '../data/time.ts'

/** When something was, with how long ago that is. */
export function Moment({ at, short = false }: { at: Iso; short?: boolean }) {
  const { now } = useSource()
  return (
    <time dateTime={at} title={moment(at)}>
      {short ? ago(at, now) : `${moment(at)} (${ago(at, now)})`}
    </time>
  )
}
