/** The operation of Amazon EC2 that is imitated: the rest of the client's package is not bundled. */
export { DescribeAddresses$, DescribeAddressesCommand, EC2Client } from '@aws-sdk/client-ec2'
