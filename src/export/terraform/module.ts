import type { Given } from '../given.ts'
import { leftOutComments } from '../left-out.ts'
import { snake } from '../names.ts'
import { thingsOf } from '../things.ts'
import { sourceOf, type Variable, Variables } from '../variables.ts'
import { comment, leftToPeople, origin, tidy } from '../words.ts'
import { type Block, Expression, hclFile } from './hcl.ts'
import { resourcesOf } from './resources.ts'

export interface Module {
  text: string
  /** What the module must be given. */
  variables: readonly Variable[]
  /** How many calls of the plan it has no words for. */
  leftOut: number
}

/**
 * The plan as Terraform configuration: resources, `import` blocks for what is there already, and a variable for every
 * address, number and name.
 */
export function terraformModule({ plan, resolve }: Given): Module {
  const variables = new Variables(snake)
  const { blocks, leftOut, regions } = resourcesOf(thingsOf(plan, resolve), plan.account, variables)
  // What was left out in the end may have asked for variables before that.
  const body = hclFile([], blocks)
  const used = variables.all.filter(({ name }) => new RegExp(`\\bvar\\.${name}\\b`).test(body))
  const people = leftToPeople(plan)
  const head = [
    ...origin(plan, 'Terraform configuration'),
    '#',
    ...comment(
      'Read what terraform plan says before you apply: it must add and change, never destroy or replace.',
    ),
    ...comment(
      'What is there already is taken over by import blocks (Terraform 1.5 and later); names that are taken all the same need one more.',
    ),
    ...(used.length > 0
      ? comment(
          'Addresses, numbers and names are variables without defaults, so that this can be shared; their values are written by neverroot export terraform --values neverroot.auto.tfvars.json. Terraform keeps them in its state, in plain text, sensitive or not: keep the state where you keep secrets.',
        )
      : []),
    ...leftOutComments(leftOut),
    ...(people.length > 0
      ? ['#', '# Left to you:', ...people.flatMap((what) => comment(`- ${what}`, '  '))]
      : []),
  ]
  const text = hclFile(head, [
    ...settings(plan.account, regions),
    ...used.map(variableBlock),
    ...blocks.map((block) => ({
      ...block,
      comments: block.comments?.flatMap((line) => comment(line.slice(2))),
    })),
  ])
  return { text, variables: used, leftOut: leftOut.length }
}

function settings(account: string, regions: readonly string[]): Block[] {
  const provider = (region: string | undefined, alias: boolean): Block => ({
    type: 'provider',
    labels: ['aws'],
    attributes: {
      ...(alias && region !== undefined ? { alias: snake(region) } : {}),
      ...(region === undefined ? {} : { region }),
      allowed_account_ids: [account],
    },
  })
  return [
    {
      type: 'terraform',
      attributes: { required_version: '>= 1.5.0' },
      blocks: [
        {
          type: 'required_providers',
          attributes: { aws: { source: 'hashicorp/aws', version: '>= 5.0' } },
        },
      ],
    },
    { ...provider(regions[0], false), comments: ['# Any other account is refused.'] },
    ...regions.slice(1).map((region) => provider(region, true)),
  ]
}

/** Who an administrator is may be seen in a plan; where people are reached may not. */
const variableBlock = (variable: Variable): Block => ({
  type: 'variable',
  labels: [variable.name],
  attributes: {
    description: tidy(sourceOf(variable)),
    type: new Expression('string'),
    ...(variable.path === 'administrator.name' ? {} : { sensitive: true }),
  },
})
