import Pagination from '@cloudscape-design/components/pagination'

/** Which part of a long list is shown. */
export const Pages = ({ page, pages, go }: { page: number; pages: number; go: (page: number) => void }) => (
  <Pagination
    currentPageIndex={page}
    pagesCount={pages}
    onChange={({ detail }) => go(detail.currentPageIndex)}
    ariaLabels={{
      nextPageLabel: 'Next page',
      previousPageLabel: 'Previous page',
      paginationLabel: 'Pages',
      pageLabel: (n) => `Page ${n} of ${pages}`,
    }}
  />
)
