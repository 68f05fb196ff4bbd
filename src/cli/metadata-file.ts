import * as Flags from '@oclif/core/flags';
import { MetadataRefused } from '../core/admin/identity-provider/link.js';
import { ownError } from '../core/errors.js';
import { type Finding } from '../core/findings.js';
import { quote } from '../core/text.js';
import { findingLine } from './findings-field.js';
import { type Host } from './host.js';
import { type Talk } from './terminal.js';
import { readNamedFile } from './values.js';

/** How the metadata of an identity provider is given. */
export const metadataFlags = {
  metadata: Flags.string({
    summary: "The identity provider's SAML 2.0 metadata.",
    helpValue: 'FILE|-',
  }),
  type: Flags.option({ options: ['SAML'] as const })({
    summary: 'Type of the identity provider.',
    default: 'SAML',
  }),
};

const URL_LIKE = /^[a-z][a-z0-9+.-]{0,20}:\/\//i;

/**
 * Reads the metadata a flag names.
 *
 * @param given a path, with or without `@` in front, or `-`
 * @throws WorklinkError `Usage` for a URL; as `readNamedFile` says
 */
export async function readMetadata(given: string, host: Host): Promise<Uint8Array> {
  if (URL_LIKE.test(given)) {
    throw ownError('Usage', `--metadata is the URL ${quote(given)}, where a file is needed.`, {
      hint: 'Download the document first, over https, and give its file: curl --fail --output metadata.xml URL',
    });
  }
  return readNamedFile(given, host, { flag: '--metadata' });
}

/**
 * Tells a person what was found out about metadata: what refuses it, a line each, else its warnings.
 *
 * @param work judges it
 * @throws what `work` throws
 */
export async function sayingFindings<T extends { readonly findings: readonly Finding[] }>(
  talk: Talk,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const judged = await work();
    await say(talk, judged.findings);
    return judged;
  } catch (error) {
    if (error instanceof MetadataRefused) await say(talk, error.findings);
    throw error;
  }
}

/** What is worth knowing but calls for nothing is left to JSON. */
async function say(talk: Talk, findings: readonly Finding[]): Promise<void> {
  for (const finding of findings) {
    if (finding.severity !== 'info') await talk.say(findingLine(finding));
  }
}
