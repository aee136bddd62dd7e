import { type Operation, Pacer } from '../aws/index.ts'
import type { Actor } from '../organization/apply.ts'
import type { Connected } from './connect.ts'

/** What is asked and done about a member's root address: AWS takes it only from the centre of the organization. */
const ofTheCentre = /^account:\w+PrimaryEmail/

type Call = Actor['write']
type Where = { region?: string } | undefined
type Calls = Pick<Actor, 'read' | 'write'>

/** The hand of the centre for one member. */
export interface CentralHand extends Calls {
  /** Beside a hand in the member itself, which is left whatever is not the centre's alone. */
  beside(own: Call): Calls
  close(): void
}

/**
 * Hands of the centre: their calls about members keep to AWS's rates together, such as five contacts a second
 * (aws/quotas.ts), and what they read keeps to them with everything else that the centre reads, since it is read through
 * the same door. The sandbox in this process has no quotas.
 */
export function centralHands(
  connected: Connected,
  read: Call,
  { requestHandler, signal }: { requestHandler?: object; signal?: AbortSignal },
): (member: string) => CentralHand {
  const pacer = requestHandler ? new Pacer(undefined, () => undefined) : new Pacer()
  return (target) => {
    const hand = connected.hand()
    const whose = { caller: connected.caller.account, target }
    const write = (async (operation: Operation, input: never, where: Where) => {
      await pacer.take(operation, whose, signal)
      const answer = await hand.call(operation, input, where)
      if (!answer.ok && throttled.test(answer.code)) pacer.throttled(operation, whose)
      return answer
    }) as Call
    const beside = (own: Call): Calls => ({ read: either(read, own), write: either(write, own) })
    return { read, write, beside, close: () => hand.close() }
  }
}

const throttled = /throttl|TooManyRequests/i

const either = (central: Call, own: Call) =>
  ((operation: Operation, input: never, where: Where) =>
    (ofTheCentre.test(operation) ? central : own)(operation, input, where)) as Call
