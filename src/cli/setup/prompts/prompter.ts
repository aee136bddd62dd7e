/** The person stopped at a question: everything so far is kept. */
export class Stopped extends Error {
  constructor() {
    super('stopped by the person')
    this.name = 'Stopped'
  }
}

export interface Choice<V extends string = string> {
  value: V
  label: string
}

export interface TextOptions {
  /** What stands there already and Enter takes. */
  initial?: string
  /** What is wrong with an answer, in a sentence; undefined: nothing. */
  check?(answer: string): string | undefined
}

/**
 * How setup asks. Every question can be stopped at: then Stopped is thrown. Where nobody is there to answer, a choice
 * takes what it is told to take, and a text is undefined.
 */
export interface Prompter {
  readonly interactive: boolean
  /** `unattended`: what is taken where nobody is there, and where the cursor begins. */
  choose<V extends string>(question: string, choices: readonly Choice<V>[], unattended: V): Promise<V>
  /** Undefined: left for later. */
  text(question: string, options?: TextOptions): Promise<string | undefined>
}

/** Nobody is there: everything comes from the configuration, and what only people can say stays open. */
export const nobody: Prompter = {
  interactive: false,
  choose: async (_question, _choices, unattended) => unattended,
  text: async () => undefined,
}
