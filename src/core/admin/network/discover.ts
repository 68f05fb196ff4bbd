import { ownError, WorklinkError } from '../../errors.js';
import { type Network } from '../../model/network.js';
import { type NetworkFinding, networkFinding, type Verdict } from '../../network/findings.js';
import { type PathKind } from '../../network/internet-path.js';
import { type Expectations, type JudgedNetwork, judgeNetwork } from '../../network/judge.js';
import { type Backend } from '../../ports/backend.js';
import { type NetworkCatalog } from '../../ports/network-catalog.js';

/** A VPC, a subnet or a security group, with what is to be thought of linking a fleet with it. */
export interface NetworkPart {
  readonly kind: 'vpc' | 'subnet' | 'securityGroup';
  readonly id: string;
  /** The VPC it is, or is of. */
  readonly vpcId: string;
  readonly name?: string;
  readonly description?: string;
  readonly state?: string;
  readonly cidrBlocks?: readonly string[];
  readonly isDefault?: boolean;
  readonly availabilityZone?: string;
  readonly freeAddresses?: number;
  /** How a subnet reaches the internet. */
  readonly internetPath?: PathKind;
  readonly verdict: Verdict;
  readonly findings: readonly NetworkFinding[];
}

/** Which networks are looked for. */
export interface Discovery extends Expectations {
  /** These VPCs; all of the Region where absent. */
  readonly vpcIds?: readonly string[] | undefined;
}

/**
 * The networks in the fleets' home Region, each judged.
 *
 * @throws WorklinkError `NotFound` for a VPC that is named and not there
 */
export async function* discoverNetworks(
  backend: Backend,
  discovery: Discovery,
): AsyncGenerator<JudgedNetwork> {
  const catalog = catalogOf(backend);
  for await (const id of idsOf(catalog, discovery)) yield judgeNetwork(await catalog.network(id), discovery);
}

/** The same, as one list: each VPC followed by what it holds. */
export async function* discoverParts(backend: Backend, discovery: Discovery): AsyncGenerator<NetworkPart> {
  for await (const network of discoverNetworks(backend, discovery)) yield* partsOf(network);
}

function partsOf({ vpc, subnets, securityGroups }: JudgedNetwork): readonly NetworkPart[] {
  return [
    { kind: 'vpc', vpcId: vpc.id, ...vpc },
    ...subnets.map(({ routes: _, cidrBlock, assignsPublicAddresses: __, ...subnet }) => ({
      kind: 'subnet' as const,
      ...(cidrBlock !== undefined && { cidrBlocks: [cidrBlock] }),
      ...subnet,
    })),
    ...securityGroups.map(({ outbound: _, ...group }) => ({ kind: 'securityGroup' as const, ...group })),
  ];
}

/** A network as far as this caller sees it. */
export type SeenNetwork =
  | { readonly network: Network | undefined }
  /** Why it could not be read: what is asked of WorkLink itself can be done all the same. */
  | { readonly notReadable: NetworkFinding };

/** What keeps somebody from seeing a network who may link it all the same: WorkLink is another service. */
const UNSEEN: readonly unknown[] = ['NotAllowed', 'NotSignedIn', 'Unreachable'];

/** @returns no network where there is no such VPC */
export async function lookAtNetwork(backend: Pick<Backend, 'network'>, vpcId: string): Promise<SeenNetwork> {
  try {
    return { network: await catalogOf(backend).network(vpcId) };
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    if (error.code === 'NotFound') return { network: undefined };
    if (!UNSEEN.includes(error.code)) throw error;
    return {
      notReadable: networkFinding(
        'network-not-readable',
        vpcId,
        `It cannot be looked at: ${error.message}`,
        'Have somebody check it who may call ec2:DescribeVpcs, DescribeSubnets, DescribeRouteTables, DescribeNatGateways and DescribeSecurityGroups.',
      ),
    };
  }
}

function catalogOf({ network }: Pick<Backend, 'network'>): NetworkCatalog {
  if (network === undefined)
    throw ownError('UnsupportedByBackend', 'This backend has no networks to look at.');
  return network;
}

async function* idsOf(catalog: NetworkCatalog, { vpcIds }: Discovery): AsyncGenerator<string> {
  if (vpcIds !== undefined) yield* vpcIds;
  else for await (const { id } of catalog.vpcs()) yield id;
}
