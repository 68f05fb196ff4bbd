import { ownError } from '../../errors.js';
import { quote } from '../../text.js';
import { type ListForm, parseListFile } from '../list-file.js';
import { domainKey } from './names.js';

/** A domain as a list names it. */
export interface DomainEntry {
  readonly domainName: string;
  /** ARN or domain name of its certificate. */
  readonly certificate?: string | undefined;
  readonly displayName?: string | undefined;
}

export interface DomainList {
  /** Each domain once, in the order given. */
  readonly entries: readonly DomainEntry[];
  /** How many repetitions were left out. */
  readonly duplicates: number;
}

const FORM: ListForm = {
  noun: 'domain',
  key: 'domainName',
  columns: {
    domainName: ['domain', 'domainname'],
    certificate: ['certificate', 'acmcertificatearn'],
    displayName: ['displayName'],
  },
};

/** The names given as arguments, each once. */
export function listOfDomains(names: readonly string[]): DomainList {
  return withoutDuplicates(names.map((domainName) => ({ domainName })));
}

/**
 * Reads a list of domains as {@link parseListFile} does: a name on each line, or CSV with a column `domain` (or `domainName`), as
 * `worklink domain list -o csv` writes it.
 *
 * @param text at most 10,000 domains
 * @param allColumns whether `certificate` and `displayName` are read too, and other columns refused; else only the name is
 * @throws WorklinkError `InvalidInput` naming the line, where it is no such list or names no domain
 */
export async function parseDomainList(text: string, allColumns: boolean): Promise<DomainList> {
  const rows = await parseListFile(text, FORM, allColumns);
  return withoutDuplicates(
    rows.map(({ name, others }) => {
      const certificate = others.get('certificate');
      const displayName = others.get('displayName');
      return {
        domainName: name,
        ...(certificate !== undefined && { certificate }),
        ...(displayName !== undefined && { displayName }),
      };
    }),
  );
}

function withoutDuplicates(entries: readonly DomainEntry[]): DomainList {
  const byKey = new Map<string, DomainEntry>();
  for (const entry of entries) {
    const key = domainKey(entry.domainName);
    const first = byKey.get(key);
    if (first === undefined) {
      byKey.set(key, entry);
    } else if (first.certificate !== entry.certificate || first.displayName !== entry.displayName) {
      throw ownError(
        'InvalidInput',
        `The list names ${quote(entry.domainName)} twice, with different certificates or display names.`,
        { hint: 'Leave one of them out.' },
      );
    }
  }
  return { entries: [...byKey.values()], duplicates: entries.length - byKey.size };
}
