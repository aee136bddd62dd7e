import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

let source: string | undefined

interface Violation {
  id: string
  impact: string | null
  nodes: { target: string[]; failureSummary?: string }[]
}

/**
 * Runs axe-core in a page. It comes in as the debugger would bring it, past the page's policy, which allows no script but its
 * own.
 */
export async function violationsOf(page: Page): Promise<{ id: string; targets: string[] }[]> {
  source ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(source)
  // What fades in has not its colours yet.
  await page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished))')
  const found = await page.evaluate<Violation[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  )
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({
      id,
      targets: nodes
        .slice(0, 4)
        .map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`),
    }))
}
