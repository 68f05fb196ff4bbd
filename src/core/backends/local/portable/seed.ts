import { ownError, type WorklinkError } from '../../../errors.js';
import { type CertificateAuthority } from '../../../certificates/issue.js';
import {
  type AccountDocument,
  type CertificateAuthorityEntry,
} from '../../../model/account-file/account-document.js';
import { ACCOUNT_FILE_FORMAT } from '../../../model/account-file/format.js';
import { checkDocument, Faults, pathText } from '../../../model/document/check.js';
import { type ReadDocument } from '../../../model/document/read-document.js';
import { readText } from '../../../model/document/read-text.js';
import { type SeedCounts, type SeedOptions } from '../../../ports/emulator.js';
import { issueFrom, newAuthority, storedAuthority } from '../certificates/authority.js';
import { type Random } from '../identifiers.js';
import { type Store } from '../store/store.js';
import { lacksItsCertificate } from './certificate-row.js';
import { findConflicts } from './conflicts.js';
import { insertDocument } from './insert.js';
import { judge } from './judge.js';

/** The account a document is seeded into. */
export interface SeededAccount {
  readonly store: Store;
  readonly accountId: string;
  readonly administrator: string;
  readonly random: Random;
  /** The machine's time, in milliseconds since the epoch. */
  readonly machineTime: () => number;
  /** The last moment the emulator's clock can show, in milliseconds since the epoch. */
  readonly latest: number;
  /** Takes what time changes to the state it has come to by now. */
  readonly settle: () => void;
}

/** What undoes a transaction that was only tried. */
class Tried extends Error {}

/**
 * Seeds an account file: read, judged as a whole, then written in one transaction, or not at all.
 *
 * @param source the file's text, or the document itself, of which nothing is assumed
 * @throws WorklinkError `InvalidInput` naming every fault; `AlreadyExists` naming what is in the way
 */
export async function seedAccount(
  source: unknown,
  options: SeedOptions,
  account: SeededAccount,
): Promise<SeedCounts> {
  const { store } = account;
  const document = await readDocument(source, options, account);
  const issuing = await issueMissing(document, options, account);
  const seed = (): void => {
    const faults = new Faults();
    if (options.replace === true) store.account.reset(account.administrator);
    else account.settle();
    // A file that speaks of networks means these, and not the one that every new account has.
    if (issuing.document.vpcs !== undefined) store.companions.removeUnusedProvidedVpcs();
    findConflicts(issuing.document, store, account.administrator, faults);
    if (!faults.isEmpty()) throw inTheWay(faults);
    const offset = document.clockOffsetMs ?? store.account.read()?.clock_offset_ms ?? 0;
    const { random, administrator } = account;
    insertDocument(issuing.document, {
      store,
      random,
      administrator,
      region: options.region,
      now: account.machineTime() + offset,
      issued: issuing.issued,
    });
    if (options.dryRun === true) throw new Tried();
  };
  try {
    store.db.transaction(seed);
  } catch (error) {
    if (!(error instanceof Tried)) throw error;
  }
  return countsOf(document);
}

async function readDocument(
  source: unknown,
  options: SeedOptions,
  account: SeededAccount,
): Promise<AccountDocument> {
  const faults = new Faults();
  const [read] = typeof source === 'string' ? await readText(source, faults) : [];
  const value = typeof source === 'string' ? read?.value : source;
  if (faults.isEmpty() && checkDocument(ACCOUNT_FILE_FORMAT, value, faults)) {
    const document = value;
    const { store, accountId, machineTime, latest } = account;
    const moment = machineTime() + (document.clockOffsetMs ?? 0);
    if (moment < 0 || moment > latest)
      faults.add(['clockOffsetMs'], 'sets the clock to a time before 1970 or after 9999');
    const hasCertificate = (arn: string): boolean =>
      options.replace !== true && store.certificates.find(arn) !== undefined;
    await judge(document, { accountId, hasCertificate }, faults);
    if (faults.isEmpty()) return document;
  }
  throw faulty(faults, read);
}

interface Issuing {
  /** With the authority that issued, where it is a new one. */
  readonly document: AccountDocument;
  readonly issued: Map<string, { readonly certificatePem: string; readonly chainPem: string }>;
}

