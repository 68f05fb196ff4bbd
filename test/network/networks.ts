import {
  type Network,
  type OutboundRule,
  type Route,
  type RouteTarget,
  type SecurityGroup,
  type Subnet,
} from '../../src/core/model/network.js';

export const VPC_ID = 'vpc-11111111';

export const NAT: RouteTarget = { kind: 'natGateway', id: 'nat-1', state: 'available', isPublic: true };
export const INTERNET_GATEWAY: RouteTarget = { kind: 'internetGateway', id: 'igw-1' };

export function route(destination: string, target: RouteTarget, isBlackhole = false): Route {
  return { destination, target, isBlackhole };
}

const LOCAL = route('10.0.0.0/16', { kind: 'local' });

/** A suitable subnet, but for what is said. */
export function subnet(changes: Partial<Subnet> & { readonly target?: RouteTarget } = {}): Subnet {
  const { target = NAT, ...rest } = changes;
  return {
    id: 'subnet-aaaaaaaa',
    vpcId: VPC_ID,
    state: 'available',
    availabilityZone: 'us-east-1a',
    cidrBlock: '10.0.0.0/24',
    freeAddresses: 100,
    assignsPublicAddresses: false,
    routes: [LOCAL, route('0.0.0.0/0', target)],
    ...rest,
  };
}

/** What is as {@link subnet} has it, but is not known. */
export function without(known: Subnet, member: 'availabilityZone' | 'freeAddresses' | 'routes'): Subnet {
  const rest = { ...known };
  Reflect.deleteProperty(rest, member);
  return rest;
}

export const OTHER_ZONE = subnet({ id: 'subnet-bbbbbbbb', availabilityZone: 'us-east-1b' });

export function rule(protocol: string, port?: number, destinations = ['0.0.0.0/0']): OutboundRule {
  return { protocol, ...(port !== undefined && { ports: { from: port, to: port } }), destinations };
}

/** A security group. @param outbound not known where absent */
export function group(outbound?: readonly OutboundRule[], id = 'sg-aaaaaaaa'): SecurityGroup {
  return {
    id,
    vpcId: VPC_ID,
    name: 'worklink',
    description: '',
    ...(outbound !== undefined && { outbound }),
  };
}

export const OPEN_GROUP = group([rule('all')]);

/** A network in which everything is suitable, but for what is said. */
export function network(changes: Partial<Network> = {}): Network {
  return {
    vpc: { id: VPC_ID, state: 'available', isDefault: false, cidrBlocks: ['10.0.0.0/16'] },
    subnets: [subnet(), OTHER_ZONE],
    securityGroups: [OPEN_GROUP],
    ...changes,
  };
}
