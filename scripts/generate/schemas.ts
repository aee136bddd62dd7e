import { z } from 'zod'
import { configurationSchema } from '../../src/config/schema.ts'
import { activitySchema, organizationActivitySchema } from './activity-schema.ts'
import { draftTestSchema, organizationTestSchema } from './guard-schema.ts'
import { ledgerSchema } from './ledger-schema.ts'
import { planSchema } from '../../src/store/plan-schema.ts'
import { recoverySchema } from './recovery-schema.ts'
import { reportSchema } from './report-schema.ts'
import { watchNoticeSchema, watchSchema } from './watch-schema.ts'

/** `schema/`: JSON Schemas for editors and for whoever reads what comes out. */
export async function schemas(): Promise<Map<string, string>> {
  const text = (schema: z.ZodType, title: string) =>
    `${JSON.stringify({ title, ...z.toJSONSchema(schema, { target: 'draft-2020-12' }) }, null, 2)}\n`
  return new Map([
    ['schema/neverroot.schema.json', text(configurationSchema, 'neverroot.yaml')],
    ['schema/activity.schema.json', text(activitySchema, 'neverroot activity --format json')],
    [
      'schema/activity-organization.schema.json',
      text(organizationActivitySchema, 'neverroot activity --org --format json'),
    ],
    [
      'schema/guard-test.schema.json',
      text(organizationTestSchema, 'neverroot guard test --org --format json'),
    ],
    ['schema/guard-draft.schema.json', text(draftTestSchema, 'neverroot guard test --draft --format json')],
    ['schema/ledger.schema.json', text(ledgerSchema, 'a line of ledger.jsonl')],
    ['schema/plan.schema.json', text(planSchema, 'neverroot plan --out')],
    ['schema/recovery.schema.json', text(recoverySchema, 'neverroot recovery --format json')],
    ['schema/report.schema.json', text(reportSchema, 'neverroot audit --format json')],
    ['schema/watch.schema.json', text(watchSchema, 'neverroot watch --format json')],
    ['schema/watch-notice.schema.json', text(watchNoticeSchema, 'what a webhook of neverroot watch is sent')],
  ])
}
