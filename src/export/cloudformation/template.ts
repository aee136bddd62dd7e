import { stringify } from 'yaml'
import { UserError } from '../../model/index.ts'
import { type Given, Reference, type Value } from '../given.ts'
import { leftOutComments, leftOutWords } from '../left-out.ts'
import { pascal } from '../names.ts'
import { thingsOf } from '../things.ts'
import { sourceOf, type Variable, Variables } from '../variables.ts'
import { comment, leftToPeople, origin, tidy } from '../words.ts'
import { elsewhere } from './regions.ts'
import { condition, type Resource, resourcesOf } from './resources.ts'

export interface Template {
  text: string
  /** What the template must be given. */
  parameters: readonly Variable[]
  /** How many calls of the plan it has no words for. */
  leftOut: number
}

/**
 * The plan as a CloudFormation template: what CloudFormation can make, with a parameter without default for every
 * address and name, and a list of what it cannot make. `otherRegions`: the template that is deployed to each Region but that
 * of the first one. Throws UserError where it can make none of it.
 */
export function cloudformationTemplate({ plan, resolve }: Given, otherRegions = false): Template {
  const all = thingsOf(plan, resolve)
  const others = otherRegions ? elsewhere(all) : undefined
  const made = resourcesOf(others?.things ?? all)
  const { resources } = made
  const leftOut = [...made.leftOut, ...(others?.leftOut ?? [])]
  if (resources.size === 0)
    throw new UserError(
      'nothing-to-export',
      `The plan for ${plan.account} has nothing that CloudFormation can make${otherRegions ? ' in other Regions' : ''}, and a template cannot be empty.`,
      'Use neverroot apply, neverroot export aws-cli or neverroot export terraform.',
    )
  const variables = new Variables(pascal)
  const body = Object.fromEntries(
    [...resources].map(([id, resource]) => [id, written(resource, resources, variables)]),
  )
  const parameters = variables.all
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `neverroot: plan for account ${plan.account}, seen at ${plan.at}`,
    Metadata: {
      Neverroot: {
        Account: plan.account,
        PlanDigest: plan.digest,
        ...(leftOut.length > 0 ? { NotSupported: leftOut.map(leftOutWords) } : {}),
      },
    },
    ...(parameters.length > 0
      ? {
          Parameters: Object.fromEntries(
            parameters.map((p) => [p.name, { Type: 'String', MinLength: 1, Description: tidy(sourceOf(p)) }]),
          ),
        }
      : {}),
    Conditions: { [condition]: { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, plan.account] } },
    Resources: body,
  }
  const head = [
    ...origin(plan, 'a CloudFormation template'),
    '#',
    ...(others
      ? howToDeployThere(others.regions, plan.account)
      : howToDeploy(parameters, resources, made.region)),
    ...leftOutComments(leftOut),
    ...(others ? [] : peopleComments(leftToPeople(plan))),
  ]
  // Quoted throughout: CloudFormation reads YAML 1.1, where 2012-10-17 is a date and 0123 an octal number.
  const yaml = stringify(template, {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    lineWidth: 0,
  })
  return { text: `${head.join('\n')}\n${yaml}`, parameters, leftOut: leftOut.length }
}

function written(
  { type, properties, after = [], stays }: Resource,
  resources: ReadonlyMap<string, Resource>,
  variables: Variables,
) {
  const before = after.filter((id) => resources.has(id))
  const plain = (value: Value): unknown => {
    if (value instanceof Reference) return { Ref: variables.of(value).name }
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return (value as readonly Value[]).map(plain)
    return Object.fromEntries(
      Object.entries(value as Record<string, Value | undefined>).flatMap(([k, v]) =>
        v === undefined ? [] : [[k, plain(v)]],
      ),
    )
  }
  return {
    Type: type,
    Condition: condition,
    ...(stays ? { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } : {}),
    ...(before.length > 0 ? { DependsOn: before } : {}),
    Properties: plain(properties),
  }
}

function howToDeploy(
  parameters: readonly Variable[],
  resources: ReadonlyMap<string, Resource>,
  region: string | undefined,
): string[] {
  const iam = [...resources.values()].some(({ type }) => type.startsWith('AWS::IAM::'))
  return [
    '# Deploy:',
    `#   aws cloudformation deploy --stack-name neverroot --template-file FILE${region ? ` --region ${region}` : ''}${iam ? ' \\' : parameters.length > 0 ? ' \\' : ''}`,
    ...(iam ? [`#     --capabilities CAPABILITY_NAMED_IAM${parameters.length > 0 ? ' \\' : ''}`] : []),
    ...(parameters.length > 0
      ? [
          '#     --parameter-overrides file://parameters.json',
          '#',
          ...comment(
            'The addresses and names are parameters without defaults, so that the template can be shared. parameters.json is written by neverroot export cloudformation --values parameters.json; it looks like this:',
          ),
          ...parameters.map(
            (p, i) =>
              `#   ${i === 0 ? '[' : ' '}{"ParameterKey": "${p.name}", "ParameterValue": "..."}${i < parameters.length - 1 ? ',' : ']'}  ${tidy(sourceOf(p))}`,
          ),
        ]
      : []),
    '#',
    ...comment('It makes nothing in any other account. Deleting the stack deletes what it made.'),
  ]
}

/** The same stack in each Region: one after the other, or as a StackSet (CloudFormation user guide, "StackSets"). */
const howToDeployThere = (regions: readonly string[], account: string): string[] => [
  '# Deploy, after the stack of the first Region, whose role it names:',
  `#   for region in ${regions.join(' ')}; do`,
  '#     aws cloudformation deploy --stack-name neverroot --template-file FILE --region "$region"',
  '#   done',
  ...comment('Or as a StackSet, with the roles that AWS CloudFormation asks for:'),
  '#   aws cloudformation create-stack-set --stack-set-name neverroot --template-body file://FILE',
  `#   aws cloudformation create-stack-instances --stack-set-name neverroot --accounts ${account} \\`,
  `#     --regions ${regions.join(' ')}`,
  '#',
  ...comment('It makes nothing in any other account. Deleting the stacks deletes what they made.'),
]

const peopleComments = (people: readonly string[]): string[] =>
  people.length === 0 ? [] : ['#', '# Left to you:', ...people.flatMap((what) => comment(`- ${what}`, '  '))]
