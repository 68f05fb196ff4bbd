import { type CertificateStatus } from '../certificate-states.js';
import { type OperationName } from '../../contract/contract.js';
import { type ServiceErrorName } from '../../contract/errors.js';
import { type DomainStatus } from '../domain-states.js';
import { type FleetStatus } from '../fleet-states.js';

/** The version of the format that this program writes, and the only one it reads. */
export const ACCOUNT_FILE_VERSION = 1;

/**
 * A whole emulated account, as one document. Times are ISO 8601 with their zone (`2026-01-31T12:00:00Z`), by the
 * emulator's clock. What is left out where it may be is made up, or is as the service would have it.
 */
export interface AccountDocument {
  readonly version: typeof ACCOUNT_FILE_VERSION;
  /** The account the ARNs are of: that of the emulator. */
  readonly accountId?: string;
  /** How far the emulator's clock is ahead of the machine's, in milliseconds. */
  readonly clockOffsetMs?: number;
  readonly principals?: readonly PrincipalEntry[];
  readonly roles?: readonly RoleEntry[];
  readonly vpcs?: readonly VpcEntry[];
  /** ARNs of Kinesis data streams. */
  readonly streams?: readonly string[];
  /** Names that CloudFront distributions carry, which no fleet's domain may have. */
  readonly distributionAliases?: readonly string[];
  /** The authority that issues the certificates which the emulated ACM is asked for. */
  readonly certificateAuthority?: CertificateAuthorityEntry;
  /** The key pair by which its fleets are SAML service providers; a new one is made where there is none. */
  readonly serviceProviderKey?: ServiceProviderKeyEntry;
  readonly certificates?: readonly CertificateEntry[];
  readonly fleets?: readonly FleetEntry[];
  readonly faults?: readonly FaultEntry[];
}

/** An IAM user. The one named `administrator` is always there. */
export interface PrincipalEntry {
  readonly name: string;
  /** As IAM writes it: `AIDA` and what follows. */
  readonly id?: string;
  /** Names or ARNs of managed policies, or policy documents. */
  readonly policies: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly createdTime?: string;
  readonly accessKeyId?: string;
  /** A secret. Where it is left out, the seeded principal has a new key. */
  readonly secretAccessKey?: string;
}

/** An IAM role, such as the one that all fleets of an account share. */
export interface RoleEntry {
  readonly name: string;
  /** As IAM writes it: `AROA` and what follows. */
  readonly id?: string;
  readonly createdTime?: string;
}

