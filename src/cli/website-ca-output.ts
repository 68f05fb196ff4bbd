import { type CertificateFormat, websiteCaContent } from '../core/admin/website-cas/website-cas-download.js';
import { type WebsiteCa } from '../core/admin/website-cas/website-cas.js';
import { ownError } from '../core/errors.js';
import { textDocument, type TextDocument } from './results.js';

/** Certificates on standard output: PEM one after the other, DER only one. @throws WorklinkError `Usage` */
export function printedCas(cas: readonly WebsiteCa[], format: CertificateFormat): TextDocument {
  const data = { certificates: cas.map(({ findings: _, ...rest }) => rest) };
  const contents = cas.map((ca) => websiteCaContent(ca, format));
  const [only] = contents;
  if (format === 'der' && contents.length !== 1) {
    throw ownError('Usage', `${String(contents.length)} certificates as DER do not fit into one file.`, {
      hint: 'Download them one by one, into a folder, or as PEM.',
    });
  }
  if (only instanceof Uint8Array) return textDocument({ text: '', bytes: only, data });
  // Each is a block; whoever uploaded it may have left out its last line end.
  return textDocument({ text: contents.map((text) => `${String(text).trimEnd()}\n`).join(''), data });
}
