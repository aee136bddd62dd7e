import type { Recovery, RecoveryNode } from '../model/index.ts'
import { holderWords, inSmallest, openDoubts, recoveryHeadline } from './recovery-words.ts'
import { tame } from './style.ts'

/**
 * The graph as a Mermaid flowchart, for GitHub, GitLab and wikis. Names come from outside: whatever is no letter, digit or
 * plain mark goes in as a number of a character, so that no name can close a label or add a line.
 */
export function mermaidRecovery(given: Recovery): string {
  const seen = tame(given, false)
  const { alone, together } = inSmallest(seen)
  const ids = new Map(seen.graph.nodes.map(({ id }, i) => [id, `n${i}`]))
  const lines = seen.graph.nodes.flatMap((node) => [
    `  ${ids.get(node.id)}${shape(node)}${node.kind === 'goal' ? '' : `:::${classOf(node, alone, together)}`}`,
    ...(node.kind === 'holder'
      ? []
      : node.of.map((below) => `  ${ids.get(below)} ${arrow(node)} ${ids.get(node.id)}`)),
  ])
  const doubts = openDoubts(seen.graph).map(({ holders: [a, b], settled }) => {
    const words = settled === 'one' ? 'is one hand' : 'may be one hand'
    return `  ${ids.get(a)} -. ${words} .- ${ids.get(b)}`
  })
  return `${[
    // A comment: what could begin a directive is left out of it.
    `%% ${recoveryHeadline(seen).replace(unsafe, '')}`,
    'flowchart LR',
    ...lines,
    ...doubts,
    '  classDef alone fill:#c92a2a,stroke:#7d1414,color:#ffffff',
    '  classDef few fill:#f59f00,stroke:#8a5a00,color:#1a1a1a',
    '  classDef plain fill:#e9ecef,stroke:#495057,color:#1a1a1a',
    '  classDef perhaps fill:#e9ecef,stroke:#495057,color:#1a1a1a,stroke-dasharray:5 4',
    '  classDef cut fill:#f8f9fa,stroke:#adb5bd,color:#495057,stroke-dasharray:2 4',
  ].join('\n')}\n`
}

/** Thick where all of what stands below is needed, dotted where it is cut or not known. */
const arrow = (node: RecoveryNode): string =>
  node.state === 'cut' || node.state === 'perhaps'
    ? '-.->'
    : node.kind !== 'holder' && node.takes === 'all' && node.of.length > 1
      ? '==>'
      : '-->'

function shape(node: RecoveryNode): string {
  if (node.kind === 'holder') return `(["${escaped(holderWords(node))}"])`
  if (node.kind === 'goal') return '((("root")))'
  const all = node.takes === 'all' && node.of.length > 1 ? 'all of: ' : ''
  const note = node.because ? ` (${node.state === 'cut' ? 'cut: ' : ''}${node.because})` : ''
  const label = escaped(`${all}${node.label}${note}`)
  return node.takes === 'all' ? `{{"${label}"}}` : `["${label}"]`
}

function classOf(node: RecoveryNode, alone: ReadonlySet<string>, together: ReadonlySet<string>): string {
  if (node.state === 'cut') return 'cut'
  if (alone.has(node.id)) return 'alone'
  if (together.has(node.id)) return 'few'
  return node.state === 'known' ? 'plain' : 'perhaps'
}

const unsafe = /[^\p{L}\p{N} .,:+()/-]/gu

const escaped = (text: string): string => text.replace(unsafe, (mark) => `#${mark.codePointAt(0)};`)
