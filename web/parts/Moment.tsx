import type { Iso } from '../../src/model/index.ts'
import { useSource } from '../data/source.ts'
import { ago, lasting, moment } from '../data/time.ts'

/** When something was, with how long ago that is. */
export function Moment({ at }: { at: Iso }) {
  const { now } = useSource()
  return (
    <time dateTime={at} title={moment(at)}>
      {`${moment(at)} (${ago(at, now)})`}
    </time>
  )
}

/** For how long something has been as it is. */
export function Lasting({ since }: { since: Iso }) {
  const { now } = useSource()
  return (
    <time dateTime={since} title={`since ${moment(since)}`} className="nowrap">
      {lasting(since, now)}
    </time>
  )
}
