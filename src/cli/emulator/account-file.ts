import { ownError } from '../../core/errors.js';
import { type AccountDocument } from '../../core/model/account-file/account-document.js';
import { MAX_YAML_LENGTH } from '../../core/model/document/read-text.js';
import { type SeedCounts } from '../../core/ports/emulator.js';
import { quote } from '../../core/text.js';
import { type Host } from '../host.js';
import { type Format } from '../output/render.js';
import { textDocument, type TextDocument } from '../results.js';
import { readBytes } from '../values.js';

/** An account file of JSON may be this large; one of YAML is refused earlier. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Words for what a seed brings, one and many. */
const WORDS: Readonly<Record<keyof SeedCounts, readonly [string, string]>> = {
  fleets: ['fleet', 'fleets'],
  domains: ['domain', 'domains'],
  devices: ['device', 'devices'],
  websiteCertificateAuthorities: ['website certificate authority', 'website certificate authorities'],
  authorizationProviders: ['authorization provider', 'authorization providers'],
  certificates: ['certificate', 'certificates'],
  vpcs: ['VPC', 'VPCs'],
  subnets: ['subnet', 'subnets'],
  securityGroups: ['security group', 'security groups'],
  streams: ['stream', 'streams'],
  distributionAliases: ['distribution alias', 'distribution aliases'],
  principals: ['principal', 'principals'],
  roles: ['role', 'roles'],
  faults: ['fault', 'faults'],
};

/** What is to be seeded: the sample, or the text of a file. */
export async function seedSource(
  file: string | undefined,
  sample: boolean,
  host: Host,
): Promise<string | AccountDocument> {
  if (sample) {
    if (file !== undefined)
      throw ownError('Usage', 'There is a file to seed, and --sample.', { hint: 'Give one of them.' });
    return (await import('../../core/model/account-file/sample.js')).SAMPLE_ACCOUNT;
  }
  const path = (file ?? '').replace(/^@/, ''); // as values of flags name their files
  const bytes = await readBytes(path, host, { flag: 'FILE', maxBytes: MAX_BYTES });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw ownError('InvalidInput', `FILE: ${quote(path)} is not UTF-8 text.`, { cause });
  }
}

/** What a seed brings: "2 fleets and 3 domains". */
export function seededThings(counts: SeedCounts): string {
  const parts = Object.entries(WORDS).flatMap(([kind, [one, many]]) => {
    const count = counts[kind as keyof SeedCounts]; // WORDS has its keys
    return count === 0 ? [] : [`${String(count)} ${count === 1 ? one : many}`];
  });
  const last = parts.pop() ?? 'nothing';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

interface AccountFileOptions {
  readonly includeSecrets: boolean;
  /** The form it is to be written in. */
  readonly format: Format;
}

/** An exported account as a result: YAML unless another form was asked for. */
export async function accountFile(
  account: AccountDocument,
  { includeSecrets, format }: AccountFileOptions,
): Promise<TextDocument> {
  const { yamlText } = await import('../../core/model/document/yaml-text.js');
  const text = format === 'json' || format === 'off' ? '' : yamlText(account);
  const notices = [
    ...(includeSecrets ? ['This holds secret keys: keep it as one keeps a secret.'] : []),
    ...(text.length > MAX_YAML_LENGTH
      ? ['This is more YAML than worklink emulator seed reads: export it with --output json.']
      : []),
  ];
  return textDocument({ text, isYaml: true, data: account, notices: () => notices });
}
