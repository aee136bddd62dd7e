import type { Recovery } from '../model/index.ts'
import { type Box, layout, type Route } from './recovery-layout.ts'
import { gainWords, inSmallest, openDoubts, recoveryHeadline } from './recovery-words.ts'
import { tame, wrap } from './style.ts'

const margin = 24

/** Dark text on light, and the other way round where the reader's system is dark. */
const css = `
svg{--page:#ffffff;--ink:#1b1f24;--soft:#57606a;--line:#8c959f;--box:#f6f8fa;--alone:#c92a2a;--few:#b35900;--cut:#8c959f}
@media (prefers-color-scheme:dark){svg{--page:#0d1117;--ink:#e6edf3;--soft:#9ba4ae;--line:#6e7681;--box:#161b22;--alone:#ff7b72;--few:#f0a742;--cut:#6e7681}}
text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;fill:var(--ink)}
.head{font-size:18px;font-weight:600}.soft{fill:var(--soft)}
.box{fill:var(--box);stroke:var(--line);stroke-width:1.2}
.goal{stroke:var(--ink);stroke-width:2.4}.all{stroke-width:2.2}
.alone{stroke:var(--alone);stroke-width:3}.few{stroke:var(--few);stroke-width:2.4}
.untold,.perhaps{stroke-dasharray:6 4}.cut{stroke:var(--cut);stroke-dasharray:2 4}
path{fill:none;stroke:var(--line);stroke-width:1.3}
path.perhaps{stroke-dasharray:6 4}path.cut{stroke-dasharray:2 5;opacity:.55}
path.doubt{stroke:var(--few);stroke-dasharray:1 4;stroke-width:2;stroke-linecap:round}`

/**
 * The graph as one self-contained picture: no script, no font and no address of anything else in it. Root stands left, who
 * holds something right; a thick frame takes all of what it rests on.
 */
export function svgRecovery(given: Recovery): string {
  const seen = tame(given, false)
  const { graph, subject, at } = seen
  const wide = Math.max(...[layout(graph, 0, margin).width + 90, 900])
  const head = wrap(recoveryHeadline(seen), Math.floor((wide - 2 * margin) / 11))
  const top = margin + 26 + head.length * 24 + 22
  const placed = layout(graph, top, margin)
  const best = seen.gains.filter(({ raises }) => raises).slice(0, 2)
  const foot = [
    ...best.flatMap((gain) =>
      wrap(`Would raise it: ${gain.text} (${gainWords(seen, gain)}).`, Math.floor((wide - 2 * margin) / 7.6)),
    ),
    'Red frame: enough alone. Orange: one of the fewest together. Thick grey: takes all that it rests on. Dashed: not told or not sure. Dotted: cut.',
    'Orange dots between two: may be one hand.',
  ].flatMap((text) => wrap(text, Math.floor((wide - 2 * margin) / 7.6)))
  const height = placed.height + 28 + foot.length * 18 + margin
  const title = `Who can become root of ${subject.id}`
  const right = (box: Box) => `${box.x + box.width},${mid(box)}`
  const states = new Map(graph.nodes.map(({ id, state }) => [id, state]))
  const edges = placed.routes.map(({ from, to, points }) => {
    const cls = [states.get(from), states.get(to)].find((state) => state === 'cut' || state === 'perhaps')
    return `<path${cls ? ` class="${cls}"` : ''} d="${curve(points)}"/>`
  })
  const doubts = openDoubts(graph).flatMap(({ holders }) => {
    const [a, b] = holders.map((id) => placed.boxes.get(id))
    if (!a || !b) return []
    const bow = 26 + Math.min(44, Math.abs(mid(a) - mid(b)) / 9)
    const x = a.x + a.width
    return `<path class="doubt" d="M${right(a)} C${x + bow},${mid(a)} ${x + bow},${mid(b)} ${right(b)}"/>`
  })
  const { alone, together } = inSmallest(seen)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${height}" width="${wide}" height="${height}" role="img" aria-labelledby="t d">
<title id="t">${escaped(title)}</title>
<desc id="d">${escaped(recoveryHeadline(seen))}</desc>
<style>${css}</style>
<rect width="100%" height="100%" fill="var(--page)"/>
<text class="soft" x="${margin}" y="${margin + 14}">${escaped(`${title}${subject.name === subject.id ? '' : `, ${subject.name}`}   ${at.slice(0, 10)}`)}</text>
${head.map((line, i) => `<text class="head" x="${margin}" y="${margin + 44 + i * 24}">${escaped(line)}</text>`).join('\n')}
${edges.join('\n')}
${doubts.join('\n')}
${[...placed.boxes.values()].map((box) => drawn(box, alone, together)).join('\n')}
${foot.map((line, i) => `<text class="soft" x="${margin}" y="${placed.height + 36 + i * 18}">${escaped(line)}</text>`).join('\n')}
</svg>
`
}

/** Bent between columns, straight through them. */
const curve = (points: Route['points']): string =>
  points
    .map(([x, y], i) => {
      const before = points[i - 1]
      if (!before) return `M${x},${y}`
      if (i % 2 === 0) return `L${x},${y}`
      const half = (x + before[0]) / 2
      return `C${half},${before[1]} ${half},${y} ${x},${y}`
    })
    .join(' ')

const mid = ({ y, height }: Box): number => y + height / 2

function drawn(box: Box, alone: ReadonlySet<string>, together: ReadonlySet<string>): string {
  const { node, x, y, width, height, lines } = box
  const cls = [
    'box',
    node.kind === 'goal' ? 'goal' : '',
    node.kind !== 'holder' && node.takes === 'all' && node.of.length > 1 ? 'all' : '',
    node.state === 'known' ? '' : node.state,
    alone.has(node.id) ? 'alone' : together.has(node.id) ? 'few' : '',
  ].filter(Boolean)
  // Who holds something has round ends, so that people and systems are told from things without colour.
  const round = node.kind === 'holder' ? 14 : 4
  const text = lines
    .map((line, i) => `<tspan x="${x + 11}" dy="${i === 0 ? 0 : 17}">${escaped(line)}</tspan>`)
    .join('')
  return `<g><rect class="${cls.join(' ')}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}"/><text${node.state === 'cut' ? ' class="soft"' : ''} y="${y + 22}">${text}</text></g>`
}

/** Names come from outside: nothing in them may become markup. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.codePointAt(0)};`)
