/** A virtual private cloud that a fleet could be linked with. */
export interface Vpc {
  readonly id: string;
  readonly name?: string;
  readonly state: string;
  readonly isDefault: boolean;
  readonly cidrBlocks: readonly string[];
}

/** Where a route leads, as far as it matters to a path to the internet (Amazon VPC User Guide, Route tables). */
export type RouteTarget =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'natGateway';
      readonly id: string;
      /** `available` where it works; absent for one that is no longer there. */
      readonly state?: string;
      /** Whether it reaches the internet. A private one reaches other networks only. */
      readonly isPublic: boolean;
    }
  | {
      readonly kind:
        | 'internetGateway'
        | 'egressOnlyInternetGateway'
        | 'virtualPrivateGateway'
        | 'transitGateway'
        | 'peeringConnection'
        | 'instance'
        | 'networkInterface'
        | 'endpoint'
        | 'other';
      readonly id: string;
    };

export interface Route {
  /** A CIDR block, or the id of a prefix list. */
  readonly destination: string;
  readonly target: RouteTarget;
  /** A route whose target is gone. */
  readonly isBlackhole: boolean;
}

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly name?: string;
  readonly state: string;
  /** Absent where it is not known, as is what follows. */
  readonly availabilityZone?: string;
  readonly cidrBlock?: string;
  /** IPv4 addresses that nothing uses. */
  readonly freeAddresses?: number;
  /** Whether what is started in it gets a public address by itself. */
  readonly assignsPublicAddresses: boolean;
  /** Of its own route table, else of the VPC's main one. */
  readonly routes?: readonly Route[];
}

export interface OutboundRule {
  /** `tcp`, `udp`, a protocol's number, or `all`. */
  readonly protocol: string;
  /** The ports; all of them where absent. */
  readonly ports?: { readonly from: number; readonly to: number };
  /** CIDR blocks, and ids of prefix lists and security groups. */
  readonly destinations: readonly string[];
}

export interface SecurityGroup {
  readonly id: string;
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
  /**
   * What the group lets out: it governs what WorkLink reaches (guide, Configure your Company Network). Absent where it
   * is not known.
   */
  readonly outbound?: readonly OutboundRule[];
}

/** A VPC with all that a fleet's link to it is chosen from. */
export interface Network {
  readonly vpc: Vpc;
  readonly subnets: readonly Subnet[];
  readonly securityGroups: readonly SecurityGroup[];
}
