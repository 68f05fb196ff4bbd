import { readCertificate, readCertificates } from '../../../certificates/certificate.js';
import { matchesPrivateKey } from '../../../certificates/private-key.js';
import { WorklinkError } from '../../../errors.js';
import {
  type AccountDocument,
  type CertificateEntry,
  type FleetEntry,
  type SecurityGroupEntry,
} from '../../../model/account-file/account-document.js';
import { type Faults, type Path } from '../../../model/document/check.js';
import { quote } from '../../../text.js';
import { parseStoredPolicies } from '../access.js';

/** What of an account a document must agree with. */
export interface JudgedAgainst {
  readonly accountId: string;
  /** Whether the account has a certificate of this ARN that is not in the document. */
  readonly hasCertificate: (arn: string) => boolean;
}

/** How many certificates are issued in seeding one document: a key is made for each. */
const MAX_ISSUED = 100;

const ENDED_BY_TIME = {
  fleet: ['CREATING', 'DELETING'],
  domain: ['PENDING_VALIDATION', 'ASSOCIATING', 'DISASSOCIATING'],
  device: ['ACTIVE'],
  certificate: ['PENDING_VALIDATION', 'ISSUED'],
} as const;

/**
 * Judges what holds between the values of a document, and what their format alone does not say: each name used once,
 * certificates and metadata that can be read, states that go with their times.
 *
 * @param document one that keeps the format
 */
export async function judge(
  document: AccountDocument,
  against: JudgedAgainst,
  faults: Faults,
): Promise<void> {
  const judging = new Judging(against, faults);
  judging.account(document);
  judging.network(document);
  (document.certificates ?? []).forEach((entry, index) => {
    judging.certificate(entry, ['certificates', index]);
  });
  (document.fleets ?? []).forEach((entry, index) => {
    judging.fleet(entry, ['fleets', index]);
  });
  await judgeMetadata(document.fleets ?? [], faults);
}

class Judging {
  readonly #seen = new Map<string, Set<string>>();
  readonly #certificates = new Set<string>();
  #issued = 0;

  constructor(
    private readonly against: JudgedAgainst,
    private readonly faults: Faults,
  ) {}

