import { ownError } from '../../../errors.js';
import { type OutboundRule as RuleEntry } from '../../../model/account-file/account-document.js';
import {
  type Network,
  type OutboundRule,
  type Route,
  type SecurityGroup,
  type Subnet,
  type Vpc,
} from '../../../model/network.js';
import { type NetworkCatalog } from '../../../ports/network-catalog.js';
import { quote } from '../../../text.js';
import { type SecurityGroupRow, type SubnetRow, type VpcRow } from '../store/companions.js';
import { type Store } from '../store/store.js';

const EVERYWHERE = '0.0.0.0/0';

/** The networks that the account knows, in one Region. */
export class LocalNetworkCatalog implements NetworkCatalog {
  constructor(
    private readonly store: Pick<Store, 'companions' | 'db'>,
    private readonly region: string,
  ) {}

  // eslint-disable-next-line @typescript-eslint/require-await -- the port's form: there are pages where EC2 is asked
  async *vpcs(): AsyncIterable<Vpc> {
    yield* this.store.companions.vpcsOf(this.region).map(vpcOf);
  }

  network(vpcId: string): Promise<Network> {
    const { companions, db } = this.store;
    const found = db.transaction(() => {
      const row = companions.vpcsOf(this.region).find(({ id }) => id === vpcId);
      if (row === undefined) return undefined;
      return {
        vpc: vpcOf(row),
        subnets: companions.subnets(vpcId).map((subnet) => subnetOf(subnet, row)),
        securityGroups: companions.securityGroups(vpcId).map(securityGroupOf),
      };
    });
    if (found !== undefined) return Promise.resolve(found);
    return Promise.reject(
      ownError('NotFound', `VPC ${quote(vpcId)} was not found in ${this.region}.`, {
        hint: 'List what there is, and mind the Region: worklink network discover',
      }),
    );
  }
}

function vpcOf({ id, cidr, tags }: VpcRow): Vpc {
  return {
    id,
    ...nameOf(tags),
    state: 'available',
    isDefault: false,
    cidrBlocks: cidr === null ? [] : [cidr],
  };
}

function subnetOf(row: SubnetRow, vpc: VpcRow): Subnet {
  const routes = routesOf(row, vpc);
  return {
    id: row.id,
    vpcId: row.vpc_id,
    ...nameOf(row.tags),
    state: 'available',
    ...(row.availability_zone !== null && { availabilityZone: row.availability_zone }),
    ...(row.cidr !== null && { cidrBlock: row.cidr }),
    ...(row.free_addresses !== null && { freeAddresses: row.free_addresses }),
    assignsPublicAddresses: row.default_route === 'internet-gateway',
    ...(routes !== undefined && { routes }),
  };
}

/** The route table that leads where the account says a subnet's default route does; nothing where it does not say. */
function routesOf({ default_route: leads, cidr }: SubnetRow, vpc: VpcRow): readonly Route[] | undefined {
  if (leads === null) return undefined;
  const within = vpc.cidr ?? cidr;
  const local: Route[] =
    within === null ? [] : [{ destination: within, target: { kind: 'local' }, isBlackhole: false }];
  if (leads === 'none') return local;
  const suffix = vpc.id.slice(vpc.id.indexOf('-'));
  const target =
    leads === 'nat'
      ? ({ kind: 'natGateway', id: `nat${suffix}`, state: 'available', isPublic: true } as const)
      : ({ kind: 'internetGateway', id: `igw${suffix}` } as const);
  return [...local, { destination: EVERYWHERE, target, isBlackhole: false }];
}

function securityGroupOf(row: SecurityGroupRow): SecurityGroup {
  return {
    id: row.id,
    vpcId: row.vpc_id,
    name: row.name ?? '',
    description: row.description ?? '',
    ...(row.outbound_rules !== null && {
      outbound: (JSON.parse(row.outbound_rules) as RuleEntry[]).map(outboundRuleOf), // written by a seed
    }),
  };
}

function outboundRuleOf({ protocol, fromPort, toPort, destination }: RuleEntry): OutboundRule {
  return {
    protocol,
    ...(fromPort !== undefined && toPort !== undefined && { ports: { from: fromPort, to: toPort } }),
    destinations: [destination],
  };
}

function nameOf(stored: string): { readonly name?: string } {
  const { Name: name } = JSON.parse(stored) as Record<string, string>; // written by a seed
  return name === undefined || name === '' ? {} : { name };
}
