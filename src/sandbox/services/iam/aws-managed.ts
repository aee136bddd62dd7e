import type { PartitionName, PolicyDocument } from '../../world.ts'
import { documents } from './managed/documents.ts'
import type { AwsManagedPolicy } from './managed/documents.ts'
import { taskPolicies } from './managed/task-policies.ts'

export type { AwsManagedPolicy }

/** Every policy that AWS manages and the sandbox knows, by name. */
export const awsManagedPolicies: Record<string, AwsManagedPolicy> = {
  ...documents,
  ...Object.fromEntries(
    Object.entries(taskPolicies).map(([name, document]): [string, AwsManagedPolicy] => [
      name,
      {
        path: '/root-task/',
        versionId: 'v1',
        created: '2024-11-06T22:00:00Z',
        updated: '2024-11-06T22:00:00Z',
        description: 'A task that a privileged root session may do.',
        document,
      },
    ]),
  ),
}

const names = new Map(Object.entries(awsManagedPolicies).map(([name, { path }]) => [`${path}${name}`, name]))

/** `arn:aws:iam::aws:policy/job-function/Billing` of the name `Billing`. */
export function awsManagedArn(partition: PartitionName, name: string): string {
  return `arn:${partition}:iam::aws:policy${awsManagedPolicies[name]?.path ?? '/'}${name}`
}

/** The policy that an ARN names, with its name; undefined when it is no AWS managed policy known here. */
export function awsManagedPolicy(arn: string): (AwsManagedPolicy & { name: string }) | undefined {
  const match = /^arn:aws[a-z-]*:iam::aws:policy(\/.+)$/.exec(arn)
  const name = match?.[1] === undefined ? undefined : names.get(match[1])
  const policy = name === undefined ? undefined : awsManagedPolicies[name]
  return policy && name !== undefined ? { name, ...policy } : undefined
}

/** Its document alone. */
export const awsManagedDocument = (arn: string): PolicyDocument | undefined => awsManagedPolicy(arn)?.document
