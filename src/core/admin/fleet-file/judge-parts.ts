import { judgeAuthority } from '../../certificates/authority.js';
import { type CertificateFacts, readCertificate, readCertificates } from '../../certificates/certificate.js';
import { toServicePem } from '../../certificates/pem.js';
import { CertificateChain, SamlMetadata } from '../../contract/shapes.js';
import { admits } from '../../contract/validate.js';
import { WorklinkError } from '../../errors.js';
import { type Finding } from '../../findings.js';
import { checkTemplate } from '../../invites/template.js';
import { type Path } from '../../model/document/check.js';
import {
  type IdentityProviderEntry,
  type IdentityProviderSpec,
  type InvitationEntry,
  type InvitationSpec,
  type WebsiteCaEntry,
  type WebsiteCaSpec,
} from '../../model/fleet-file/fleet-document.js';
import { quote } from '../../text.js';
import { judgeDeviceChain, MAX_CHAIN_LENGTH } from '../devices/device-policy.js';
import { type ReferencedFiles } from './files.js';
import { type JudgedDocument } from './judged-document.js';

/** What parts are judged by, and where they stand. */
export interface JudgingPart {
  readonly document: JudgedDocument;
  readonly path: Path;
  readonly files: ReferencedFiles;
  /** The time to judge validity at. */
  readonly now: Date;
}

/** A text in its place, or the bytes of the file that is named in its place. */
interface Content {
  readonly content: string | Uint8Array;
  readonly path: Path;
}

/** @returns the identity provider with its metadata in its place; nothing where it is refused */
export async function judgeIdentityProvider(
  { type, metadata, metadataFile }: IdentityProviderEntry,
  part: JudgingPart,
): Promise<IdentityProviderSpec | undefined> {
  const given = await contentOf(part, 'metadata', metadata, metadataFile, false);
  if (given === undefined) return { type };
  // What reads XML is heavy: loaded where there is metadata.
  const { judgeMetadata } = await import('../identity-provider/metadata.js');
  const judged = await judgeMetadata({ metadata: given.content, now: part.now });
  part.document.findings(given.path, judged.findings.map(lenient));
  const { text } = judged;
  return text !== undefined && admits(SamlMetadata, text) ? { type, metadata: text } : undefined;
}

/** @returns the authority with its certificate as the service takes it, and the fingerprint; nothing where it is refused */
export async function judgeWebsiteCa(
  { certificate, certificateFile, displayName }: WebsiteCaEntry,
  part: JudgingPart,
): Promise<{ readonly spec: WebsiteCaSpec; readonly sha256: string; readonly path: Path } | undefined> {
  const given = await contentOf(part, 'certificate', certificate, certificateFile, true);
  if (given === undefined) return undefined;
  return readable(part, given, () => {
    const facts = readCertificate(given.content);
    part.document.findings(given.path, judgeAuthority(facts, part.now).map(lenient));
    const spec = {
      ...(displayName !== undefined && { displayName }),
      certificate: toServicePem(facts.der),
    };
    return { spec, sha256: facts.sha256, path: given.path };
  });
}

/** @returns the chain as the service takes it, from the issuer of device certificates up; nothing where it is refused */
export async function judgeDevicePolicy(
  chain: string | undefined,
  file: string | undefined,
  part: JudgingPart,
): Promise<string | undefined> {
  const given = await contentOf(part, 'deviceCaCertificate', chain, file, false);
  if (given === undefined) return undefined;
  return readable(part, given, () => {
    const certificates = readCertificates(given.content);
    if (certificates.length > MAX_CHAIN_LENGTH) {
      part.document.error(
        given.path,
        'device-policy-chain-long',
        `${String(certificates.length)} certificates are no chain.`,
        'Give the authorities alone that lead from your device certificates up to their root.',
      );
      return undefined;
    }
    return judgedChain(certificates, part, given.path);
  });
}

function judgedChain(
  certificates: readonly CertificateFacts[],
  { document, now }: JudgingPart,
  path: Path,
): string | undefined {
  const judged = judgeDeviceChain(certificates, now);
  document.findings(path, judged.findings.map(lenient));
  const pem = judged.chain.map((facts) => facts.pem).join('');
  if (admits(CertificateChain, pem)) return pem;
  document.error(
    path,
    'device-policy-chain-long',
    'The chain has more than 32,768 characters as PEM.',
    'Leave out what does not belong to it.',
  );
  return undefined;
}

/** @returns the invitation, each text in its place; nothing where one is missing */
export async function judgeInvitation(
  { subject, link, ...bodies }: InvitationEntry,
  part: JudgingPart,
): Promise<InvitationSpec | undefined> {
  const text = await textOf(part, 'text', bodies.text, bodies.textFile);
  const html = await textOf(part, 'html', bodies.html, bodies.htmlFile);
  if (text === undefined || html === undefined) return undefined;
  const places: Readonly<Record<string, Path>> = { text: text.path, html: html.path };
  for (const finding of checkTemplate({ subject, text: text.text, html: html.text, link: link ?? '' })) {
    const name = /^\w+/.exec(finding.subject)?.[0] ?? '';
    part.document.findings(places[name] ?? [...part.path, name], [finding]);
  }
  return { subject, text: text.text, html: html.text, ...(link !== undefined && link !== '' && { link }) };
}

async function textOf(
  part: JudgingPart,
  member: 'text' | 'html',
  inline: string | undefined,
  file: string | undefined,
): Promise<{ readonly text: string; readonly path: Path } | undefined> {
  const given = await contentOf(part, member, inline, file, true);
  if (given === undefined) return undefined;
  if (typeof given.content === 'string') return { text: given.content, path: given.path };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(given.content), path: given.path };
  } catch {
    part.document.error(
      given.path,
      'fleet-file-reference',
      `The file ${quote(file ?? '')} is not UTF-8 text.`,
      'Save it as UTF-8.',
    );
    return undefined;
  }
}

/** What stands in a member, or in the file that its sibling names: exactly one of them. */
async function contentOf(
  { document, path, files }: JudgingPart,
  member: string,
  inline: string | undefined,
  file: string | undefined,
  isRequired: boolean,
): Promise<Content | undefined> {
  const fileMember = `${member}File`;
  if (inline !== undefined && file !== undefined) {
    const message = `There are ${member} and ${fileMember}, which stand for the same.`;
    document.error([...path, fileMember], 'fleet-file-two-sources', message, 'Leave one of them out.');
    return undefined;
  }
  if (inline !== undefined) return { content: inline, path: [...path, member] };
  if (file !== undefined) {
    const found = await files.read(document.folder, file);
    const at = [...path, fileMember];
    if ('bytes' in found) return { content: found.bytes, path: at };
    document.error(
      at,
      'fleet-file-reference',
      found.fault,
      'Paths begin in the folder of the file they stand in.',
    );
  } else if (isRequired) {
    document.error(
      path,
      'fleet-file-no-source',
      `There is neither ${member} nor ${fileMember}.`,
      'Give one of them.',
    );
  }
  return undefined;
}

function readable<T>({ document }: JudgingPart, { path }: Content, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    document.error(path, 'certificate-unreadable', error.message, error.hint ?? 'Give certificates as PEM.');
    return undefined;
  }
}

/** What has expired may be what the fleet has: a file says so, and does not keep the rest of the fleet from being changed. */
function lenient(finding: Finding): Finding {
  const isOver = finding.severity === 'error' && finding.id.endsWith('-expired');
  return isOver ? { ...finding, severity: 'warning' } : finding;
}
