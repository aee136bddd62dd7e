import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import {
  applyAccount,
  type Applied,
  auditAccount,
  type Caller,
  type Finding,
  type Plan,
  planAccount,
  type Profile,
  type ReportHead,
  type ReportTail,
  statementOf,
  controls,
} from '../../index.ts'
import { type Answer, saveAnswers } from '../../config/answers.ts'
import { fileName } from '../../config/find.ts'
import { loadConfiguration } from '../../config/load.ts'
import { type Palette, paletteOf, type Style, wrap } from '../../report/style.ts'
import { append } from '../../store/ledger.ts'
import { passwordSink, saved } from '../acting.ts'
import { placeFlags } from '../again.ts'
import { howToLook } from '../how-to-look.ts'
import type { SetupOptions } from '../options.ts'
import { print } from '../output.ts'
import type { Session } from '../session.ts'
import { lapses } from '../until.ts'
import { setupHost } from './host.ts'
import { type Choice, type Prompter, Stopped } from './prompts/prompter.ts'

/** An audit of part of the account, read to its end. */
export interface Seen {
  head: ReportHead
  findings: Finding[]
  tail: ReportTail
}

/** Everything that a screen of the journey needs: whom it is about, how to look, how to act, how to ask. */
export class Journey {
  readonly palette: Palette
  caller?: Caller
  profile: Profile = 'personal'
  /** Who is asked, as it will stand in the ledger. */
  by = ''

  constructor(
    readonly session: Session,
    readonly options: SetupOptions,
    readonly prompter: Prompter,
    readonly style: Style,
    readonly signal: AbortSignal,
  ) {
    this.palette = paletteOf(style)
  }

  now(): Date {
    return this.options.now ?? new Date()
  }

  /** Looks at these controls, or at all of them. */
  async look(only?: readonly string[]): Promise<Seen> {
    const report = await auditAccount({
      ...this.#how(),
      ...(only ? { only } : {}),
      sandbox: this.session.sandbox,
    })
    const findings: Finding[] = []
    for await (const finding of report.findings) findings.push(finding)
    return { head: report.head, findings, tail: await report.tail() }
  }

  plan(only: readonly string[]): Promise<Plan> {
    return planAccount({ ...this.#how(), only })
  }

  /** Applies a plan that was shown; the account id is typed, or was given on the command line. */
  apply(plan: Plan): Promise<Applied> {
    const host = setupHost(this)
    const work = () =>
      applyAccount({
        ...this.#how(),
        host,
        plan,
        folder: this.session.folder,
        confirmed: this.options.confirm,
        sink: passwordSink(this.options, this.signal),
        ...(this.session.sandbox ? { settleMs: 0 } : {}),
      })
    return saved(this.signal, `apply --resume${placeFlags(this.options)}`, work, host.begun)
  }

  /**
   * The file for answers. What is tried out on the sandbox must not become the configuration of a real account: it goes
   * into a copy beside the kept world.
   */
  #keptIn(): string | undefined {
    const { sandbox, folder, configured } = this.session
    if (sandbox === undefined || this.options.config !== undefined) return configured.path
    const own = join(folder, fileName)
    if (configured.path !== undefined && !existsSync(own)) copyFileSync(configured.path, own)
    return own
  }

  /** Records what the person says about a control. */
  async state(control: string, holds: boolean): Promise<void> {
    const asked = statementOf(controls.find((c) => c.id === control)!)!
    const expires = lapses({ days: asked.days }, this.now()).toISOString()
    const subject = this.caller!.account
    await append(
      this.session.folder,
      { kind: 'attestation', subject, control, by: this.by, holds, expires },
      this.now(),
    )
  }

  /** Keeps answers in the configuration, and goes on with them. */
  async keep(answers: readonly Answer[]): Promise<string> {
    const path = await saveAnswers(answers, this.#keptIn())
    this.session.configured = await loadConfiguration(path)
    return path
  }

  /** Paragraphs, each wrapped to the terminal. */
  async say(...paragraphs: string[]): Promise<void> {
    const lines = paragraphs.flatMap((text) =>
      text === '' ? [''] : wrap(text, Math.min(this.style.width, 100) - 2).map((line) => ` ${line}`),
    )
    await print(`${lines.join('\n')}\n`)
  }

  /** Text behind what stands before its first line. */
  behind(before: string, text: string): string[] {
    const indent = stripVTControlCharacters(before).length
    return wrap(text, Math.min(this.style.width, 100) - indent - 1).map(
      (line, i) => (i === 0 ? before : ' '.repeat(indent)) + line,
    )
  }

  /** A question with answers to choose from; it can always be stopped at. */
  async choose<V extends string>(question: string, choices: readonly Choice<V>[], unattended: V): Promise<V> {
    const stop = { value: 'stop' as const, label: 'stop here, carry on another time' }
    const answer = await this.prompter.choose<V | 'stop'>(question, [...choices, stop], unattended)
    if (answer === 'stop') throw new Stopped()
    return answer
  }

  #how() {
    return howToLook(this.session, { ...this.options, as: this.profile })
  }
}
