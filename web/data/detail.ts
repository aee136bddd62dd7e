import type { PageDetail, PageRow } from '../../src/model/index.ts'
import { useAsked } from './asked.ts'
import { useBook, useSource } from './source.ts'

/** What a finding rests on: out of the report, or asked of the server where the report is of thousands of accounts. */
export function useDetail(row: PageRow): { detail?: PageDetail; loading: boolean } {
  const book = useBook()
  const { live } = useSource()
  const inside = book.detailOf(row)
  const path = inside || !live ? undefined : `/api/finding?id=${encodeURIComponent(book.idOf(row))}`
  const asked = useAsked<PageDetail>(path)
  return inside
    ? { detail: inside, loading: false }
    : { detail: asked.value, loading: path !== undefined && asked.loading }
}
