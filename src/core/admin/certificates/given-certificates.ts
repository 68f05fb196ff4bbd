import { type CertificateFacts, named, readCertificateBundle } from '../../certificates/certificate.js';
import { quote } from '../../text.js';

/** A file as it was given. */
export interface GivenFile {
  /** As messages call it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One certificate of those given. */
export interface GivenCertificate {
  readonly file: string;
  readonly certificate: CertificateFacts;
}

/**
 * Reads the certificates of files: PEM, DER, PKCS#7.
 *
 * @throws WorklinkError `InvalidInput` naming the file, for what is no certificate; for a private key first of all
 */
export function readGivenCertificates(files: readonly GivenFile[]): readonly GivenCertificate[] {
  return files.flatMap(({ name, bytes }) =>
    named(name === '-' ? 'Standard input' : `The file ${quote(name)}`, { file: name }, () =>
      readCertificateBundle(bytes).map((certificate) => ({ file: name, certificate })),
    ),
  );
}