/** Issues the certificates a document wants and lacks: making keys takes time, which no transaction should. */
async function issueMissing(
  document: AccountDocument,
  options: SeedOptions,
  account: SeededAccount,
): Promise<Issuing> {
  const issued: Issuing['issued'] = new Map();
  const missing = (document.certificates ?? []).filter(lacksItsCertificate);
  if (missing.length === 0) return { document, issued };
  const { store, machineTime } = account;
  const replace = options.replace === true;
  const offset = document.clockOffsetMs ?? (replace ? 0 : (store.account.read()?.clock_offset_ms ?? 0));
  const now = new Date(machineTime() + offset);
  const known = knownAuthority(document.certificateAuthority, replace ? undefined : storedAuthority(store));
  const authority = known ?? (await newAuthority(now));
  for (const { arn, domainName = '', subjectAlternativeNames = [] } of missing)
    issued.set(
      arn,
      await issueFrom(authority, { domainName, subjectAltNames: subjectAlternativeNames, now }),
    );
  if (known !== undefined) return { document, issued };
  const { certificatePem: certificate, privateKeyPem: privateKey } = authority;
  return { document: { ...document, certificateAuthority: { certificate, privateKey } }, issued };
}

/** The authority that signs for a document: its own, else the account's, where they have their key. */
function knownAuthority(
  given: CertificateAuthorityEntry | undefined,
  stored: CertificateAuthority | undefined,
): CertificateAuthority | undefined {
  if (given?.privateKey !== undefined)
    return { certificatePem: given.certificate, privateKeyPem: given.privateKey };
  return given === undefined || given.certificate === stored?.certificatePem ? stored : undefined;
}

function countsOf({
  principals = [],
  roles = [],
  vpcs = [],
  streams = [],
  distributionAliases = [],
  certificates = [],
  fleets = [],
  faults = [],
}: AccountDocument): SeedCounts {
  const sum = <T>(things: readonly T[], count: (thing: T) => readonly unknown[] | undefined): number =>
    things.reduce((total, thing) => total + (count(thing)?.length ?? 0), 0);
  return {
    principals: principals.length,
    roles: roles.length,
    vpcs: vpcs.length,
    subnets: sum(vpcs, (vpc) => vpc.subnets),
    securityGroups: sum(vpcs, (vpc) => vpc.securityGroups),
    streams: streams.length,
    distributionAliases: distributionAliases.length,
    certificates: certificates.length,
    fleets: fleets.length,
    domains: sum(fleets, (fleet) => fleet.domains),
    websiteCertificateAuthorities: sum(fleets, (fleet) => fleet.websiteCertificateAuthorities),
    authorizationProviders: sum(fleets, (fleet) => fleet.authorizationProviders),
    devices: sum(fleets, (fleet) => fleet.devices),
    faults: faults.length,
  };
}

function faulty(faults: Faults, read: ReadDocument | undefined): WorklinkError {
  const positions = read?.positionsOf(faults.shown.map(({ path }) => path)) ?? [];
  const details = faults.shown.map(({ path, message, position }, index) => {
    const at = position ?? (path.length === 0 ? undefined : positions[index]);
    return { path: pathText(path), ...at, message };
  });
  const sentences = details.map(({ path, line, message }) => {
    const where = path === '' ? '' : `${path} `;
    return line === undefined ? `${where}${message}` : `line ${String(line)}: ${where}${message}`;
  });
  return ownError('InvalidInput', `The account file has ${listOf(faults, 'fault', sentences)}`, {
    hint: 'docs/account-file.md describes the format.',
    details: { faults: details },
  });
}

function inTheWay(faults: Faults): WorklinkError {
  const conflicts = faults.shown.map(({ path, message }) => ({ path: pathText(path), message }));
  const sentences = conflicts.map(({ path, message }) => `${path}: ${message}`);
  return ownError(
    'AlreadyExists',
    `The account has what would be seeded: ${listOf(faults, 'conflict', sentences)}`,
    {
      hint: 'Seed with --replace to delete everything in the account first.',
      details: { conflicts },
    },
  );
}

function listOf(faults: Faults, noun: string, sentences: readonly string[]): string {
  const more = faults.count - faults.shown.length;
  const all = more > 0 ? [...sentences, `and ${String(more)} more`] : sentences;
  return `${String(faults.count)} ${noun}${faults.count === 1 ? '' : 's'}: ${all.join('; ')}`;
}
