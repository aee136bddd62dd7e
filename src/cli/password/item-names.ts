/** The names in a list of items as `bw` prints it. Whatever else is in it (passwords, too) is passed over as it comes. */

/** Reads JSON in pieces, and keeps the value of `name` of each object of the outermost list; nothing else is kept anywhere. */
export class ItemNames {
  readonly names: string[] = []
  #depth = 0
  #inString = false
  #escaped = false
  /** The string under way, where it may be a field of an item, or its name; otherwise nothing of it is held. */
  #held: string | undefined
  #key = ''
  #isValue = false

  push(text: string): void {
    for (const sign of text) this.#take(sign)
  }

  #take(sign: string): void {
    if (this.#inString) return this.#inside(sign)
    if (sign === '"') {
      this.#inString = true
      const wanted = this.#depth === 2 && (!this.#isValue || this.#key === 'name')
      this.#held = wanted ? '' : undefined
    } else if (sign === '{' || sign === '[') {
      this.#depth++
      this.#isValue = false
    } else if (sign === '}' || sign === ']') this.#depth--
    else if (this.#depth === 2 && sign === ':') this.#isValue = true
    else if (this.#depth === 2 && sign === ',') this.#isValue = false
  }

  #inside(sign: string): void {
    if (sign === '"' && !this.#escaped) return this.#end()
    this.#escaped = sign === '\\' && !this.#escaped
    if (this.#held !== undefined) this.#held += sign
  }

  #end(): void {
    this.#inString = false
    const held = this.#held
    this.#held = undefined
    if (held === undefined) return
    if (!this.#isValue) this.#key = held
    else if (this.#key === 'name') this.names.push(JSON.parse(`"${held}"`) as string)
  }
}
