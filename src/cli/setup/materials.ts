import { type CertificateFiles } from '../../core/admin/certificates/certificates-import.js';
import {
  type GivenCertificate,
  readGivenCertificates,
} from '../../core/admin/certificates/given-certificates.js';
import { type Materials } from '../../core/admin/setup/plan/planned.js';
import {
  type CertificateFilesAnswer,
  type IdentityProviderAnswer,
} from '../../core/model/setup-file/setup-answers.js';
import { type Asker } from '../ask.js';
import { readCertificateFiles } from '../certificate-files.js';
import { readGivenFiles } from '../given-files.js';
import { type Host } from '../host.js';
import { readMetadata } from '../metadata-file.js';
import { type Talk } from '../terminal.js';

/** What reads the files that answers name. */
export interface Reader {
  readonly host: Host;
  readonly asker: Asker;
  readonly talk: Talk;
}

/**
 * Reads what answers name, certificates with their keys once: a passphrase is asked for once, and kept in memory alone. A
 * document is read anew each time, for it may have been mended meanwhile.
 */
export class FileMaterials implements Materials {
  readonly #files = new Map<string, Promise<CertificateFiles>>();

  constructor(private readonly reader: Reader) {}

  metadata({ metadataFile, metadataUrl }: IdentityProviderAnswer): AsyncIterable<Uint8Array> {
    return readMetadata(metadataFile ?? metadataUrl ?? '', this.reader.host, 'identityProvider');
  }

  async certificateFiles(answer: CertificateFilesAnswer): Promise<CertificateFiles> {
    const key = JSON.stringify(answer);
    const { certificateFile, privateKeyFile, chainFile, passphraseFile } = answer;
    const paths = {
      certificate: certificateFile,
      privateKey: privateKeyFile,
      chain: chainFile,
      passphrase: passphraseFile,
    };
    const files = this.#files.get(key) ?? readCertificateFiles(paths, this.reader);
    this.#files.set(key, files);
    try {
      return await files;
    } catch (error) {
      this.#files.delete(key);
      throw error;
    }
  }

  /** Forgets what was read: it was refused, and may be mended. */
  forget(): void {
    this.#files.clear();
  }

  async certificates(paths: readonly string[]): Promise<readonly GivenCertificate[]> {
    return readGivenCertificates(await readGivenFiles(paths, 'certificateFile', this.reader.host));
  }
}
