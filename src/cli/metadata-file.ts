import * as Flags from '@oclif/core/flags';
import { ownError } from '../core/errors.js';
import { quote } from '../core/text.js';
import { type Host } from './host.js';
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
