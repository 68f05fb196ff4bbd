import * as shapes from '../contract/shapes.js';
import { type Network } from '../model/network.js';
import { type NetworkFinding, type NetworkFindingId, networkFinding } from './findings.js';
import { addressFindings, type Expectations, vpcFindings, zoneFindings } from './judge.js';
import { outboundFindings } from './outbound.js';
import { subnetFindings } from './subnet.js';

/** What a fleet is or is to be linked with. */
export interface NetworkChoice {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** What is to be said of a link. */
export interface LinkJudgement {
  /** What the service refuses. */
  readonly refusals: readonly NetworkFinding[];
  /** What the guide advises, and what else would keep users from their websites. */
  readonly advice: readonly NetworkFinding[];
}

/** Service model, SecurityGroupIds. */
const MAX_GROUPS = shapes.SecurityGroupIds.max ?? Number.POSITIVE_INFINITY;
const DISCOVER = 'List what there is: worklink network discover';

/**
 * Judges a fleet's link with a network.
 *
 * @param network the VPC's; nothing where there is no such VPC in the Region
 */
export function judgeLink(
  choice: NetworkChoice,
  network: Network | undefined,
  expectations: Expectations = {},
): LinkJudgement {
  const { vpcId, subnetIds, securityGroupIds } = choice;
  const counts = judgeCounts(choice);
  if (network === undefined) {
    const unknown = networkFinding(
      'network-vpc-unknown',
      vpcId,
      `There is no VPC ${vpcId} in the Region of the fleet.`,
      `${DISCOVER}, and mind the Region and the account.`,
    );
    return { refusals: [...counts, unknown], advice: [] };
  }
  const subnets = chosen(network.subnets, subnetIds);
  const groups = chosen(network.securityGroups, securityGroupIds);
  return {
    refusals: [
      ...counts,
      ...elsewhere('network-subnet-elsewhere', 'subnet', vpcId, missing(subnets, subnetIds)),
      ...elsewhere('network-group-elsewhere', 'security group', vpcId, missing(groups, securityGroupIds)),
    ],
    advice: [
      ...vpcFindings(network.vpc),
      ...subnets.flatMap(subnetFindings),
      ...zoneFindings(vpcId, subnets, 'The chosen subnets'),
      ...addressFindings(vpcId, subnets, expectations),
      ...outboundFindings(groups),
    ],
  };
}

/** What the service refuses whatever the network is. */
export function judgeCounts({
  vpcId,
  subnetIds,
  securityGroupIds,
}: NetworkChoice): readonly NetworkFinding[] {
  return [
    ...(subnetIds.length === 0
      ? [networkFinding('network-subnet-missing', vpcId, 'No subnet is chosen.', 'Choose at least one.')]
      : []),
    ...repeated(subnetIds).map((id) => twice('network-subnet-repeated', id)),
    ...(securityGroupIds.length === 0
      ? [
          networkFinding(
            'network-group-missing',
            vpcId,
            'No security group is chosen.',
            'Choose at least one.',
          ),
        ]
      : []),
    ...(securityGroupIds.length > MAX_GROUPS
      ? [
          networkFinding(
            'network-too-many-groups',
            vpcId,
            `${String(securityGroupIds.length)} security groups are chosen.`,
            `Choose at most ${String(MAX_GROUPS)}.`,
          ),
        ]
      : []),
    ...repeated(securityGroupIds).map((id) => twice('network-group-repeated', id)),
  ];
}

function twice(id: NetworkFindingId, subject: string): NetworkFinding {
  return networkFinding(id, subject, `${subject} is named more than once.`, 'Name it once.');
}

function elsewhere(
  id: NetworkFindingId,
  kind: string,
  vpcId: string,
  subjects: readonly string[],
): readonly NetworkFinding[] {
  return subjects.map((subject) =>
    networkFinding(id, subject, `VPC ${vpcId} has no ${kind} ${subject}.`, `${DISCOVER} --vpc ${vpcId}`),
  );
}

function repeated(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) < index))];
}

function chosen<T extends { readonly id: string }>(
  things: readonly T[],
  ids: readonly string[],
): readonly T[] {
  return things.filter(({ id }) => ids.includes(id));
}

function missing(found: readonly { readonly id: string }[], ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].filter((wanted) => !found.some(({ id }) => id === wanted));
}
