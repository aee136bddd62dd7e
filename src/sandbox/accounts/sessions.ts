/** Temporary credentials by access key id: thousands are open in an audit of an organization. */
import type { Session, World } from '../world.ts'

/** Sessions are only ever appended, or the whole list is replaced: each list has an index that grows with it. */
const indexes = new WeakMap<Session[], { known: number; byId: Map<string, Session> }>()

export function sessionOf({ sessions }: World, accessKeyId: string): Session | undefined {
  let index = indexes.get(sessions)
  if (!index || index.known > sessions.length) indexes.set(sessions, (index = { known: 0, byId: new Map() }))
  for (; index.known < sessions.length; index.known += 1) {
    const session = sessions[index.known]!
    index.byId.set(session.accessKeyId, session)
  }
  return index.byId.get(accessKeyId)
}
