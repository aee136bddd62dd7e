import { UserError } from '../model/index.ts'

/** One of Commander's own messages: the form it has, and what we say instead. */
type Form = [RegExp, (part: string[], see: string) => [what: string, todo: string]]

const flagOf = (flags: string): string => /--[\w-]+/.exec(flags)?.[0] ?? flags

/** Commander says what is wrong in one sentence, with or without a second one; we say what to do as well, always. */
const forms: readonly Form[] = [
  [
    /^option '(.+?)' (?:argument|value) '(.*?)'(?: from env '(\w+)')? is invalid\. (.*)$/,
    ([flags, value, variable, rest]) => [
      `"${value}" is not what ${variable || flagOf(flags!)} takes.`,
      rest!.replace(/^Allowed choices are (.*)\.$/, 'Give one of: $1.'),
    ],
  ],
  [
    /^required option '(.+?)' not specified$/,
    ([flags]) => [`${flagOf(flags!)} is missing.`, `Write: ${flags}`],
  ],
  [/^option '(.+?)' argument missing$/, ([flags]) => [`${flagOf(flags!)} needs a value.`, `Write: ${flags}`]],
  [
    /^unknown option '(.+?)'(?: \(Did you mean (.+?)\?\))?$/,
    ([flag, near], see) => [
      `There is no option ${flag}.`,
      near ? `Did you mean ${near}? All of them: ${see}` : `All of them: ${see}`,
    ],
  ],
  [
    /^missing required argument '(.+?)'$/,
    ([name], see) => [`A ${name} is missing.`, `How to write it: ${see}`],
  ],
  [
    /^too many arguments for '(.+?)'\. Expected (\d+) .*$/,
    ([command, most], see) => [
      `${command} takes ${most === '0' ? 'no argument' : `${most} argument${most === '1' ? '' : 's'}`} and was given more.`,
      `How to write it: ${see}`,
    ],
  ],
]

/** A mistake on the command line in our two lines. `message` is Commander's; `command` is what help is offered for. */
export function usageError(message: string, command: string | undefined): UserError {
  const text = message
    .replace(/^error: /, '')
    .replace(/\s+/g, ' ')
    .trim()
  const see = `neverroot ${command ? `${command} ` : ''}--help`
  for (const [form, say] of forms) {
    const found = form.exec(text)
    if (found) return new UserError('usage', ...say([...found].slice(1), see))
  }
  return new UserError('usage', text, `How to write it: ${see}`)
}
