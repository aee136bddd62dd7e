import type { PageReport } from '../../src/model/index.ts'

/** The report that lies in the page itself: gzip, as base64. Undefined where there is none. */
export async function reportInside(): Promise<PageReport | undefined> {
  const text = document.getElementById('report')?.textContent
  if (text === undefined) return undefined
  if (text.trim() === '')
    throw new Error('There is no report in this file: it was cut off or changed. Get it again.')
  let report: PageReport
  try {
    const bytes = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0))
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
    report = (await new Response(unpacked).json()) as PageReport
  } catch {
    throw new Error(
      'The report inside this file cannot be read: the file was cut off or changed. Get it again.',
    )
  }
  if (report.schema !== 'neverroot/page/1')
    throw new Error(
      `This file holds a report of the kind ${JSON.stringify(report.schema)}, which this page does not know. Write it again with one version of neverroot.`,
    )
  return report
}
