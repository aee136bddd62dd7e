/** Where everything of the picture stands: columns from root to those who hold something, in pixels. */
import type { RecoveryGraph, RecoveryNode } from '../model/index.ts'
import { holderWords } from './recovery-words.ts'
import { wrap } from './style.ts'

export interface Box {
  node: RecoveryNode
  x: number
  y: number
  width: number
  height: number
  lines: readonly string[]
}

/** A line from a node to what it rests on, through the columns between. */
export interface Route {
  from: string
  to: string
  points: readonly (readonly [x: number, y: number])[]
}

export interface Layout {
  boxes: ReadonlyMap<string, Box>
  routes: readonly Route[]
  width: number
  height: number
}

const lineHeight = 17
const padding = 9
const gap = 12
/** Between columns, for the lines. */
const aisle = 72
const goalWidth = 84
const boxWidth = 240
/** So many letters of 13 pixels fit into a box, in the widest of the usual fonts. */
const letters = 28
/** What a line takes of a column that it passes. */
const lane = 8

/** A place in a column: of a node, or of a line on its way to a later column. */
interface Slot {
  key: string
  node?: RecoveryNode
  lines: readonly string[]
  height: number
  /** Keys of the slots in the column before that lead here. */
  leads: string[]
  y: number
}

/** How far a node is from root: its longest way there. Holders all stand in the last column. */
function columnsOf({ nodes }: RecoveryGraph): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const columns = new Map<string, number>()
  const walk = (id: string, column: number): void => {
    if ((columns.get(id) ?? -1) >= column) return
    columns.set(id, column)
    const node = byId.get(id)
    if (node && node.kind !== 'holder') for (const below of node.of) walk(below, column + 1)
  }
  walk('root', 0)
  const last = Math.max(...columns.values())
  for (const node of nodes) if (node.kind === 'holder') columns.set(node.id, last)
  return columns
}

function labelOf(node: RecoveryNode): string {
  if (node.kind === 'goal') return 'root'
  if (node.kind === 'holder') return holderWords(node)
  const note = node.because ? ` (${node.state === 'cut' ? 'cut: ' : ''}${node.because})` : ''
  return `${node.label}${note}`
}

const laneKey = (from: string, to: string, column: number) => `${from}\n${to}\n${column}`

/** Every column with what stands in it and what passes it, each knowing what leads to it. */
function slotsOf(graph: RecoveryGraph, columns: ReadonlyMap<string, number>): Slot[][] {
  const slots = new Map<string, Slot>()
  const all: Slot[][] = Array.from({ length: Math.max(...columns.values()) + 1 }, () => [])
  const add = (column: number, slot: Slot) => {
    slots.set(slot.key, slot)
    all[column]!.push(slot)
  }
  for (const node of graph.nodes) {
    const lines = wrap(labelOf(node), letters)
    const height = lines.length * lineHeight + 2 * padding
    add(columns.get(node.id)!, { key: node.id, node, lines, height, leads: [], y: 0 })
  }
  for (const node of graph.nodes)
    if (node.kind !== 'holder')
      for (const to of node.of) {
        let lead = node.id
        for (let column = columns.get(node.id)! + 1; column < columns.get(to)!; column++) {
          const key = laneKey(node.id, to, column)
          add(column, { key, lines: [], height: lane, leads: [lead], y: 0 })
          lead = key
        }
        slots.get(to)!.leads.push(lead)
      }
  return all
}

/** Places every node; within a column they stand in the order of what leads to them, so that few lines cross. */
export function layout(graph: RecoveryGraph, top: number, left: number): Layout {
  const columns = columnsOf(graph)
  const all = slotsOf(graph, columns)
  const at = new Map<string, Slot>()
  const middle = (key: string) => at.get(key)!.y + at.get(key)!.height / 2
  const heights = all.map((here) =>
    here.reduce((sum, { height, node }) => sum + height + (node ? gap : 4), -gap),
  )
  const tallest = Math.max(...heights)
  all.forEach((here, column) => {
    const wishes = new Map(
      here.map(({ key, leads }) => [
        key,
        leads.length ? leads.reduce((sum, lead) => sum + middle(lead), 0) / leads.length : 0,
      ]),
    )
    // The ways stand in the order in which they are told.
    if (column > 1) here.sort((a, b) => wishes.get(a.key)! - wishes.get(b.key)!)
    // Short columns stand in the middle of the tallest.
    let y = top + (tallest - heights[column]!) / 2
    for (const slot of here) {
      slot.y = y
      at.set(slot.key, slot)
      y += slot.height + (slot.node ? gap : 4)
    }
  })
  const xOf = (column: number) =>
    left + (column === 0 ? 0 : goalWidth + aisle + (column - 1) * (boxWidth + aisle))
  const widthOf = (column: number) => (column === 0 ? goalWidth : boxWidth)
  const boxes = new Map<string, Box>()
  for (const { node, lines, height, y } of at.values()) {
    if (!node) continue
    const column = columns.get(node.id)!
    boxes.set(node.id, { node, x: xOf(column), y, width: widthOf(column), height, lines })
  }
  const routes = graph.nodes.flatMap((node) =>
    node.kind === 'holder'
      ? []
      : node.of.map((to): Route => {
          const first = columns.get(node.id)!
          const last = columns.get(to)!
          const between = Array.from({ length: last - first - 1 }, (_, i) => {
            const column = first + 1 + i
            const y = middle(laneKey(node.id, to, column))
            return [[xOf(column), y] as const, [xOf(column) + widthOf(column), y] as const]
          })
          return {
            from: node.id,
            to,
            points: [
              [xOf(first) + widthOf(first), middle(node.id)],
              ...between.flat(),
              [xOf(last), middle(to)],
            ],
          }
        }),
  )
  return { boxes, routes, width: xOf(all.length - 1) + boxWidth, height: top + tallest }
}
