import { type Command, Option } from 'commander'
import { addChoiceOptions, outputFile } from './options.ts'
import { notEmpty } from './values.ts'
import { withWords } from './words-of-command.ts'

/** What a plan can be written as, and what each is good for. */
const kinds = {
  terraform: 'resources, and import blocks for what is there already',
  cloudformation: 'a template of what a stack can make',
  'aws-cli': 'a shell script, one call after the other',
} as const
export type ExportKind = keyof typeof kinds

/** Adds `export terraform|cloudformation|aws-cli`. `done` takes the exit code. */
export function addExportCommands(top: Command, signal: AbortSignal, done: (exit: number) => void): void {
  const names = Object.keys(kinds)
  const parent = withWords(
    top
      .command('export')
      .description("the plan in your own tooling's words; changes nothing")
      .usage(`${names.join('|')} [options]`),
    names,
  )
  for (const [kind, what] of Object.entries(kinds) as [ExportKind, string][]) {
    const command = addChoiceOptions(parent.command(kind).description(what))
      .addOption(
        new Option('--plan <file>', 'this plan, from plan --out (default: one made now)').argParser(notEmpty),
      )
      .optionsGroup('What comes out:')
      .addOption(outputFile())
    if (kind !== 'aws-cli')
      command.addOption(
        new Option('--values <file>', 'write the addresses and names that it takes to this file').argParser(
          notEmpty,
        ),
      )
    if (kind === 'cloudformation')
      command.option('--other-regions', 'the template for every Region but that of the first one')
    command.action(async (options) => {
      done(await (await import('./commands/export.ts')).exportCommand(kind, options, signal))
    })
  }
}
