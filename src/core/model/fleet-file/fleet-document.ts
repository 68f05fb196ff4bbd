/** The version of the format that this program reads and writes. */
export const FLEET_FILE_VERSION = 1;

/*
 * Fleets as a file has them: what an administrator decides, and nothing that the service makes up (company codes, ARNs of
 * fleets, ids, times). What a file does not have is left alone, unless pruning is asked for by the name of its kind.
 */

/** A file of fleets, each text in its place or in a file of its own. */
export interface FleetDocument {
  readonly version: typeof FLEET_FILE_VERSION;
  readonly fleets: readonly FleetEntry[];
}

export interface FleetEntry extends Omit<
  FleetSpec,
  'identityProvider' | 'domains' | 'websiteCertificateAuthorities' | 'deviceCaCertificate' | 'invitation'
> {
  readonly identityProvider?: IdentityProviderEntry;
  readonly domains?: readonly DomainEntry[];
  readonly websiteCertificateAuthorities?: readonly WebsiteCaEntry[];
  /** PEM; or a path in `deviceCaCertificateFile`. */
  readonly deviceCaCertificate?: string;
  readonly deviceCaCertificateFile?: string;
  readonly invitation?: InvitationEntry;
}

export interface IdentityProviderEntry {
  readonly type: 'SAML';
  /** SAML 2.0 metadata; or a path in `metadataFile`. */
  readonly metadata?: string;
  readonly metadataFile?: string;
}

export interface WebsiteCaEntry {
  /** PEM; or a path in `certificateFile`. */
  readonly certificate?: string;
  readonly certificateFile?: string;
  readonly displayName?: string;
}

export interface DomainEntry {
  readonly name: string;
  readonly displayName?: string;
  /** The ACM certificate; the newest issued one that covers the name where left out. */
  readonly certificateArn?: string;
  /** Whether access to it is revoked; false where left out. */
  readonly revoked?: boolean;
}

export interface InvitationEntry {
  readonly subject: string;
  readonly text?: string;
  readonly textFile?: string;
  readonly html?: string;
  readonly htmlFile?: string;
  readonly link?: string;
}

/** A fleet as it is wanted, or as it is: every text in its place. */
export interface FleetSpec {
  readonly name: string;
  readonly displayName?: string;
  /** False where left out. */
  readonly optimizeForEndUserLocation?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  readonly identityProvider?: IdentityProviderSpec;
  readonly domains?: readonly DomainEntry[];
  readonly websiteCertificateAuthorities?: readonly WebsiteCaSpec[];
  readonly authorizationProviders?: readonly AuthorizationProviderSpec[];
  /** PEM certificates of the device policy. */
  readonly deviceCaCertificate?: string;
  readonly network?: NetworkSpec;
  readonly auditStreamArn?: string;
  readonly invitation?: InvitationSpec;
}

export interface IdentityProviderSpec {
  readonly type: 'SAML';
  readonly metadata?: string;
}

export interface WebsiteCaSpec {
  /** PEM. */
  readonly certificate: string;
  readonly displayName?: string;
}

export interface AuthorizationProviderSpec {
  readonly type: 'SAML';
  readonly domainName?: string;
}

export interface NetworkSpec {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** The template of a fleet's invitation. */
export interface InvitationSpec {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly link?: string;
}
