/** What of Amazon EC2's client is used: the rest of the package stays out of the bundle. */
export { DescribeAddressesCommand, EC2Client } from '@aws-sdk/client-ec2'
