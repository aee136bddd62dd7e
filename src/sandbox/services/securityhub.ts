/** AWS Security Hub CSPM: findings that come in, in the account and Region that it is on in. */
import { isDeepStrictEqual } from 'node:util'
import type * as sdk from './securityhub/sdk.ts'
import { AwsError, defineService, type Call } from '../service.ts'
import type { ImportedFinding } from '../world.ts'

/** API reference, BatchImportFindings: findings in one call. */
const most = 100
/** The same: kilobytes of one finding. */
const mostKb = 240

const ownProduct = ({ world, region, caller }: Call): string =>
  `arn:${world.partition}:securityhub:${region}:${caller.account.id}:product/${caller.account.id}/default`

/** Security Hub user guide, "Required attributes" of the AWS Security Finding Format. */
const required = [
  'SchemaVersion',
  'Id',
  'ProductArn',
  'GeneratorId',
  'AwsAccountId',
  'CreatedAt',
  'UpdatedAt',
  'Title',
  'Description',
  'Resources',
] as const

/** Why one finding is not taken; undefined: it is. */
function refused(finding: ImportedFinding, call: Call): { code: string; message: string } | undefined {
  const lacking = required.find((name) => finding[name] === undefined)
  if (lacking)
    return {
      code: 'InvalidInput',
      message: `Finding does not adhere to Amazon Finding Format. data should have required property '${lacking}'`,
    }
  if (Buffer.byteLength(JSON.stringify(finding)) > mostKb * 1024)
    return { code: 'InvalidInput', message: 'Finding exceeds the maximum size of 240 KB.' }
  if (finding['AwsAccountId'] !== call.caller.account.id || finding['ProductArn'] !== ownProduct(call))
    return {
      code: 'InvalidAccess',
      message: `Account ${call.caller.account.id} may not import this finding.`,
    }
  return undefined
}

/** What only people at the hub change: a later import leaves it as it is (user guide, "BatchImportFindings"). */
const ofPeople = ['Note', 'UserDefinedFields', 'VerificationState', 'Workflow'] as const

export default defineService<typeof sdk>({
  prefix: 'securityhub',
  client: 'SecurityHubClient',
  regional: true,
  load: () => import('./securityhub/sdk.ts'),
  handlers: {
    BatchImportFindings({ Findings: findings = [] }, call) {
      const { account } = call.caller
      const hub = account.securityHub?.[call.region]
      if (!hub)
        throw new AwsError(
          'InvalidAccessException',
          `Account ${account.id} is not subscribed to AWS Security Hub`,
        )
      if (findings.length < 1 || findings.length > most)
        throw new AwsError(
          'InvalidInputException',
          `Invalid parameter 'Findings'. The number of findings must be between 1 and ${most}.`,
        )
      const failed: { Id: string; ErrorCode: string; ErrorMessage: string }[] = []
      for (const given of findings) {
        const finding = JSON.parse(JSON.stringify(given)) as ImportedFinding
        const no = refused(finding, call)
        if (no) {
          failed.push({ Id: String(finding['Id']), ErrorCode: no.code, ErrorMessage: no.message })
          continue
        }
        const at = hub.findIndex((one) =>
          isDeepStrictEqual([one['Id'], one['ProductArn']], [finding['Id'], finding['ProductArn']]),
        )
        const before = hub[at]
        if (!before) hub.push(finding)
        // An update must be later than what is there: equal or earlier ones are passed by.
        else if (String(finding['UpdatedAt']) > String(before['UpdatedAt']))
          hub[at] = {
            ...finding,
            ...Object.fromEntries(
              ofPeople.filter((name) => name in before).map((name) => [name, before[name]]),
            ),
          }
      }
      return {
        FailedCount: failed.length,
        SuccessCount: findings.length - failed.length,
        FailedFindings: failed,
      }
    },
  },
  // Service Authorization Reference, AWS Security Hub.
  permissions: {
    BatchImportFindings: {
      resource: ({ Findings = [] }, call) => [
        ...new Set(Findings.map(({ ProductArn }) => ProductArn ?? ownProduct(call))),
      ],
      context: (_, call) => ({ 'securityhub:TargetAccount': call.caller.account.id }),
    },
  },
})
