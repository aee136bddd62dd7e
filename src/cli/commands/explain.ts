import { type AnyControl, controls, sections, statementOf, UserError } from '../../index.ts'
import { paletteOf, tame, wrap } from '../../report/style.ts'
import { print, styleFor } from '../output.ts'
import { nearest } from '../suggest.ts'
import { topics } from './topics.ts'

/** Prints a control or a topic; without a name, what there is. */
export async function explain(
  name: string | undefined,
  options: { plain?: boolean; color?: boolean },
): Promise<number> {
  const style = styleFor(options)
  const p = paletteOf(style)
  const width = Math.min(style.width, 100)
  /** Wrapped behind what stands before its first line. */
  const behind = (before: string, t: string) =>
    wrap(tame(t, style.ascii), width - before.length).map(
      (line, n) => (n === 0 ? before : ' '.repeat(before.length)) + line,
    )
  const text = (t: string) => behind('  ', t)
  const part = (title: string, lines: string[]) => ['', ` ${p.bold(title)}`, ...lines]

  if (name === undefined) {
    const lines = sections.flatMap((section) =>
      part(
        section,
        controls
          .filter((c) => c.section === section)
          .map((c) => `  ${c.id.padEnd(42)}${p.faint(c.severity)}`),
      ),
    )
    await print(
      [
        ...lines,
        ...part(
          'topics',
          Object.keys(topics).map((t) => `  ${t.padEnd(42)}${p.faint(topics[t]!.title)}`),
        ),
        '',
      ].join('\n'),
    )
    return 0
  }
  const topic = Object.hasOwn(topics, name) ? topics[name] : undefined
  if (topic) {
    await print(
      ['', ` ${p.bold(topic.title)}`, ...topic.paragraphs.flatMap((t) => ['', ...text(t)]), '', ''].join(
        '\n',
      ),
    )
    return 0
  }
  const control = controls.find((c) => c.id === name)
  if (!control) {
    const near = nearest(name, [...Object.keys(topics), ...controls.map((c) => c.id)])
    throw new UserError(
      'nothing-to-explain',
      `There is no control or topic "${name}".`,
      near
        ? `Did you mean ${near}? neverroot explain lists all of them.`
        : 'neverroot explain lists all of them.',
    )
  }
  await print([...controlLines(control, part, behind, p), '', ''].join('\n'))
  return 0
}

function controlLines(
  control: AnyControl,
  part: (title: string, lines: string[]) => string[],
  behind: (before: string, text: string) => string[],
  p: ReturnType<typeof paletteOf>,
): string[] {
  const procedure = control.procedure
  const asked = statementOf(control)
  const text = (t: string) => behind('  ', t)
  return [
    '',
    ...behind(' ', control.title).map((line) => p.bold(line)),
    ` ${p.faint(`${control.id}, ${control.severity}, ${control.profiles.join(' and ')}, row ${control.rows.join(' ')}`)}`,
    ...part('Why', text(control.rationale)),
    ...part('How it is judged', text(control.judged)),
    ...(control.cannotKnow ? part('What it cannot know', text(control.cannotKnow)) : []),
    ...part(
      'For example',
      control.examples.flatMap((e: { when: string; then: string }) =>
        behind(`  ${e.then.padEnd(15)}`, e.when),
      ),
    ),
    ...(procedure
      ? [
          ...part(
            `By hand: ${procedure.title}`,
            procedure.steps.flatMap((s: string, i: number) => behind(`  ${i + 1}  `, s)),
          ),
          `     ${procedure.link}`,
          ...(procedure.see ? behind('  You will see: ', procedure.see) : []),
          ...(procedure.back ? behind('  To get back:  ', procedure.back) : []),
        ]
      : []),
    ...(asked
      ? part(`To say so, for ${asked.days} days`, [
          ...text(asked.question),
          `  neverroot attest ${control.id} --by NAME`,
        ])
      : []),
    ...part(
      'Read more',
      control.references.map((r: string) => `  ${r}`),
    ),
  ]
}
