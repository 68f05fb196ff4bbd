import { createHash } from 'node:crypto';
import { titleOfCertificate } from '../certificates/authority.js';
import { readCertificates } from '../certificates/certificate.js';
import { unlessUnreadable } from '../model/fleet-file/keys.js';

/** Certificates as people know them: subject and SHA-256 fingerprint of each. */
export function certificateWords(pem: string): readonly string[] {
  const words = unlessUnreadable(() =>
    readCertificates(pem).map((facts) => `${titleOfCertificate(facts)} (SHA-256 ${facts.sha256})`),
  );
  return words ?? [`what cannot be read (SHA-256 ${createHash('sha256').update(pem).digest('hex')})`];
}
