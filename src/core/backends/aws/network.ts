import type {
  Filter,
  IpPermission,
  NatGateway,
  Route as Ec2Route,
  RouteTable,
  SecurityGroup as Ec2SecurityGroup,
  Subnet as Ec2Subnet,
  Tag,
  Vpc as Ec2Vpc,
} from '@aws-sdk/client-ec2';
import { ownError } from '../../errors.js';
import {
  type Network,
  type OutboundRule,
  type Route,
  type RouteTarget,
  type SecurityGroup,
  type Subnet,
  type Vpc,
} from '../../model/network.js';
import { type NetworkCatalog } from '../../ports/network-catalog.js';
import { quote } from '../../text.js';
import { type CallOptions, type Connection, type ServiceConnection } from './connection.js';
import type * as sdkModule from './sdk/ec2.js';

/** The most that every one of these calls takes (EC2 API Reference, DescribeRouteTables). */
const PAGE_SIZE = 100;

type Sdk = typeof sdkModule;
type Client = InstanceType<Sdk['EC2Client']>;

interface Paging {
  readonly Filters?: Filter[];
  readonly MaxResults: number;
  readonly NextToken?: string;
}

/** EC2 in the fleets' home Region. */
export class AwsNetworkCatalog implements NetworkCatalog {
  readonly #service: ServiceConnection<{ readonly sdk: Sdk; readonly client: Client }>;

  constructor(private readonly connection: Connection) {
    this.#service = connection.service('EC2', async (settings) => {
      const sdk = await import('./sdk/ec2.js');
      return { sdk, client: new sdk.EC2Client(settings) };
    });
  }

  async *vpcs(): AsyncIterable<Vpc> {
    for await (const vpc of this.#vpcs([])) yield vpcOf(vpc);
  }

  async network(vpcId: string): Promise<Network> {
    const ofVpc = [{ Name: 'vpc-id', Values: [vpcId] }];
    const [found] = await all(this.#vpcs(ofVpc));
    if (found === undefined) {
      throw ownError('NotFound', `VPC ${quote(vpcId)} was not found in ${this.connection.options.region}.`, {
        hint: 'List what there is, and mind the Region and the account.',
      });
    }
    const [subnets, routeTables, natGateways, groups] = await Promise.all([
      all(
        this.#items(
          ofVpc,
          ({ sdk, client }, page, options) => client.send(new sdk.DescribeSubnetsCommand(page), options),
          ({ Subnets = [] }) => Subnets,
        ),
      ),
      all(
        this.#items(
          ofVpc,
          ({ sdk, client }, page, options) => client.send(new sdk.DescribeRouteTablesCommand(page), options),
          ({ RouteTables = [] }) => RouteTables,
        ),
      ),
      all(
        this.#items(
          ofVpc,
          // This call alone has the singular.
          ({ sdk, client }, { Filters, ...page }, options) =>
            client.send(
              new sdk.DescribeNatGatewaysCommand({
                ...page,
                ...(Filters !== undefined && { Filter: Filters }),
              }),
              options,
            ),
          ({ NatGateways = [] }) => NatGateways,
        ),
      ),
      all(
        this.#items(
          ofVpc,
          ({ sdk, client }, page, options) =>
            client.send(new sdk.DescribeSecurityGroupsCommand(page), options),
          ({ SecurityGroups = [] }) => SecurityGroups,
        ),
      ),
    ]);
    return {
      vpc: vpcOf(found),
      subnets: subnets.map((subnet) => subnetOf(subnet, routeTables, natGateways)),
      securityGroups: groups.map(securityGroupOf),
    };
  }

  #vpcs(filters: Filter[]): AsyncIterable<Ec2Vpc> {
    return this.#items(
      filters,
      ({ sdk, client }, page, options) => client.send(new sdk.DescribeVpcsCommand(page), options),
      ({ Vpcs = [] }) => Vpcs,
    );
  }

  async *#items<Page extends { readonly NextToken?: string | undefined }, Item>(
    filters: Filter[],
    fetch: (
      service: { readonly sdk: Sdk; readonly client: Client },
      page: Paging,
      options: CallOptions,
    ) => Promise<Page>,
    itemsOf: (page: Page) => readonly Item[],
  ): AsyncIterable<Item> {
    const pages = this.#service.pages(
      (service, NextToken, options) =>
        fetch(
          service,
          {
            MaxResults: PAGE_SIZE,
            ...(filters.length > 0 && { Filters: filters }),
            ...(NextToken !== undefined && { NextToken }),
          },
          options,
        ),
      (page) => page.NextToken,
    );
    for await (const page of pages) yield* itemsOf(page);
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

function nameOf(tags: readonly Tag[] = []): { readonly name?: string } {
  const name = tags.find(({ Key }) => Key === 'Name')?.Value;
  return name === undefined || name === '' ? {} : { name };
}

