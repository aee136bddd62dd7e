import {
  type Finding,
  grades,
  type PageControl,
  type PageDetail,
  type PageRow,
  statuses,
} from '../../model/index.ts'

/** Findings as rows of numbers: each word is held once, however many accounts share it. */
export class Rows {
  readonly rows: PageRow[] = []
  readonly texts: string[] = []
  readonly #texts = new Map<string, number>()
  readonly #controls: ReadonlyMap<string, number>
  readonly #accounts: ReadonlyMap<string, number>

  constructor(controls: readonly PageControl[], accounts: readonly { id: string }[]) {
    this.#controls = new Map(controls.map(({ id }, at) => [id, at]))
    this.#accounts = new Map(accounts.map(({ id }, at) => [id, at]))
  }

  /** False: it is of a control or an account that the page has no place for, as in a report that another version wrote. */
  add({ control, subject, status, grade, message, since }: Finding, open: string | undefined): boolean {
    const ofControl = this.#controls.get(control)
    const ofAccount = subject.kind === 'organization' ? -1 : this.#accounts.get(subject.id)
    if (ofControl === undefined || ofAccount === undefined) return false
    const begun = open ?? since
    this.rows.push([
      ofControl,
      ofAccount,
      statuses.indexOf(status),
      grade === undefined ? -1 : grades.indexOf(grade),
      this.#text(message),
      begun === undefined ? -1 : this.#text(begun),
    ])
    return true
  }

  #text(text: string): number {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    const at = this.texts.push(text) - 1
    this.#texts.set(text, at)
    return at
  }
}

/** What is asked for when somebody opens a finding. */
export const detailOf = ({
  id,
  evidence,
  needs,
  cannotKnow,
  question,
  fix,
  waiting,
  standards,
  exception,
}: Finding): PageDetail => ({
  id,
  evidence,
  ...(needs ? { needs } : {}),
  ...(cannotKnow === undefined ? {} : { cannotKnow }),
  ...(question === undefined ? {} : { question }),
  ...(fix ? { fix } : {}),
  ...(waiting ? { waiting } : {}),
  ...(standards ? { standards } : {}),
  ...(exception ? { exception } : {}),
})
