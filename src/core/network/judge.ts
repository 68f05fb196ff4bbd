import { type Network, type SecurityGroup, type Subnet, type Vpc } from '../model/network.js';
import { type NetworkFinding, networkFinding, type Verdict, verdictOf } from './findings.js';
import { internetPath, type PathKind } from './internet-path.js';
import { outboundFindings } from './outbound.js';
import { subnetFindings } from './subnet.js';

/** A thing with what is to be thought of linking a fleet with it. */
export type Judged<T> = T & { readonly verdict: Verdict; readonly findings: readonly NetworkFinding[] };

export type JudgedSubnet = Judged<Subnet> & { readonly internetPath: PathKind };

/** A VPC and what it holds, each judged by itself. */
export interface JudgedNetwork {
  readonly vpc: Judged<Vpc>;
  readonly subnets: readonly JudgedSubnet[];
  readonly securityGroups: readonly Judged<SecurityGroup>[];
}

/** What is known of who will use a fleet. */
export interface Expectations {
  /** How many users are expected to browse at the same time. */
  readonly expectedUsers?: number | undefined;
}

/** Judges a VPC, its subnets and its security groups, as what a fleet may be linked with. */
export function judgeNetwork(network: Network, expectations: Expectations = {}): JudgedNetwork {
  const subnets = network.subnets.map((subnet) => ({
    ...judged(subnet, subnetFindings(subnet)),
    internetPath: internetPath(subnet.routes).kind,
  }));
  const usable = subnets.filter(({ verdict }) => verdict !== 'unsuitable');
  const { vpc } = network;
  return {
    vpc: judged(vpc, [
      ...vpcFindings(vpc),
      ...(usable.length === 0
        ? [
            networkFinding(
              'network-vpc-no-suitable-subnet',
              vpc.id,
              'It has no subnet that is suitable.',
              'Add a private subnet with a route to the internet through a NAT gateway.',
            ),
          ]
        : [
            ...zoneFindings(vpc.id, usable, 'The subnets that could be chosen'),
            ...addressFindings(vpc.id, usable, expectations),
          ]),
    ]),
    subnets,
    securityGroups: network.securityGroups.map((group) => judged(group, outboundFindings([group]))),
  };
}

/** What is to be said of a VPC for itself. */
export function vpcFindings({ id, state, isDefault }: Vpc): readonly NetworkFinding[] {
  return [
    ...(state === 'available'
      ? []
      : [
          networkFinding(
            'network-vpc-unavailable',
            id,
            `It is in state ${state}.`,
            'Wait until it is available, or choose another.',
          ),
        ]),
    // Amazon VPC User Guide, Default VPCs: its subnets are public ones, for whatever is started without further thought.
    ...(isDefault
      ? [
          networkFinding(
            'network-vpc-default',
            id,
            'It is the default VPC, where everything ends up that is started without a choice.',
            'Choose or make a VPC for the company network.',
          ),
        ]
      : []),
  ];
}

/**
 * Guide, Configure your Company Network: at least two subnets in different Availability Zones.
 *
 * @param which subnets these are, as a sentence begins
 */
export function zoneFindings(
  subject: string,
  subnets: readonly Subnet[],
  which: string,
): readonly NetworkFinding[] {
  const zones = new Set(subnets.flatMap(({ availabilityZone }) => availabilityZone ?? []));
  if (subnets.length === 0 || zones.size > 1) return [];
  const zoneless = subnets.filter(({ availabilityZone }) => availabilityZone === undefined).length;
  // One zone that is known and one subnet that could be anywhere: perhaps there are two.
  if (zoneless > 0 && zoneless + zones.size > 1) {
    return [
      networkFinding(
        'network-zones-not-known',
        subject,
        `${which} are in Availability Zones that are not known.`,
        'Make sure that there are at least two.',
      ),
    ];
  }
  const [zone = 'a single one'] = zones;
  return [
    networkFinding(
      'network-one-zone',
      subject,
      `${which} are all in one Availability Zone, ${zone}: users would lose their websites with it.`,
      'Take a subnet in another Availability Zone along.',
    ),
  ];
}

/**
 * Guide, Configure your Company Network: there must be addresses enough for the users, and one network interface
 * supports several browsing sessions. It gives no number, so this goes by the most there can be: an address for each
 * user who browses at the same time.
 */
export function addressFindings(
  subject: string,
  subnets: readonly Subnet[],
  { expectedUsers }: Expectations,
): readonly NetworkFinding[] {
  if (expectedUsers === undefined || subnets.length === 0) return [];
  const free = subnets.reduce((sum, { freeAddresses = 0 }) => sum + freeAddresses, 0);
  if (free >= expectedUsers) return [];
  if (subnets.some(({ freeAddresses }) => freeAddresses === undefined)) {
    return [
      networkFinding(
        'network-addresses-not-known',
        subject,
        'How many addresses are free is not known.',
        `Make sure that there is one for each of ${String(expectedUsers)} users at the most.`,
      ),
    ];
  }
  return [
    networkFinding(
      'network-too-few-addresses',
      subject,
      `It has ${String(free)} free addresses for ${String(expectedUsers)} users. How many of them share one is not published: this counts one for each.`,
      'Take more or larger subnets along.',
    ),
  ];
}

function judged<T>(thing: T, findings: readonly NetworkFinding[]): Judged<T> {
  return { ...thing, verdict: verdictOf(findings), findings };
}