  account({
    accountId,
    principals = [],
    roles = [],
    faults = [],
    certificateAuthority,
    serviceProviderKey,
  }: AccountDocument): void {
    if (accountId !== undefined && accountId !== this.against.accountId) {
      this.faults.add(['accountId'], `must be ${this.against.accountId}, the account of this emulator`);
    }
    principals.forEach(({ name, id, accessKeyId, secretAccessKey, policies }, index) => {
      const path = ['principals', index];
      this.#once('principal', name, [...path, 'name']);
      this.#once('principal id', id, [...path, 'id']);
      this.#once('access key', accessKeyId, [...path, 'accessKeyId']);
      if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
        this.faults.add(path, 'must have both of accessKeyId and secretAccessKey, or neither');
      }
      policies.forEach((policy, at) => {
        this.#readable([...path, 'policies', at], () => parseStoredPolicies(JSON.stringify([policy])));
      });
    });
    roles.forEach(({ name, id }, index) => {
      this.#once('role', name, ['roles', index, 'name']);
      this.#once('role id', id, ['roles', index, 'id']);
    });
    faults.forEach(({ id, error, latencyMs }, index) => {
      this.#once('fault', id, ['faults', index, 'id']);
      if (error === undefined && latencyMs === undefined) {
        this.faults.add(['faults', index], 'must have an error, a latencyMs, or both');
      }
    });
    if (certificateAuthority !== undefined) {
      this.#readable(['certificateAuthority', 'certificate'], () =>
        readCertificate(certificateAuthority.certificate),
      );
    }
    if (serviceProviderKey !== undefined) {
      this.#readable(['serviceProviderKey', 'certificate'], () => {
        const { keyType, der } = readCertificate(serviceProviderKey.certificate);
        const { matches } = matchesPrivateKey({ keyType, der }, serviceProviderKey.privateKey);
        if (!matches || !keyType.startsWith('RSA')) {
          this.faults.add(['serviceProviderKey'], 'must be an RSA certificate with its private key');
        }
      });
    }
  }

  network({ vpcs = [], streams = [], distributionAliases = [] }: AccountDocument): void {
    vpcs.forEach(({ id, subnets = [], securityGroups = [] }, index) => {
      this.#once('VPC', id, ['vpcs', index, 'id']);
      subnets.forEach((subnet, at) => {
        this.#once('subnet', subnet.id, ['vpcs', index, 'subnets', at, 'id']);
      });
      securityGroups.forEach((group, at) => {
        this.#securityGroup(group, ['vpcs', index, 'securityGroups', at]);
      });
    });
    streams.forEach((arn, index) => {
      this.#once('stream', arn, ['streams', index]);
    });
    distributionAliases.forEach((name, index) => {
      this.#once('distribution alias', name.toLowerCase(), ['distributionAliases', index]);
    });
  }

  certificate(entry: CertificateEntry, path: Path): void {
    const { arn, type, status = 'ISSUED', certificate, chain, dueTime } = entry;
    this.#once('certificate', arn, [...path, 'arn']);
    this.#certificates.add(arn);
    if (!arn.includes(`:${this.against.accountId}:`)) {
      this.faults.add([...path, 'arn'], `must be of account ${this.against.accountId}`);
    }
    this.#ends('certificate', status, dueTime, path);
    if (certificate !== undefined) {
      this.#readable([...path, 'certificate'], () => readCertificate(certificate));
      if (status === 'PENDING_VALIDATION')
        this.faults.add(path, 'is PENDING_VALIDATION and has a certificate already');
    } else if (type === 'IMPORTED') this.faults.add([...path, 'certificate'], 'is missing: it was imported');
    else if (entry.domainName === undefined) this.faults.add([...path, 'domainName'], 'is missing');
    else if (status === 'ISSUED') {
      this.#issued += 1;
      if (this.#issued === MAX_ISSUED + 1) {
        this.faults.add(
          path,
          `is one too many to be issued: at most ${String(MAX_ISSUED)} may lack their certificate`,
        );
      }
    }
    if (chain !== undefined) this.#readable([...path, 'chain'], () => readCertificates(chain));
  }

  fleet(fleet: FleetEntry, path: Path): void {
    const {
      domains = [],
      websiteCertificateAuthorities = [],
      authorizationProviders = [],
      devices = [],
    } = fleet;
    this.#once('fleet', fleet.name, [...path, 'name']);
    this.#once('company code', fleet.companyCode, [...path, 'companyCode']);
    this.#ends('fleet', fleet.status ?? 'ACTIVE', fleet.dueTime, path);
    const { deviceCaCertificate } = fleet;
    if (deviceCaCertificate !== undefined) {
      this.#readable([...path, 'deviceCaCertificate'], () =>
        readCertificates(Buffer.from(deviceCaCertificate)),
      );
    }
    const names = new Set<string>();
    domains.forEach(({ name, certificateArn, status = 'ACTIVE', dueTime }, index) => {
      const at = [...path, 'domains', index];
      this.#first(names, 'domain', name.toLowerCase(), [...at, 'name']);
      this.#ends('domain', status, dueTime, at);
      if (!this.#certificates.has(certificateArn) && !this.against.hasCertificate(certificateArn)) {
        this.faults.add(
          [...at, 'certificateArn'],
          `names a certificate that there is not: ${quote(certificateArn)}`,
        );
      }
    });
    const fingerprints = new Set<string>();
    websiteCertificateAuthorities.forEach(({ id, certificate }, index) => {
      const at = [...path, 'websiteCertificateAuthorities', index];
      this.#once('website certificate authority', id, [...at, 'id']);
      this.#readable([...at, 'certificate'], () => {
        const { sha256 } = readCertificate(certificate);
        this.#first(fingerprints, 'certificate', sha256, [...at, 'certificate']);
      });
    });
    const providers = new Set<string>();
    authorizationProviders.forEach(({ id, type, domainName = '' }, index) => {
      const at = [...path, 'authorizationProviders', index];
      this.#once('authorization provider', id, [...at, 'id']);
      this.#first(providers, 'provider', `${type} ${domainName.toLowerCase()}`.trim(), at);
    });
    const ids = new Set<string>();
    const at: (string | number)[] = [...path, 'devices', 0, 'id']; // one array: there may be very many
    devices.forEach(({ id, status = 'ACTIVE', dueTime }, index) => {
      at[at.length - 2] = index;
      this.#first(ids, 'device', id, at);
      if (dueTime !== undefined) this.#ends('device', status, dueTime, at.slice(0, -1));
    });
  }

  #securityGroup({ id, outboundRules = [] }: SecurityGroupEntry, path: Path): void {
    this.#once('security group', id, [...path, 'id']);
    outboundRules.forEach(({ fromPort, toPort }, index) => {
      if ((fromPort === undefined) !== (toPort === undefined) || (fromPort ?? 0) > (toPort ?? 0)) {
        this.faults.add(
          [...path, 'outboundRules', index],
          'must have fromPort and a toPort not below it, or neither',
        );
      }
    });
  }

  /** That a value of its kind stands once in the document. */
  #once(kind: string, value: string | undefined, path: Path): void {
    if (value === undefined) return;
    const seen = this.#seen.get(kind) ?? new Set();
    this.#seen.set(kind, seen);
    this.#first(seen, kind, value, path);
  }

  #first(seen: Set<string>, kind: string, value: string, path: Path): void {
    if (seen.has(value)) this.faults.add(path, `gives the ${kind} ${quote(value)} a second time`);
    seen.add(value);
  }

  #ends(kind: keyof typeof ENDED_BY_TIME, status: string, dueTime: string | undefined, path: Path): void {
    const ended: readonly string[] = ENDED_BY_TIME[kind];
    if (dueTime !== undefined && !ended.includes(status)) {
      this.faults.add([...path, 'dueTime'], `goes with ${ended.join(', ')}: time does not end ${status}`);
    }
  }

  /** That what is read there can be read. */
  #readable(path: Path, read: () => unknown): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof WorklinkError)) throw error;
      this.faults.add(path, `cannot be read: ${error.message}`);
    }
  }
}

async function judgeMetadata(fleets: readonly FleetEntry[], faults: Faults): Promise<void> {
  for (const [index, { identityProvider }] of fleets.entries()) {
    const metadata = identityProvider?.metadata;
    if (metadata === undefined) continue;
    const { readIdentityProviderMetadata } = await import('../../../saml/metadata.js');
    const errors = readIdentityProviderMetadata(metadata).findings.filter(
      ({ severity }) => severity === 'error',
    );
    if (errors.length > 0) {
      const why = errors.map(({ message }) => message).join('; ');
      faults.add(['fleets', index, 'identityProvider', 'metadata'], `is not an identity provider's: ${why}`);
    }
  }
}
