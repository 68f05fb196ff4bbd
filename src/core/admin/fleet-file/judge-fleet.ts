import { judgeCounts } from '../../network/link.js';
import { checkDocument, Faults, type Path } from '../../model/document/check.js';
import { type Field, type ObjectField } from '../../model/document/fields.js';
import { type FleetSpec, type WebsiteCaSpec } from '../../model/fleet-file/fleet-document.js';
import {
  AUTHORIZATION_PROVIDER_FORMAT,
  FLEET_FORMAT,
  IDENTITY_PROVIDER_FORMAT,
  INVITATION_FORMAT,
  NETWORK_FORMAT,
  WEBSITE_CA_FORMAT,
} from '../../model/fleet-file/format.js';
import { looksLikeArn, parseCertificateArn } from '../../model/arns.js';
import { quote } from '../../text.js';
import { domainKey, domainNameFault } from '../domains/names.js';
import { type ReferencedFiles } from './files.js';
import {
  judgeDevicePolicy,
  judgeIdentityProvider,
  judgeInvitation,
  judgeWebsiteCa,
  type JudgingPart,
} from './judge-parts.js';
import { type JudgedDocument, type Place } from './judged-document.js';
import { authorizationProviderKey } from '../../model/fleet-file/keys.js';

/** Where certificates of domains must be (guide, Prepare TLS Certificates). */
const CERTIFICATE_REGION = 'us-east-1';

/** Values that may stand only once, with the place of the first. */
class Seen {
  readonly #places = new Map<string, Place>();

  /** @returns where the value stood before, if it did */
  claim(value: string, place: Place): Place | undefined {
    const first = this.#places.get(value);
    if (first === undefined) this.#places.set(value, place);
    return first;
  }
}

/** What holds between fleets, in whatever files they are, and what fleets are judged by. */
export class FleetJudging {
  readonly #fleets = new Seen();
  readonly #displayNames = new Seen();
  readonly #domainDisplayNames = new Seen();

  constructor(
    private readonly files: ReferencedFiles,
    private readonly now: Date,
  ) {}

  /**
   * Judges a fleet of a document, each of its parts that keeps the format, so that all there is to be said is said at once.
   *
   * @param raw what stands there, of which nothing is assumed
   * @returns the fleet, each text in its place; nothing where it does not keep the format
   */
  async fleet(document: JudgedDocument, path: Path, raw: unknown): Promise<FleetSpec | undefined> {
    if (!isRecord(raw)) return undefined;
    const { name, displayName, identityProvider, network, invitation } = raw;
    const once = (seen: Seen, value: unknown, member: string, id: string, what: string): void => {
      const place = { document, path: [...path, member] };
      const first = typeof value === 'string' ? seen.claim(value, place) : undefined;
      if (first !== undefined)
        document.repeated(place.path, id, `${what} ${quote(String(value))} stands there`, first);
    };
    once(this.#fleets, name, 'name', 'fleet-repeated', 'The fleet');
    once(this.#displayNames, displayName, 'displayName', 'fleet-display-name-repeated', 'The display name');
    this.#domains(document, [...path, 'domains'], raw['domains']);
    const part = (...steps: Path): JudgingPart => ({
      document,
      path: [...path, ...steps],
      files: this.files,
      now: this.now,
    });
    const provider = keeps(IDENTITY_PROVIDER_FORMAT, identityProvider)
      ? await judgeIdentityProvider(identityProvider, part('identityProvider'))
      : undefined;
    const cas = await this.#websiteCas(part, raw['websiteCertificateAuthorities']);
    judgeProviders(part('authorizationProviders'), raw['authorizationProviders']);
    const chain = await judgeDevicePolicy(
      textOf(raw['deviceCaCertificate']),
      textOf(raw['deviceCaCertificateFile']),
      part(),
    );
    if (keeps(NETWORK_FORMAT, network)) document.findings([...path, 'network'], judgeCounts(network));
    const judged = keeps(INVITATION_FORMAT, invitation)
      ? await judgeInvitation(invitation, part('invitation'))
      : undefined;
    if (!keeps(FLEET_FORMAT, raw)) return undefined;
    return {
      name: raw.name,
      ...copied(raw, [
        'displayName',
        'optimizeForEndUserLocation',
        'tags',
        'domains',
        'authorizationProviders',
        'network',
        'auditStreamArn',
      ]),
      ...(provider !== undefined && { identityProvider: provider }),
      ...(raw.websiteCertificateAuthorities !== undefined && { websiteCertificateAuthorities: cas }),
      ...(chain !== undefined && { deviceCaCertificate: chain }),
      ...(judged !== undefined && { invitation: judged }),
    };
  }

  #domains(document: JudgedDocument, path: Path, raw: unknown): void {
    const names = new Seen();
    for (const [index, domain] of elementsOf(raw)) {
      if (!isRecord(domain)) continue;
      const at = (member: string): Path => [...path, index, member];
      const { name, displayName, certificateArn } = domain;
      if (typeof name === 'string') {
        const fault = domainNameFault(name);
        if (fault !== undefined) document.error(at('name'), 'domain-name', fault.message, fault.hint);
        const first = names.claim(domainKey(name), { document, path: at('name') });
        if (first !== undefined)
          document.repeated(
            at('name'),
            'domain-repeated',
            `The domain ${quote(name)} stands in its fleet`,
            first,
          );
      }
      if (typeof displayName === 'string') {
        const first = this.#domainDisplayNames.claim(displayName, { document, path: at('displayName') });
        if (first !== undefined)
          document.repeated(
            at('displayName'),
            'domain-display-name-repeated',
            `The display name ${quote(displayName)} stands there`,
            first,
          );
      }
      if (typeof certificateArn === 'string') judgeArn(document, at('certificateArn'), certificateArn);
    }
  }

  async #websiteCas(part: (...steps: Path) => JudgingPart, raw: unknown): Promise<readonly WebsiteCaSpec[]> {
    const fingerprints = new Seen();
    const specs: WebsiteCaSpec[] = [];
    for (const [index, ca] of elementsOf(raw)) {
      if (!keeps(WEBSITE_CA_FORMAT, ca)) continue;
      const here = part('websiteCertificateAuthorities', index);
      const judged = await judgeWebsiteCa(ca, here);
      if (judged === undefined) continue;
      const { document } = here;
      const first = fingerprints.claim(judged.sha256, { document, path: judged.path });
      if (first !== undefined)
        document.repeated(judged.path, 'website-ca-repeated', 'The certificate stands in its fleet', first);
      specs.push(judged.spec);
    }
    return specs;
  }
}