function vpcOf(vpc: Ec2Vpc): Vpc {
  const associated = (vpc.CidrBlockAssociationSet ?? [])
    .filter(({ CidrBlockState }) => CidrBlockState?.State !== 'disassociated')
    .flatMap(({ CidrBlock }) => CidrBlock ?? []);
  return {
    id: vpc.VpcId ?? '',
    ...nameOf(vpc.Tags),
    state: vpc.State ?? 'unknown',
    isDefault: vpc.IsDefault ?? false,
    cidrBlocks: [...new Set([...(vpc.CidrBlock === undefined ? [] : [vpc.CidrBlock]), ...associated])],
  };
}

function subnetOf(subnet: Ec2Subnet, tables: readonly RouteTable[], gateways: readonly NatGateway[]): Subnet {
  const id = subnet.SubnetId ?? '';
  const zone = subnet.AvailabilityZone ?? subnet.AvailabilityZoneId;
  // A subnet without a table of its own has the VPC's main one (Amazon VPC User Guide, Subnet route tables).
  const table =
    tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === id)) ??
    tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main === true));
  return {
    id,
    vpcId: subnet.VpcId ?? '',
    ...nameOf(subnet.Tags),
    state: subnet.State ?? 'unknown',
    ...(zone !== undefined && { availabilityZone: zone }),
    ...(subnet.CidrBlock !== undefined && { cidrBlock: subnet.CidrBlock }),
    ...(subnet.AvailableIpAddressCount !== undefined && { freeAddresses: subnet.AvailableIpAddressCount }),
    assignsPublicAddresses: subnet.MapPublicIpOnLaunch ?? false,
    ...(table !== undefined && { routes: (table.Routes ?? []).map((route) => routeOf(route, gateways)) }),
  };
}

function routeOf(route: Ec2Route, gateways: readonly NatGateway[]): Route {
  return {
    destination:
      route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? '',
    target: targetOf(route, gateways),
    isBlackhole: route.State === 'blackhole',
  };
}

function targetOf(route: Ec2Route, gateways: readonly NatGateway[]): RouteTarget {
  const { NatGatewayId, GatewayId } = route;
  if (NatGatewayId !== undefined) {
    const gateway = gateways.find((one) => one.NatGatewayId === NatGatewayId);
    return {
      kind: 'natGateway',
      id: NatGatewayId,
      ...(gateway?.State !== undefined && { state: gateway.State }),
      isPublic: gateway !== undefined && gateway.ConnectivityType !== 'private',
    };
  }
  if (GatewayId === 'local') return { kind: 'local' };
  if (GatewayId !== undefined) return { kind: gatewayKind(GatewayId), id: GatewayId };
  if (route.TransitGatewayId !== undefined) return { kind: 'transitGateway', id: route.TransitGatewayId };
  if (route.VpcPeeringConnectionId !== undefined)
    return { kind: 'peeringConnection', id: route.VpcPeeringConnectionId };
  if (route.EgressOnlyInternetGatewayId !== undefined)
    return { kind: 'egressOnlyInternetGateway', id: route.EgressOnlyInternetGatewayId };
  // An instance is named along with its interface.
  if (route.InstanceId !== undefined) return { kind: 'instance', id: route.InstanceId };
  if (route.NetworkInterfaceId !== undefined)
    return { kind: 'networkInterface', id: route.NetworkInterfaceId };
  const other = route.CoreNetworkArn ?? route.LocalGatewayId ?? route.CarrierGatewayId ?? '';
  return { kind: 'other', id: other };
}

/** A route's gateway is one of several kinds, told by its id. */
function gatewayKind(id: string): Exclude<RouteTarget['kind'], 'local' | 'natGateway'> {
  if (id.startsWith('igw-')) return 'internetGateway';
  if (id.startsWith('vgw-')) return 'virtualPrivateGateway';
  return id.startsWith('vpce-') ? 'endpoint' : 'other';
}

function securityGroupOf(group: Ec2SecurityGroup): SecurityGroup {
  return {
    id: group.GroupId ?? '',
    vpcId: group.VpcId ?? '',
    name: group.GroupName ?? '',
    description: group.Description ?? '',
    outbound: (group.IpPermissionsEgress ?? []).map(outboundRuleOf),
  };
}

function outboundRuleOf(permission: IpPermission): OutboundRule {
  const { IpProtocol = '-1', FromPort, ToPort } = permission;
  const destinations = [
    ...(permission.IpRanges ?? []).map(({ CidrIp }) => CidrIp),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => CidrIpv6),
    ...(permission.PrefixListIds ?? []).map(({ PrefixListId }) => PrefixListId),
    ...(permission.UserIdGroupPairs ?? []).map(({ GroupId }) => GroupId),
  ];
  return {
    protocol: IpProtocol === '-1' ? 'all' : IpProtocol,
    ...(FromPort !== undefined &&
      ToPort !== undefined &&
      FromPort >= 0 && { ports: { from: FromPort, to: ToPort } }),
    destinations: destinations.filter((destination) => destination !== undefined),
  };
}
