/** The keys of a request, found whatever their case; a key without values counts as absent. */
export class RequestContext {
  readonly #values = new Map<string, readonly string[]>()

  constructor(context: Readonly<Record<string, string | readonly string[]>>) {
    for (const key of Object.keys(context)) {
      const value = context[key]
      if (value === undefined) continue
      const list = typeof value === 'string' ? [value] : value
      if (list.length > 0) this.#values.set(key.toLowerCase(), list)
    }
  }

  /** The values of a key given in lower case; undefined when the request does not carry it. */
  get(lowerCaseKey: string): readonly string[] | undefined {
    return this.#values.get(lowerCaseKey)
  }
}

const kept = new WeakMap<object, RequestContext>()

/** Reads a request's context. A frozen one is read once and remembered; another may change between calls. */
export function readContext(context: Readonly<Record<string, string | readonly string[]>>): RequestContext {
  if (!Object.isFrozen(context)) return new RequestContext(context)
  let read = kept.get(context)
  if (!read) kept.set(context, (read = new RequestContext(context)))
  return read
}
