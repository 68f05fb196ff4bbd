import { type Network, type OutboundRule, type Route, type Subnet } from '../../../src/core/model/network.js';
import { type Answer, type Received, type Stub, startStub } from '../../backends/aws/stub.js';

const EC2 = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** What the EC2 that stands in for AWS's has. A test changes it as it goes. */
export interface StandIn {
  networks: readonly Network[];
  /** The code of the error it answers instead. */
  failure?: string;
}

/** Stands for EC2 with some networks, in its query protocol. */
export function startEc2(account: StandIn): Promise<Stub> {
  return startStub((request) =>
    account.failure === undefined ? answer(request, account.networks) : refusal(account.failure),
  );
}

function refusal(code: string): Answer {
  return {
    status: 403,
    body: `<Response><Errors><Error><Code>${code}</Code><Message>You are not authorized to perform this operation.</Message></Error></Errors><RequestID>r</RequestID></Response>`,
  };
}

function answer({ action, body }: Received, networks: readonly Network[]): Answer {
  const form = new URLSearchParams(body);
  const wanted = form.get('Filter.1.Value.1');
  const found = networks.filter(({ vpc }) => wanted === null || vpc.id === wanted);
  const items = (tag: string, each: (network: Network) => readonly string[]): string =>
    element(tag, found.flatMap(each).map(item).join(''));
  const inner = (): string => {
    switch (action) {
      case 'DescribeVpcs':
        return items('vpcSet', (network) => [vpc(network)]);
      case 'DescribeSubnets':
        return items('subnetSet', ({ subnets }) => subnets.map(subnet));
      case 'DescribeRouteTables':
        return items('routeTableSet', ({ subnets }) =>
          subnets.filter(({ routes }) => routes !== undefined).map(routeTable),
        );
      case 'DescribeNatGateways':
        return items('natGatewaySet', ({ subnets }) => natGateways(subnets));
      default:
        return items('securityGroupInfo', ({ securityGroups }) =>
          securityGroups.map(({ id, vpcId, name, description, outbound = [] }) =>
            [
              element('groupId', id),
              element('vpcId', vpcId),
              element('groupName', name),
              element('groupDescription', description),
              element('ipPermissionsEgress', outbound.map(permission).join('')),
            ].join(''),
          ),
        );
    }
  };
  return { body: `<${action}Response xmlns="${EC2}"><requestId>r</requestId>${inner()}</${action}Response>` };
}

function vpc({ vpc: { id, name = '', state, isDefault, cidrBlocks } }: Network): string {
  return [
    element('vpcId', id),
    element('state', state),
    element('cidrBlock', cidrBlocks[0] ?? ''),
    element('isDefault', String(isDefault)),
    element('tagSet', item(element('key', 'Name') + element('value', name))),
  ].join('');
}

function subnet({ id, vpcId, state, availabilityZone, cidrBlock = '', freeAddresses }: Subnet): string {
  return [
    element('subnetId', id),
    element('vpcId', vpcId),
    element('state', state),
    element('cidrBlock', cidrBlock),
    freeAddresses === undefined ? '' : element('availableIpAddressCount', String(freeAddresses)),
    availabilityZone === undefined ? '' : element('availabilityZone', availabilityZone),
  ].join('');
}

function routeTable({ id, routes = [] }: Subnet): string {
  return [
    element('routeTableId', `rtb-${id}`),
    element('associationSet', item(element('main', 'false') + element('subnetId', id))),
    element('routeSet', routes.map(route).join('')),
  ].join('');
}

function route({ destination, target, isBlackhole }: Route): string {
  const block = destination.includes(':') ? 'destinationIpv6CidrBlock' : 'destinationCidrBlock';
  const to = {
    local: 'gatewayId',
    natGateway: 'natGatewayId',
    internetGateway: 'gatewayId',
    virtualPrivateGateway: 'gatewayId',
    endpoint: 'gatewayId',
    egressOnlyInternetGateway: 'egressOnlyInternetGatewayId',
    transitGateway: 'transitGatewayId',
    peeringConnection: 'vpcPeeringConnectionId',
    instance: 'instanceId',
    networkInterface: 'networkInterfaceId',
    other: 'carrierGatewayId',
  }[target.kind];
  return item(
    element(block, destination) +
      element(to, target.kind === 'local' ? 'local' : target.id) +
      element('state', isBlackhole ? 'blackhole' : 'active'),
  );
}

/** The NAT gateways that routes name and that are still there. */
function natGateways(subnets: readonly Subnet[]): readonly string[] {
  return subnets
    .flatMap(({ routes = [] }) => routes)
    .flatMap(({ target }) => (target.kind === 'natGateway' && target.state !== undefined ? [target] : []))
    .map(({ id, state = '', isPublic }) =>
      [
        element('natGatewayId', id),
        element('state', state),
        element('connectivityType', isPublic ? 'public' : 'private'),
      ].join(''),
    );
}

function permission({ protocol, ports, destinations }: OutboundRule): string {
  return item(
    [
      element('ipProtocol', protocol === 'all' ? '-1' : protocol),
      ports === undefined
        ? ''
        : element('fromPort', String(ports.from)) + element('toPort', String(ports.to)),
      element('ipRanges', destinations.map((destination) => item(element('cidrIp', destination))).join('')),
    ].join(''),
  );
}

function item(inner: string): string {
  return element('item', inner);
}

function element(name: string, inner: string): string {
  return `<${name}>${inner}</${name}>`;
}