function judgeProviders({ document, path }: JudgingPart, raw: unknown): void {
  const seen = new Seen();
  for (const [index, provider] of elementsOf(raw)) {
    if (!isRecord(provider)) continue;
    const at = [...path, index];
    const { domainName } = provider;
    const fault = typeof domainName === 'string' ? domainNameFault(domainName) : undefined;
    if (fault !== undefined) document.error([...at, 'domainName'], 'domain-name', fault.message, fault.hint);
    if (!keeps(AUTHORIZATION_PROVIDER_FORMAT, provider)) continue;
    const first = seen.claim(authorizationProviderKey(provider), { document, path: at });
    if (first !== undefined)
      document.repeated(at, 'authorization-provider-repeated', 'The provider stands in its fleet', first);
  }
}

function judgeArn(document: JudgedDocument, path: Path, arn: string): void {
  const region = looksLikeArn(arn) ? parseCertificateArn(arn)?.region : undefined;
  if (region === undefined)
    document.error(
      path,
      'domain-certificate-arn',
      `${quote(arn)} is not the ARN of a certificate.`,
      'worklink certificate list shows those there are.',
    );
  else if (region !== CERTIFICATE_REGION)
    document.error(
      path,
      'domain-certificate-region',
      `The certificate is in ${region}.`,
      `Request or import it in ${CERTIFICATE_REGION}, where certificates of domains must be.`,
    );
}

/** Whether a value keeps a format; what is wrong with it is said elsewhere. */
function keeps<T extends object>(format: Field<T> & ObjectField, value: unknown): value is T {
  return value !== undefined && checkDocument(format, value, new Faults());
}

/** Some members of a thing, those of them that are there. */
function copied<T extends object, K extends keyof T>(thing: T, names: readonly K[]): Pick<T, K> {
  const entries = names.filter((name) => thing[name] !== undefined).map((name) => [name, thing[name]]);
  return Object.fromEntries(entries) as Pick<T, K>; // what is not there is optional there
}

function elementsOf(value: unknown): Iterable<[number, unknown]> {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.entries();
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
