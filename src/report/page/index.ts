/** The page's data out of a report. */
export { pageReport, type PageOptions } from './build.ts'
export { pageControl, type ToldControl } from './control.ts'
