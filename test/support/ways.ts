/** The ways to AWS, each opened alike: what is tested of one holds for the other. */
import { type Door, type DoorOptions, openDoor, openDoors, Pacer } from '../../src/aws/index.ts'

export type Way = (options: DoorOptions) => Door

/** Keeps the published rates of a world in which a second is a millisecond. */
const hurried = () =>
  new Pacer({
    now: () => performance.now() * 1_000,
    after(ms, then) {
      const timer = setTimeout(then, ms / 1_000)
      return () => clearTimeout(timer)
    },
  })

/** One of the doors that share: closing it closes the house. */
export const sharedDoor: Way = ({ credentials, onCall, mayWrite: _, ...options }) => {
  const doors = openDoors({ ...options, pacer: hurried() })
  const door = doors.as({ credentials, account: '111111111111', ...(onCall ? { onCall } : {}) })
  return {
    place: door.place,
    meter: door.meter,
    call: door.call,
    clockOffset: () => door.clockOffset(),
    close: () => doors.close(),
  }
}

export const ways: [name: string, way: Way][] = [
  ['a plain door', openDoor],
  ['a shared door', sharedDoor],
]
