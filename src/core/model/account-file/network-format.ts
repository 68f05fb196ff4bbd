import * as shapes from '../../contract/shapes.js';
import {
  type OutboundRule,
  type SecurityGroupEntry,
  type SubnetEntry,
  type VpcEntry,
} from './account-document.js';
import {
  choice,
  type Field,
  list,
  map,
  object,
  optional,
  required,
  shaped,
  text,
  whole,
} from '../document/fields.js';

/** EC2's limits on tags: a resource has 50, keys of 128 and values of 256 characters (EC2 User Guide, Tag restrictions). */
const MAX_TAGS = 50;
const TAGS = map(
  { kind: 'text', what: 'a tag key', min: 1, max: 128 },
  { kind: 'text', what: 'a tag value', min: 0, max: 256 },
  MAX_TAGS,
);
const MAX_PORT = 65_535;
/** A group's rules for one direction, at the most that EC2's quotas can be raised to. */
const MAX_RULES = 1_000;
const MAX_ADDRESSES = 2 ** 16;

const IPV4 =
  '(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const IPV4_BLOCK = `${IPV4}/(?:3[0-2]|[12]?[0-9])`;
/** Which of these are addresses, nothing here depends on. */
const IPV6_BLOCK = '[0-9a-fA-F:.]{2,45}/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9])';
const GROUP_OR_LIST = '(?:sg|pl)-[0-9a-f]{8,17}';

const CIDR = text('an IPv4 block, such as 10.0.0.0/16', { max: 18, pattern: new RegExp(`^${IPV4_BLOCK}$`) });

const rule = object<OutboundRule>('OutboundRule', 'What a security group lets out.', {
  protocol: required(choice(['all', 'tcp', 'udp', 'icmp', 'icmpv6'])),
  fromPort: optional(whole(0, MAX_PORT), 'The first port; all of them where both are left out.'),
  toPort: optional(whole(0, MAX_PORT), 'The last port.'),
  destination: required(
    text('a block of addresses, a security group or a prefix list', {
      max: 64,
      pattern: new RegExp(`^(?:${IPV4_BLOCK}|${IPV6_BLOCK}|${GROUP_OR_LIST})$`),
    }),
    'A block of addresses, a security group or a prefix list.',
  ),
});

const subnet = object<SubnetEntry>('Subnet', 'A subnet of a VPC.', {
  id: required(shaped(shapes.SubnetId)),
  availabilityZone: optional(
    text('an Availability Zone, such as us-east-1a', {
      max: 40,
      pattern: /^[a-z]{2}(?:-[a-z0-9]{1,12}){2,5}[a-z]?$/,
    }),
    'Such as us-east-1a.',
  ),
  cidr: optional(CIDR),
  freeAddresses: optional(whole(0, MAX_ADDRESSES), 'How many addresses nobody has.'),
  defaultRoute: optional(
    choice(['nat', 'internet-gateway', 'none']),
    'Where what is for no address of the VPC goes.',
  ),
  tags: optional(TAGS, "A subnet's name is its tag Name."),
});

const securityGroup = object<SecurityGroupEntry>('SecurityGroup', 'A security group of a VPC.', {
  id: required(shaped(shapes.SecurityGroupId)),
  name: optional(text('the name of a security group', { max: 255 })),
  description: optional(text('a description', { min: 0, max: 255 })),
  outboundRules: optional(list(rule, { max: MAX_RULES })),
  tags: optional(TAGS),
});

/** The part of the format that is the company's network. */
export const NETWORK_FIELDS = {
  vpc: (region: Field<string>) =>
    object<VpcEntry>('Vpc', 'A VPC with its subnets and security groups.', {
      id: required(shaped(shapes.VpcId)),
      region: optional(region, 'The Region of who seeds, where left out.'),
      cidr: optional(CIDR),
      tags: optional(TAGS, "A VPC's name is its tag Name."),
      subnets: optional(list(subnet)),
      securityGroups: optional(list(securityGroup)),
    }),
} as const;
