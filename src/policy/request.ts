import { readContext } from './context.ts'
import type { RequestContext } from './context.ts'
import type { Policy } from './types.ts'

/** One request to AWS, as policies see it. */
export interface AccessRequest {
  /** 's3:DeleteBucket', in any case. */
  action: string
  /** The ARN or ARNs it works on; '*' is an operation without resource scoping. Each must be allowed. */
  resource: string | string[] | SomeResource
  /**
   * The condition keys, names in any case. A key that is not here is absent from the request, which is an answer
   * and no doubt. A frozen object is read once and remembered; freeze it when asking about many actions.
   */
  context: Record<string, string | string[]>
}

/**
 * A resource of which only the kind is known, as the ARNs that one of that kind may have. A statement means it where
 * its patterns cover all of them: `*` does, and nothing that is narrower than the kind.
 */
export interface SomeResource {
  readonly anyOf: readonly string[]
}

/** Who asks, as Principal elements see them. */
export interface Principal {
  /** The caller's ARN: a user, root (`arn:aws:iam::ID:root`), or a session (`arn:aws:sts::ID:assumed-role/R/S`). */
  arn: string
  account: string
  /** Set when an AWS service asks by itself: 'budgets.amazonaws.com'. Only `*` and Service entries match then. */
  service?: string
}

/** The policies that bear on a request; a kind that is absent does not exist for it and limits nothing. */
export interface PolicySet {
  /** Policies of the user or role. Root has none of its own: give it one that allows everything. */
  identity: Policy[]
  /** The permissions boundary: needs an allow too. */
  boundary?: Policy[]
  /** Session policies, a root task's policy included: need an allow too. */
  session?: Policy[]
  /** Policies on the resource: an SNS topic's, a KMS key's, a role's trust policy. */
  resource?: Policy[]
  /** For Principal and NotPrincipal; without it, whether a named principal is meant stays in doubt. */
  principal?: Principal
  /** Absent: the principal's own account. There the resource's policy or the identity's is enough, elsewhere both. */
  resourceAccount?: string
  /** KMS keys and role trust policies: even in the same account nothing works that the resource's policy does not allow. */
  resourceMustAllow?: boolean
  /** Service control policies, one list per level from the root down: each level needs an allow. */
  scps?: Policy[][]
  /** Resource control policies of the resource's account, in the same form. */
  rcps?: Policy[][]
}

/** The kinds of policies, as `by.layer` names them. */
export type Layer = 'identity' | 'boundary' | 'session' | 'resource' | 'scp' | 'rcp'

/** A statement's place. */
export interface Source {
  layer: Layer
  /** For 'scp' and 'rcp': the level, 0 for the root of the organization. */
  level?: number
  /** Its policy's index in the list it was given in. */
  policy: number
  sid?: string
  /** Its index in the policy. */
  statement: number
}

/** What policies make of a request. */
export interface Decision {
  decision: 'allow' | 'deny' | 'cannot-tell'
  /** True for a deny that a Deny statement spoke; false for one that only lacks an allow. */
  explicit: boolean
  /** The statement that decided, or that could not be told. Absent when an allow is lacking. */
  by?: Source
  /** The kind of policies that would have had to allow and did not, for a deny that is not explicit. */
  lacking?: { layer: Layer; level?: number }
  /** One sentence for people. */
  why: string
  /** Why it cannot be told, as the end of a sentence. */
  doubt?: string
}

/** A request about one resource, in the form that statements are asked. */
export class Asked {
  readonly action: string
  readonly principal: Principal | undefined
  /** The resource; of one that nobody knows every ARN that it may have. A statement means it where it means all. */
  readonly resources: readonly string[]
  readonly #given: AccessRequest['context']
  #context: RequestContext | undefined

  constructor(request: AccessRequest, resource: string | SomeResource, principal: Principal | undefined) {
    this.action = request.action.toLowerCase()
    this.resources = typeof resource === 'string' ? [resource] : resource.anyOf
    this.principal = principal
    this.#given = request.context
  }

  /** Read only when a condition or a variable asks: most statements never do. */
  get context(): RequestContext {
    return (this.#context ??= readContext(this.#given))
  }
}
