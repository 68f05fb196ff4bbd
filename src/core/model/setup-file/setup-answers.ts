/** The version of the format that this program reads and writes. */
export const SETUP_FILE_VERSION = 1;

/** The steps of a set-up, in the guide's order (Getting Started), the ground they stand on before them. */
export const SETUP_STEPS = [
  'backend',
  'fleet',
  'identityProvider',
  'domains',
  'websiteCertificateAuthorities',
  'network',
  'authorizationProviders',
  'devicePolicy',
  'auditStream',
  'invitation',
] as const;
export type SetupStepId = (typeof SETUP_STEPS)[number];

/** Steps that can be left for later: without the others there is nothing to set up. */
export type LaterStepId = Exclude<SetupStepId, 'backend' | 'fleet'>;
export const LATER_STEPS: readonly LaterStepId[] = SETUP_STEPS.filter(
  (step) => step !== 'backend' && step !== 'fleet',
);

/*
 * What a person answers when a fleet is set up, one member for each step. Files are named, never held: no key, no
 * passphrase and no password has a place here.
 */

/** Answers to the questions of a set-up, all of them or as far as they are given. */
export interface SetupAnswers {
  readonly version: typeof SETUP_FILE_VERSION;
  readonly backend?: BackendAnswer;
  readonly fleet?: FleetAnswer;
  readonly identityProvider?: IdentityProviderAnswer;
  readonly domains?: readonly DomainAnswer[];
  readonly websiteCertificateAuthorities?: readonly WebsiteCaAnswer[];
  readonly network?: NetworkAnswer;
  /** Domain names of website authorization providers. */
  readonly authorizationProviders?: readonly string[];
  readonly devicePolicy?: DevicePolicyAnswer;
  readonly auditStream?: AuditStreamAnswer;
  readonly invitation?: InvitationAnswer;
  /** Steps that are left for later. */
  readonly later?: readonly LaterStepId[];
}

/** Where to work. What is left out is as flags and settings have it. */
export interface BackendAnswer {
  readonly name?: 'local' | 'aws';
  readonly region?: string;
  readonly profile?: string;
}

/** The fleet: taken as it is where there is one of the name, else created. */
export interface FleetAnswer {
  readonly name: string;
  readonly displayName?: string;
  readonly optimizeForEndUserLocation?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Without metadata its type alone is linked, so that the service gives out its own data. */
export interface IdentityProviderAnswer {
  readonly metadataFile?: string;
  readonly metadataUrl?: string;
  /** The one that is meant, in an aggregate. */
  readonly entityId?: string;
  /** By whose names the service provider's data are shown. */
  readonly vendor?: string;
}

/** A domain and the certificate for it: one there is, one to import, or one to request; the only one that fits if none is said. */
export interface DomainAnswer {
  readonly name: string;
  readonly displayName?: string;
  /** A certificate by ARN or domain name. */
  readonly certificate?: string;
  readonly import?: CertificateFilesAnswer;
  /** Whether one is requested, to be validated by DNS. */
  readonly request?: boolean;
}

export interface CertificateFilesAnswer {
  readonly certificateFile: string;
  readonly privateKeyFile: string;
  readonly chainFile?: string;
  /** Asked for, where the key is encrypted and it is left out. */
  readonly passphraseFile?: string;
}

export interface WebsiteCaAnswer {
  readonly certificateFile: string;
  readonly displayName?: string;
}

export interface NetworkAnswer {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

export interface DevicePolicyAnswer {
  readonly certificateFiles: readonly string[];
}

export interface AuditStreamAnswer {
  /** A stream's name, or the ARN of one there is. */
  readonly stream: string;
  /** Whether it is made where it is not there. */
  readonly create?: boolean;
}

/** The invitation is shown; and written into a file where one is named. */
export interface InvitationAnswer {
  readonly file?: string;
}

/** The same answers, every path in them put through a function. */
export function withPaths(answers: SetupAnswers, change: (path: string) => string): SetupAnswers {
  const { identityProvider, domains, websiteCertificateAuthorities, devicePolicy, invitation } = answers;
  return {
    ...answers,
    ...(identityProvider?.metadataFile !== undefined && {
      identityProvider: { ...identityProvider, metadataFile: change(identityProvider.metadataFile) },
    }),
    ...(domains !== undefined && { domains: domains.map((domain) => withDomainPaths(domain, change)) }),
    ...(websiteCertificateAuthorities !== undefined && {
      websiteCertificateAuthorities: websiteCertificateAuthorities.map((ca) => ({
        ...ca,
        certificateFile: change(ca.certificateFile),
      })),
    }),
    ...(devicePolicy !== undefined && {
      devicePolicy: { certificateFiles: devicePolicy.certificateFiles.map(change) },
    }),
    ...(invitation?.file !== undefined && { invitation: { ...invitation, file: change(invitation.file) } }),
  };
}

function withDomainPaths(domain: DomainAnswer, change: (path: string) => string): DomainAnswer {
  if (domain.import === undefined) return domain;
  const { certificateFile, privateKeyFile, chainFile, passphraseFile } = domain.import;
  return {
    ...domain,
    import: {
      certificateFile: change(certificateFile),
      privateKeyFile: change(privateKeyFile),
      ...(chainFile !== undefined && { chainFile: change(chainFile) }),
      ...(passphraseFile !== undefined && { passphraseFile: change(passphraseFile) }),
    },
  };
}
