import { pages, type Source } from '../aws/index.ts'
import type { Unknown } from '../model/index.ts'

/** The roots and organizational units, as far as they could be seen. */
export interface Units {
  /** `Root/Workloads/Prod`: the names from the root down to the unit with this id. */
  pathOf(ids: readonly string[]): string
  /** `Root/Workloads/Prod` of the unit with this id; an id that is no unit's as it stands. */
  placeOf(id: string): string
  /** The id of the unit that an id or a path of names means; undefined where there is none. */
  find(idOrPath: string): string | undefined
  /** The id of the root of the organization, where it could be seen. */
  root?: string
  /** Why names are missing, where they are: then units are told by their ids. */
  unseen?: Unknown
}

interface Unit {
  id: string
  name: string
  parent?: string
}

/**
 * Walks the tree from its root; a parent's units come in pages of at most 20 (Organizations API reference,
 * ListOrganizationalUnitsForParent). Names are unique below one parent only, so a unit is told by its whole path.
 */
export async function readUnits(source: Pick<Source, 'call'>): Promise<Units> {
  const units = new Map<string, Unit>()
  const roots = await pages(source, 'organizations:ListRoots', {}, (o) => ({
    items: o.Roots,
    next: o.NextToken ? { NextToken: o.NextToken } : undefined,
  }))
  let unseen = roots.ok ? undefined : roots.unknown
  let level = roots.ok ? roots.items.flatMap((r) => (r.Id ? [{ id: r.Id, name: r.Name ?? 'Root' }] : [])) : []
  for (const root of level) units.set(root.id, root)
  const root = level[0]?.id
  while (level.length > 0) {
    const below = await Promise.all(
      level.map(async ({ id: parent }) => {
        const listed = await pages(
          source,
          'organizations:ListOrganizationalUnitsForParent',
          { ParentId: parent },
          (o) => ({
            items: o.OrganizationalUnits,
            next: o.NextToken ? { NextToken: o.NextToken } : undefined,
          }),
        )
        if (!listed.ok) unseen ??= listed.unknown
        return listed.ok
          ? listed.items.flatMap((u) => (u.Id ? [{ id: u.Id, name: u.Name ?? u.Id, parent }] : []))
          : []
      }),
    )
    level = below.flat()
    for (const unit of level) units.set(unit.id, unit)
  }
  const nameOf = (id: string) => units.get(id)?.name ?? id
  const pathOf = (ids: readonly string[]) => ids.map(nameOf).join('/')
  const idsTo = (unit: Unit): string[] => [...(unit.parent ? idsTo(units.get(unit.parent)!) : []), unit.id]
  const byPath = new Map([...units.values()].map((unit) => [pathOf(idsTo(unit)), unit.id]))
  return {
    pathOf,
    placeOf: (id) => {
      const unit = units.get(id)
      return unit ? pathOf(idsTo(unit)) : id
    },
    find: (idOrPath) => (units.has(idOrPath) ? idOrPath : byPath.get(idOrPath.replace(/^\/+|\/+$/g, ''))),
    ...(root === undefined ? {} : { root }),
    ...(unseen ? { unseen } : {}),
  }
}
