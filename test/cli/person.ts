/** Somebody who sits at setup with --plain, reads each question, does in AWS what it asks for, and answers. */
import { controls } from '../../src/index.ts'
import type { Terminal } from './pty.ts'

/** One question of setup, as it stands on the screen. */
export interface Asked {
  /** The control that the screen is about, where it is about one. */
  control?: string
  question: string
  /** Empty: a line of text is wanted. */
  choices: readonly string[]
  screen: string
}

/** The words of a choice, a line to type, or undefined for Enter alone. */
export type Reply = string | undefined

const choice = /^ +(\d+) {2}(.+)$/
const wantsChoice = / 1 to \d+: $/
const wantsText = /\(Enter[^)]*\)[^\n]*: $/
const wantsEnter = /it is put away/

/** Answers until the command ends; gives its exit code and every question that was asked. */
export async function sitThrough(
  terminal: Terminal,
  reply: (asked: Asked) => Reply | Promise<Reply>,
): Promise<{ code: number; asked: Asked[] }> {
  const asked: Asked[] = []
  for (let control: string | undefined; ;) {
    const screen = await terminal.until(
      new RegExp([wantsChoice, wantsText, wantsEnter].map((r) => r.source).join('|')),
    )
    if (terminal.over) return { code: await terminal.ended, asked }
    control = controlOn(screen) ?? control
    if (wantsEnter.test(screen)) {
      // What comes at once was typed for something else.
      await new Promise((resolve) => setTimeout(resolve, 600))
      terminal.line()
      continue
    }
    const lines = screen.trimEnd().split('\n')
    const listed = wantsChoice.test(screen)
      ? lines.flatMap((line) => choice.exec(line)?.[2] ?? []).slice(-choicesOf(screen))
      : undefined
    // Asked again after an answer that was none: the choices stand further up.
    const before = listed?.length === 0 ? asked.at(-1) : undefined
    const choices = before?.choices ?? listed ?? []
    const question = before?.question ?? questionOn(lines, choices.length)
    const one: Asked = { question, choices, screen, ...(control ? { control } : {}) }
    asked.push(one)
    const answer = await reply(one)
    if (choices.length === 0) terminal.line(answer ?? '')
    else {
      const index = choices.findIndex((c) => answer !== undefined && c.startsWith(answer))
      // What is no choice is typed as it is: to see what becomes of it.
      terminal.line(index < 0 ? (answer ?? '') : String(index + 1))
    }
  }
}

const choicesOf = (screen: string) => Number(/ 1 to (\d+): $/.exec(screen)?.[1] ?? 0)

/** The last control whose title stands on a line of its own. */
function controlOn(screen: string): string | undefined {
  const titles = new Map(controls.map((c) => [c.title, c.id]))
  return screen
    .split('\n')
    .flatMap((line) => titles.get(line.trim()) ?? [])
    .at(-1)
}

/** The lines above the choices, or above the line that is typed on. */
function questionOn(lines: readonly string[], choices: number): string {
  const above = lines.slice(0, lines.length - 1 - choices)
  const start = above.findLastIndex((line) => line.trim() === '')
  return above
    .slice(start + 1)
    .map((line) => line.trim())
    .join(' ')
}
