import { type Operation, Pacer } from '../aws/index.ts'
import type { Actor } from '../organization/apply.ts'
import type { Connected } from './connect.ts'

/** What is asked and done about a member's root address: AWS takes it only from the centre of the organization. */
const ofTheCentre = /^account:\w+PrimaryEmail/

type Call = Actor['write']
type Where = { region?: string } | undefined

/** The hand of the centre for one member. */
export interface CentralHand {
  call: Call
  /** Leaves to the member's own hand whatever is not the centre's. */
  instead(own: Call): Call
  close(): void
}

/**
 * Hands of the centre: its calls about members keep to AWS's rates together, such as one change of a root address a second
 * (aws/quotas.ts). The sandbox in this process has no quotas.
 */
export function centralHands(
  connected: Connected,
  { requestHandler, signal }: { requestHandler?: object; signal?: AbortSignal },
): (member: string) => CentralHand {
  const pacer = requestHandler ? new Pacer(undefined, () => undefined) : new Pacer()
  return (target) => {
    const hand = connected.hand()
    const call = (async (operation: Operation, input: never, where: Where) => {
      await pacer.take(operation, { caller: connected.caller.account, target }, signal)
      return hand.call(operation, input, where)
    }) as Call
    const instead = (own: Call) =>
      ((operation: Operation, input: never, where: Where) =>
        (ofTheCentre.test(operation) ? call : own)(operation, input, where)) as Call
    return { call, instead, close: () => hand.close() }
  }
}
