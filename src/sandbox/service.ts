/**
 * What a simulated service is: the SDK's own client package (its schemas give the wire format) and one handler per
 * operation (AWS's behaviour). An operation without a handler answers 501 with its name, never success.
 */
import type { Account, PolicyDocument, World } from './world.ts'

/** Who signed the request, resolved from its access key. */
export interface Caller {
  account: Account
  arn: string
  userId: string
  accessKeyId: string
  kind: 'root' | 'assumed-root' | 'user' | 'role'
  /** IAM user or role name; absent for root. */
  name?: string
}

/** One request, after its signature was verified and before its permission was checked. */
export interface Call {
  world: World
  caller: Caller
  /** The account the request acts on: the caller's own unless the operation names another. */
  account: Account
  /** Region of the signature's credential scope. */
  region: string
  /** The world's clock. */
  now: Date
  requestId: string
  /** Operation name, e.g. `GetAccountSummary`. */
  operation: string
  /** A fresh id, deterministic for the world: `prefix` and then upper-case letters and digits, `length` in all. */
  id(prefix: string, length: number): string
  /** True if the caller may also do this (a second permission that an operation needs). */
  allowed(
    action: string,
    resource: string,
    context?: Record<string, string | string[]>,
    resourcePolicy?: ResourcePolicy,
  ): boolean
}

type Any = any

export type Handler<I = Any, O = Any> = (input: I, call: Call) => O | Promise<O>

/** How the permission for an operation is checked where it is not simply `service:Operation` on `*`. */
export interface Permission<I = Any> {
  /** IAM action(s) needed; `false`: none (GetCallerIdentity). */
  action?: string | readonly string[] | false
  /** ARN of the resource the request is about. */
  resource?: (input: I, call: Call) => string | string[]
  /** Condition keys beyond the global ones. */
  context?: (input: I, call: Call) => Record<string, string | string[]>
  /** The policy that stands on the resource: a role's trust policy, a key's, a topic's. */
  resourcePolicy?: (input: I, call: Call) => ResourcePolicy | undefined
}

/** `mustAllow`: even in the same account nothing works that this policy does not allow (KMS keys, trust policies). */
export interface ResourcePolicy {
  document: PolicyDocument | string
  /** The account that the resource belongs to. */
  account: string
  mustAllow?: boolean
}

type CommandOf<M, Op extends string> = `${Op}Command` extends keyof M ? M[`${Op}Command`] : never
type InputOf<C> = C extends new (...args: never[]) => { input: infer I } ? I : never
type OutputOf<C> = C extends new (...args: never[]) => {
  resolveMiddleware: (...args: never[]) => (args: never) => Promise<{ output: infer O }>
}
  ? Omit<O, '$metadata'>
  : unknown
export type OperationsOf<M> = { [K in keyof M]: K extends `${infer Op}Command` ? Op : never }[keyof M] &
  string
export type Handlers<M> = {
  [Op in OperationsOf<M>]?: Handler<InputOf<CommandOf<M, Op>>, OutputOf<CommandOf<M, Op>> | void>
}
export type Permissions<M> = { [Op in OperationsOf<M>]?: Permission<InputOf<CommandOf<M, Op>>> }

/** One simulated service. `prefix` is its IAM action prefix, `client` the exported client class's name. */
export interface Service {
  prefix: string
  client: string
  load(): Promise<Record<string, unknown>>
  handlers: Record<string, Handler>
  permissions: Record<string, Permission>
  /** True: every Region has its own state, and the endpoint answers only for the signed Region. */
  regional: boolean
}

/** Defines a service with the SDK's types: a handler cannot return a shape that AWS does not have. */
export function defineService<M>(definition: {
  prefix: string
  client: keyof M & string
  regional: boolean
  load(): Promise<M>
  handlers: Handlers<M>
  permissions?: Permissions<M>
}): Service {
  return { permissions: {}, ...definition } as unknown as Service
}

/**
 * An error as AWS sends it. `name` is the shape's name in the service model where it has one (the codec takes the wire
 * code and HTTP status from the model), else the wire code itself together with `status`.
 */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly status = 400,
    readonly data: Record<string, unknown> = {},
  ) {
    super(message)
  }
}
