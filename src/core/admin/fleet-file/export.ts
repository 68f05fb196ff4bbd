import { type DomainStatus } from '../../model/domain-states.js';
import { safeFileName } from '../../file-names.js';
import {
  FLEET_FILE_VERSION,
  type FleetDocument,
  type FleetEntry,
  type FleetSpec,
} from '../../model/fleet-file/fleet-document.js';
import { yamlText } from '../../model/document/yaml-text.js';
import { counted, printable } from '../../text.js';
import { domainKey } from '../domains/names.js';
import { type FleetFileFinding } from './files.js';
import { judgeFleets } from './load.js';
import { type PresentFleet } from '../../model/fleet-file/present-fleet.js';

/** Fleets as a file has them, every text in its place. */
export function fleetDocument(specs: readonly FleetSpec[]): FleetDocument {
  return { version: FLEET_FILE_VERSION, fleets: specs };
}

/**
 * A file of fleets as YAML.
 *
 * @param schema where editors find the JSON Schema: a path from the file, or a URL
 */
export function fleetFileText(document: FleetDocument, schema: string): string {
  return `# yaml-language-server: $schema=${printable(schema)}\n${yamlText(document)}`;
}

/** A file that goes with another, its path from there with `/` between. */
export interface AccompanyingFile {
  readonly path: string;
  readonly text: string;
}

/** Fleets with their long texts in files of their own, in a folder for each fleet. */
export function splitFleets(specs: readonly FleetSpec[]): {
  readonly document: FleetDocument;
  readonly files: readonly AccompanyingFile[];
} {
  const files: AccompanyingFile[] = [];
  const fleets = specs.map((spec) => splitFleet(spec, files));
  return { document: { version: FLEET_FILE_VERSION, fleets }, files };
}

function splitFleet(spec: FleetSpec, files: AccompanyingFile[]): FleetEntry {
  const folder = safeFileName(spec.name, 'fleet');
  /** The member that names a file with a text, or has the text where a file would not bring it back the same. */
  const inFile = (
    member: string,
    text: string | undefined,
    name: string,
  ): Readonly<Partial<Record<string, string>>> => {
    if (text === undefined) return {};
    if (!survivesFile(text)) return { [member]: text };
    files.push({ path: `${folder}/${name}`, text });
    return { [`${member}File`]: `${folder}/${name}` };
  };
  const { identityProvider, websiteCertificateAuthorities, deviceCaCertificate, invitation, ...plain } = spec;
  const { domains, authorizationProviders, network, auditStreamArn, ...first } = plain;
  return {
    ...first,
    ...(identityProvider !== undefined && {
      identityProvider: {
        type: identityProvider.type,
        ...inFile('metadata', identityProvider.metadata, 'idp-metadata.xml'),
      },
    }),
    ...(domains !== undefined && { domains }),
    ...(websiteCertificateAuthorities !== undefined && {
      websiteCertificateAuthorities: websiteCertificateAuthorities.map(
        ({ displayName, certificate }, index) => ({
          ...(displayName !== undefined && { displayName }),
          ...inFile('certificate', certificate, `website-ca-${String(index + 1)}.pem`),
        }),
      ),
    }),
    ...(authorizationProviders !== undefined && { authorizationProviders }),
    ...inFile('deviceCaCertificate', deviceCaCertificate, 'device-ca.pem'),
    ...(network !== undefined && { network }),
    ...(auditStreamArn !== undefined && { auditStreamArn }),
    ...(invitation !== undefined && {
      invitation: {
        subject: invitation.subject,
        ...inFile('text', invitation.text, 'invitation.txt'),
        ...inFile('html', invitation.html, 'invitation.html'),
        ...(invitation.link !== undefined && { link: invitation.link }),
      },
    }),
  };
}

/** Whether a text comes back the same from a file in UTF-8, whatever it says of its encoding. */
function survivesFile(text: string): boolean {
  const declared = /^<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.-]{1,40})["']/.exec(text)?.[1];
  return (
    !/\p{Surrogate}/u.test(text) &&
    !text.startsWith('\ufeff') &&
    (declared === undefined || /^(?:utf-?8|us-ascii|ascii)$/i.test(declared))
  );
}

/** How many names a sentence lists. */
const LISTED = 5;

/** What a file cannot carry of a fleet, as sentences. */
export function notCarried({ spec, status, domainStates }: PresentFleet): readonly string[] {
  const carried = new Set(spec.domains?.map(({ name }) => domainKey(name)));
  const named = (wanted: (status: DomainStatus, key: string) => boolean): readonly string[] =>
    [...domainStates].filter(([key, state]) => wanted(state, key)).map(([key, state]) => `${key} (${state})`);
  const leftOut = named((_, key) => !carried.has(key));
  const other = named((state, key) => carried.has(key) && state !== 'ACTIVE' && state !== 'INACTIVE');
  return [
    ...(status === undefined || status === 'ACTIVE'
      ? []
      : [`Fleet ${spec.name} is ${status}, which a file does not say.`]),
    ...(leftOut.length === 0
      ? []
      : [`Fleet ${spec.name}: left out ${listed(leftOut)}: on the way out, or meant to be.`]),
    ...(other.length === 0
      ? []
      : [
          `Fleet ${spec.name}: ${counted(other.length, 'domain')} not in use yet, which a file does not say: ${listed(other)}.`,
        ]),
  ];
}

/** What would be found wrong with exported fleets, were they given as a file: another client may have made them so. */
export async function wouldBeRefused(
  specs: readonly FleetSpec[],
  now: Date,
): Promise<readonly FleetFileFinding[]> {
  const findings = await judgeFleets(fleetDocument(specs), now);
  return findings.filter(({ severity }) => severity === 'error');
}

function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  return `${names.slice(0, LISTED).map(printable).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}
