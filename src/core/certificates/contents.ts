import { WorklinkError } from '../errors.js';
import { type Finding } from '../findings.js';
import { describePublicKey } from './algorithms.js';
import { type CertificateFacts, certificateOfDer, certificatesOfPkcs7, noBlocks } from './certificate.js';
import { type CertificateRequestFacts, readCertificateRequest } from './csr.js';
import { readDer, TAG } from './der/der.js';
import { type ContentKind, kindName, kindOfDer } from './kinds.js';
import { assertInputSize, looksLikeDer, pemText, readPemBlocks } from './pem.js';
import { readPkcs12 } from './pkcs12/pkcs12.js';

/** All that a file holds. */
export interface Contents {
  /** That of the certificates, where there are any; else of the first thing in the file that is no private key. */
  readonly kind: ContentKind;
  readonly certificates: readonly CertificateFacts[];
  readonly requests: readonly CertificateRequestFacts[];
  /** Types of public keys that stand alone, as `RSA-2048`. */
  readonly publicKeys: readonly string[];
  readonly privateKeys: number;
  /** An error for each thing that cannot be read. */
  readonly findings: readonly Finding[];
}

/** One thing in a file. */
interface Piece {
  readonly der: Uint8Array;
  readonly kind: ContentKind;
  /** "line 12", or "the file". */
  readonly where: string;
}

class Collector {
  readonly certificates: CertificateFacts[] = [];
  readonly requests: CertificateRequestFacts[] = [];
  readonly publicKeys: string[] = [];
  readonly findings: Finding[] = [];
  privateKeys = 0;

  /** Reads one piece; what is wrong with it does not keep the others from being read. */
  add(piece: Piece, password: string | undefined): void {
    try {
      this.#read(piece, password);
    } catch (error) {
      if (!(error instanceof WorklinkError)) throw error;
      this.findings.push(unreadable(error as WorklinkError, piece));
    }
  }

  #read({ der, kind, where }: Piece, password: string | undefined): void {
    switch (kind) {
      case 'pkcs7':
        this.certificates.push(...certificatesOfPkcs7(der));
        return;
      case 'pkcs12': {
        const { certificates, keys, findings } = readPkcs12(der, password);
        this.certificates.push(...certificates);
        this.privateKeys += keys.length;
        this.findings.push(...findings);
        return;
      }
      case 'certificate-request':
        this.#addRequest(readCertificateRequest(der), where);
        return;
      case 'public-key':
        this.publicKeys.push(publicKeyType(der));
        return;
      case 'private-key':
      case 'encrypted-private-key':
        this.privateKeys += 1;
        return;
      case 'parameters':
        return;
      case 'crl':
      case 'trusted-certificate':
        this.findings.push(unsupported(kind, where));
        return;
      case 'certificate':
      case 'unknown':
        this.certificates.push(certificateOfDer(der));
    }
  }

  #addRequest(request: CertificateRequestFacts, where: string): void {
    this.requests.push(request);
    if (request.signatureIsValid === true) return;
    const isWrong = request.signatureIsValid === false;
    this.findings.push({
      id: isWrong ? 'request-signature-invalid' : 'request-signature-unverified',
      severity: isWrong ? 'error' : 'info',
      subject: request.subject || where,
      message: isWrong
        ? 'Its own key did not sign the request: it was changed, or put together wrongly.'
        : 'Its signature is of a kind that cannot be verified here.',
      fix: isWrong ? 'Make the request again.' : 'Nothing has to be done.',
    });
  }
}

/** A SubjectPublicKeyInfo, or PKCS#1 as OpenSSL's older form has it. */
function publicKeyType(der: Uint8Array): string {
  return describePublicKey(readDer(der, 'a SubjectPublicKeyInfo', TAG.sequence)).keyType;
}

function unreadable(error: WorklinkError, { where, kind }: Piece): Finding {
  const fault = error.details?.['fault'];
  const what = kind === 'unknown' ? 'contents' : kind;
  return {
    id: typeof fault === 'string' ? `${kind}-${fault}` : `${what}-unreadable`,
    severity: 'error',
    subject: where,
    message: error.message,
    fix: error.hint ?? 'Give the file as it came from whoever issued it.',
  };
}

function unsupported(kind: ContentKind, where: string): Finding {
  return {
    id: 'contents-unsupported',
    severity: 'error',
    subject: where,
    message: `It is ${kindName(kind)}, which is not read here.`,
    fix: 'Give certificates, PKCS#7, PKCS#12 or a certificate signing request.',
  };
}

function pieces(input: Uint8Array): readonly Piece[] {
  assertInputSize(input);
  if (looksLikeDer(input)) return [{ der: input, kind: kindOfDer(input), where: 'the file' }];
  const blocks = readPemBlocks(input);
  if (blocks.length === 0) throw noBlocks(pemText(input));
  return blocks.map(({ der, kind, line }) => {
    const shape = kind === 'private-key' || kind === 'encrypted-private-key' ? kind : kindOfDer(der);
    return { der, kind: shape === 'unknown' ? kind : shape, where: `line ${String(line)}` };
  });
}

const IS_KEY: readonly ContentKind[] = ['private-key', 'encrypted-private-key', 'parameters'];
const HOLDING_CERTIFICATES: readonly ContentKind[] = ['certificate', 'pkcs7', 'pkcs12'];

/**
 * Reads all that a file holds: PEM blocks in their order, or one DER structure and nothing after it. Private keys are
 * counted, and nothing of them is kept.
 *
 * @param password of PKCS#12
 * @returns never throws for what is in the file: that is a finding of severity `error`
 */
export function readContents(input: Uint8Array, password: string | undefined): Contents {
  const collector = new Collector();
  let kind: ContentKind = 'unknown';
  try {
    const all = pieces(input);
    for (const piece of all) collector.add(piece, password);
    const main =
      all.find((piece) => HOLDING_CERTIFICATES.includes(piece.kind)) ??
      all.find((piece) => !IS_KEY.includes(piece.kind)) ??
      all[0];
    const isPlain = main?.kind === 'unknown' && collector.certificates.length > 0;
    kind = isPlain ? 'certificate' : (main?.kind ?? 'unknown');
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    collector.findings.push(
      unreadable(error as WorklinkError, { der: input, kind: 'unknown', where: 'the file' }),
    );
  }
  const { certificates, requests, publicKeys, privateKeys, findings } = collector;
  return { kind, certificates, requests, publicKeys, privateKeys, findings };
}
