/** Gives each thing a name of its own: the first one asked for stays as it is, later ones get a number. */
export class Names {
  readonly #taken = new Set<string>()

  /** `taken`: names that nothing may get. */
  constructor(taken: readonly string[] = []) {
    for (const name of taken) this.#taken.add(name)
  }

  give(wanted: string): string {
    let name = wanted
    for (let n = 2; this.#taken.has(name.toLowerCase()); n++)
      name = `${wanted}${/\d$/.test(wanted) ? '_' : ''}${n}`
    this.#taken.add(name.toLowerCase())
    return name
  }
}

const words = (text: string): string[] =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)

/** `alerts.emails.0` as `alerts_emails_0`: fit for a shell and for Terraform. */
export function snake(text: string): string {
  const name = words(text).join('_').toLowerCase() || 'value'
  return /^[a-z]/.test(name) ? name : `n_${name}`
}

/** `alerts.emails.0` as `AlertsEmails0`: letters and digits only, as CloudFormation wants its logical ids. */
export function pascal(text: string): string {
  const name = words(text)
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('')
  return /^[A-Z]/.test(name) ? name : `N${name}`
}

/** `budgets:CreateBudget` as `budgets create-budget`, as the AWS CLI calls it. */
export function cliCommand(action: string): [service: string, operation: string] {
  const [prefix, operation] = action.split(':') as [string, string]
  const kebab = operation
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
  return [services[prefix] ?? prefix, kebab]
}

/** Where the AWS CLI calls a service otherwise than IAM does. */
const services: Readonly<Record<string, string>> = { s3: 's3api', sso: 'sso-admin' }