export interface VpcEntry {
  readonly id: string;
  readonly region?: string;
  /** IPv4 block, such as `10.0.0.0/16`. */
  readonly cidr?: string;
  /** A VPC's name is its tag `Name`. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly subnets?: readonly SubnetEntry[];
  readonly securityGroups?: readonly SecurityGroupEntry[];
}

/** Where a subnet's default route leads. */
export type DefaultRoute = 'nat' | 'internet-gateway' | 'none';

export interface SubnetEntry {
  readonly id: string;
  /** Such as `us-east-1a`. */
  readonly availabilityZone?: string;
  readonly cidr?: string;
  readonly freeAddresses?: number;
  readonly defaultRoute?: DefaultRoute;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface SecurityGroupEntry {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly outboundRules?: readonly OutboundRule[];
  readonly tags?: Readonly<Record<string, string>>;
}

export type RuleProtocol = 'all' | 'tcp' | 'udp' | 'icmp' | 'icmpv6';

/** What a security group lets out. */
export interface OutboundRule {
  readonly protocol: RuleProtocol;
  /** The first port; all of them where both are left out. */
  readonly fromPort?: number;
  readonly toPort?: number;
  /** A block of addresses (`0.0.0.0/0`, `::/0`), a security group or a prefix list. */
  readonly destination: string;
}

export interface CertificateAuthorityEntry {
  /** PEM. */
  readonly certificate: string;
  /** A secret: PKCS#8 in PEM. An authority without it signs nothing more: a new one takes its place. */
  readonly privateKey?: string;
}

/** A secret as a whole: without its key a certificate would be for nobody. */
export interface ServiceProviderKeyEntry {
  /** PEM. */
  readonly certificate: string;
  /** A secret: PKCS#8 in PEM, RSA. */
  readonly privateKey: string;
}

/** An ACM certificate in us-east-1. */
export interface CertificateEntry {
  readonly arn: string;
  readonly type: 'IMPORTED' | 'AMAZON_ISSUED';
  readonly status?: CertificateStatus;
  /** When it expires, or when its validation times out. */
  readonly dueTime?: string;
  readonly domainName?: string;
  readonly subjectAlternativeNames?: readonly string[];
  /** What the names of a requested certificate's validation records are made of. */
  readonly validationToken?: string;
  /** PEM. An AMAZON_ISSUED certificate that is ISSUED and has none is issued when it is seeded. */
  readonly certificate?: string;
  /** PEM certificates from the issuer up. */
  readonly chain?: string;
  readonly createdTime?: string;
  readonly issuedTime?: string;
}

export interface FleetEntry {
  readonly name: string;
  readonly region?: string;
  readonly displayName?: string;
  readonly optimizeForEndUserLocation?: boolean;
  readonly companyCode?: string;
  /** ACTIVE where left out. */
  readonly status?: FleetStatus;
  /** When a fleet that is CREATING or DELETING is done; never where left out. */
  readonly dueTime?: string;
  readonly createdTime?: string;
  readonly updatedTime?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly auditStreamArn?: string;
  /** PEM certificates. */
  readonly deviceCaCertificate?: string;
  readonly identityProvider?: IdentityProviderEntry;
  readonly network?: FleetNetworkEntry;
  readonly domains?: readonly DomainEntry[];
  readonly websiteCertificateAuthorities?: readonly WebsiteCaEntry[];
  readonly authorizationProviders?: readonly AuthorizationProviderEntry[];
  readonly devices?: readonly DeviceEntry[];
}

export interface IdentityProviderEntry {
  readonly type: 'SAML';
  /** SAML 2.0 metadata. */
  readonly metadata?: string;
}

export interface FleetNetworkEntry {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

export interface DomainEntry {
  readonly name: string;
  readonly displayName?: string;
  /** A certificate of the account. */
  readonly certificateArn: string;
  /** ACTIVE where left out. */
  readonly status?: DomainStatus;
  /** When a state that time ends is over; never where left out. */
  readonly dueTime?: string;
  readonly createdTime?: string;
}

export interface WebsiteCaEntry {
  readonly id?: string;
  /** PEM. */
  readonly certificate: string;
  readonly displayName?: string;
  readonly createdTime?: string;
}

export interface AuthorizationProviderEntry {
  readonly id?: string;
  readonly type: 'SAML';
  readonly domainName?: string;
  readonly createdTime?: string;
}

/** A device, and by its username a user of the fleet. */
export interface DeviceEntry {
  readonly id: string;
  readonly username: string;
  /** ACTIVE where left out. */
  readonly status?: 'ACTIVE' | 'SIGNED_OUT';
  /** When a sign-out that was asked for takes effect. */
  readonly dueTime?: string;
  readonly model?: string;
  readonly manufacturer?: string;
  readonly operatingSystem?: string;
  readonly operatingSystemVersion?: string;
  readonly patchLevel?: string;
  readonly firstAccessedTime?: string;
  readonly lastAccessedTime?: string;
}

/** A disturbance of the service: an error, a delay, or both. */
export interface FaultEntry {
  readonly id?: string;
  /** Every operation where left out. */
  readonly operation?: OperationName;
  readonly error?: ServiceErrorName;
  readonly latencyMs?: number;
  /** How many more calls it strikes; no end where left out. */
  readonly remaining?: number;
  /** The share of calls it strikes, above 0 and at most 1. */
  readonly rate?: number;
}
