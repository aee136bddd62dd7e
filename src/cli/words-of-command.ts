import type { Command } from 'commander'
import { UserError } from '../model/index.ts'
import { nearest } from './suggest.ts'

/**
 * A command that takes one more word: `names` are what may follow. Throws UserError for none and for another one, with the
 * nearest.
 */
export function withWords(parent: Command, names: readonly string[]): Command {
  const name = parent.name()
  return (
    parent
      // As many as come: to allow more than it takes would be inherited by what follows.
      .argument('[words...]')
      .action(([word]: string[]) => {
        const near = word === undefined ? undefined : nearest(word, names)
        throw new UserError(
          `no-such-${name}`,
          word === undefined ? `${name} needs a word more.` : `There is no "${name} ${word}".`,
          near ? `Did you mean neverroot ${name} ${near}?` : `Give one of: ${names.join(', ')}.`,
        )
      })
  )
}
