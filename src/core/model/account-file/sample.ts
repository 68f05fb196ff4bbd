import { type AccountDocument } from './account-document.js';

const REGION = 'us-east-1';
const HTTPS = 443;
const ALL_ADDRESSES = '0.0.0.0/0';

/**
 * A small account as a company's is that takes WorkLink up: a VPC with two private subnets behind NAT in two zones, a
 * public one, an isolated one, and security groups. There is no fleet and no stream yet.
 */
export const SAMPLE_ACCOUNT: AccountDocument = {
  version: 1,
  vpcs: [
    {
      id: 'vpc-0a1b2c3d4e5f60718',
      region: REGION,
      cidr: '10.20.0.0/16',
      tags: { Name: 'corporate' },
      subnets: [
        {
          id: 'subnet-0a1b2c3d4e5f60a01',
          availabilityZone: 'us-east-1a',
          cidr: '10.20.0.0/20',
          freeAddresses: 4_071,
          defaultRoute: 'nat',
          tags: { Name: 'private-a' },
        },
        {
          id: 'subnet-0a1b2c3d4e5f60b01',
          availabilityZone: 'us-east-1b',
          cidr: '10.20.16.0/20',
          freeAddresses: 4_085,
          defaultRoute: 'nat',
          tags: { Name: 'private-b' },
        },
        {
          id: 'subnet-0a1b2c3d4e5f60c01',
          availabilityZone: 'us-east-1a',
          cidr: '10.20.240.0/24',
          freeAddresses: 248,
          defaultRoute: 'internet-gateway',
          tags: { Name: 'public-a' },
        },
        {
          id: 'subnet-0a1b2c3d4e5f60d01',
          availabilityZone: 'us-east-1b',
          cidr: '10.20.250.0/26',
          freeAddresses: 59,
          defaultRoute: 'none',
          tags: { Name: 'isolated-b' },
        },
      ],
      securityGroups: [
        {
          id: 'sg-0a1b2c3d4e5f60001',
          name: 'default',
          description: 'default VPC security group',
          outboundRules: [{ protocol: 'all', destination: ALL_ADDRESSES }],
        },
        {
          id: 'sg-0a1b2c3d4e5f60002',
          name: 'worklink',
          description: 'From WorkLink to the company websites',
          outboundRules: [
            { protocol: 'tcp', fromPort: 80, toPort: 80, destination: '10.20.0.0/16' },
            { protocol: 'tcp', fromPort: HTTPS, toPort: HTTPS, destination: '10.20.0.0/16' },
            { protocol: 'tcp', fromPort: HTTPS, toPort: HTTPS, destination: ALL_ADDRESSES },
          ],
          tags: { Name: 'worklink', team: 'network' },
        },
        {
          id: 'sg-0a1b2c3d4e5f60003',
          name: 'database',
          description: 'Lets nothing out',
          outboundRules: [],
        },
      ],
    },
  ],
};
