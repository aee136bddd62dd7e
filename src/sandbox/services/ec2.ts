/** Amazon EC2, as far as it tells whose Elastic IP address one is. */
import type * as sdk from './ec2/sdk.ts'
import { AwsError, defineService } from '../service.ts'
import type { ElasticAddress } from '../world.ts'

/** What addresses can be filtered by, of what DescribeAddresses knows. */
const filters: Record<string, (address: ElasticAddress) => string | undefined> = {
  'public-ip': ({ ip }) => ip,
  'allocation-id': ({ allocationId }) => allocationId,
  'instance-id': ({ instance }) => instance,
}

export default defineService<typeof sdk>({
  prefix: 'ec2',
  client: 'EC2Client',
  regional: true,
  load: () => import('./ec2/sdk.ts'),
  handlers: {
    /** All of the Region in one answer; a filter takes any of its values (API reference, DescribeAddresses). */
    DescribeAddresses(input, call) {
      const all = (call.caller.account.addresses ?? []).filter(({ region }) => region === call.region)
      for (const ip of input.PublicIps ?? [])
        if (!all.some((address) => address.ip === ip))
          throw new AwsError('InvalidAddress.NotFound', `Address '${ip}' not found.`)
      for (const id of input.AllocationIds ?? [])
        if (!all.some((address) => address.allocationId === id))
          throw new AwsError('InvalidAllocationID.NotFound', `The allocation ID '${id}' does not exist`)
      for (const { Name: name = '' } of input.Filters ?? [])
        if (!filters[name])
          throw new AwsError(
            'NotImplemented',
            `The sandbox does not simulate the filter ${name} of ec2:DescribeAddresses.`,
            501,
          )
      const found = all
        .filter(({ ip }) => !input.PublicIps?.length || input.PublicIps.includes(ip))
        .filter((a) => !input.AllocationIds?.length || input.AllocationIds.includes(a.allocationId))
        .filter((a) =>
          (input.Filters ?? []).every(({ Name = '', Values = [] }) =>
            Values.includes(filters[Name]?.(a) ?? ''),
          ),
        )
      return {
        Addresses: found.map(({ ip, allocationId, instance, region }) => ({
          PublicIp: ip,
          AllocationId: allocationId,
          Domain: 'vpc' as const,
          NetworkBorderGroup: region,
          ...(instance ? { InstanceId: instance } : {}),
        })),
      }
    },
  },
})
