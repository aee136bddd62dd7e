/** The ways to AWS, each opened alike: what is tested of one holds for the other. */
import { type Door, type DoorOptions, openDoor, openDoors } from '../../src/aws/index.ts'

export type Way = (options: DoorOptions) => Door

/** One of the doors that share: closing it closes the house. */
export const sharedDoor: Way = ({ credentials, onCall, mayWrite: _, ...options }) => {
  const doors = openDoors(options)
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
