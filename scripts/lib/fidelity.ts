import { parse } from 'yaml';
import { definitionOf, type OperationName, operationNames } from '../../src/core/contract/contract.js';

/** One thing the emulator does, with its sources in parentheses, and what shows it. */
export interface Behaviour {
  readonly says: string;
  readonly shown: readonly string[];
}

export interface Behaviours {
  readonly everywhere: readonly Behaviour[];
  readonly operations: Readonly<Record<string, readonly Behaviour[]>>;
  /** By what an account has besides. */
  readonly beside: Readonly<Record<string, readonly Behaviour[]>>;
}

/** What a run of the tests has shown. */
export interface Evidence {
  /** The clients that were there, with their versions. */
  readonly versions: Readonly<Record<string, string>>;
  /** What each client was answered: `success`, or the exceptions' names. */
  readonly calls: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** The titles of the tests that passed, of those that are claimed. */
  readonly passed: readonly string[];
}

/** The folders with the tests that may be claimed. */
export const CLAIMABLE: readonly string[] = [
  'test/backends/local',
  'test/clients',
  'test/contract',
  'test/server',
];

/** The columns of the page's table, in order. */
const CLIENTS = ['in process', 'JS SDK', 'aws CLI', 'boto3', 'Terraform', 'curl'] as const;
/** The ways the contract's suite reaches the service, as its titles have them, and what the page calls them. */
const WAYS: Readonly<Record<string, string>> = {
  'the service, in this process ': 'in process',
  'the service, over HTTP with the AWS SDK ': 'JS SDK',
  'the service, over HTTP by the AWS backend ': 'AWS backend',
  'the contract suite the service, over HTTP with boto3 ': 'boto3',
};
const ANY_WAY = 'the service: ';
const SOURCES = /\((?:[^)]*\b)?(?:model|clients|guide|ours|IAM reference)\b[^)]*\)/;

/** Reads docs/fidelity/behaviours.yaml. @throws TypeError that names what is not as it should be */
export function readBehaviours(yaml: string): Behaviours {
  const document: unknown = parse(yaml);
  const { everywhere, operations, beside } = record(document, 'the document');
  return {
    everywhere: behaviours(everywhere, 'everywhere'),
    operations: mapValues(record(operations, 'operations'), behaviours),
    beside: mapValues(record(beside, 'beside'), behaviours),
  };
}

/** Reads docs/fidelity/evidence.json. @throws TypeError that names what is not as it should be */
export function readEvidence(json: string): Evidence {
  const document: unknown = JSON.parse(json);
  const { versions, calls, passed } = record(document, 'the evidence');
  return {
    versions: mapValues(record(versions, 'versions'), text),
    calls: mapValues(record(calls, 'calls'), (answers, client) =>
      mapValues(record(answers, client), (list, operation) => texts(list, operation)),
    ),
    passed: texts(passed, 'passed'),
  };
}

/** All that is claimed, everywhere, of the operations and of what is beside them. */
export function claimsOf({ everywhere, operations, beside }: Behaviours): readonly string[] {
  const all = [everywhere, ...Object.values(operations), ...Object.values(beside)].flat();
  return [...new Set(all.flatMap(({ shown }) => shown))].sort();
}

/**
 * The titles a claim stands for.
 *
 * @param titles the titles there are
 * @returns those of them the claim means; none where it means nothing
 */
export function titlesOf(claim: string, titles: readonly string[]): readonly string[] {
  const forms = claim.startsWith(ANY_WAY)
    ? Object.keys(WAYS).map((way) => way + claim.slice(ANY_WAY.length))
    : [claim];
  return forms.flatMap((form) =>
    titles.filter((title) => (form.endsWith('*') ? title.startsWith(form.slice(0, -1)) : title === form)),
  );
}

/** Writes docs/fidelity.md. @throws RangeError for a claim that no passed test shows: the page does not say it */
export function fidelityPage({ everywhere, operations, beside }: Behaviours, evidence: Evidence): string {
  const item = (behaviour: Behaviour): string => `- ${behaviour.says}\n${proofOf(behaviour, evidence)}`;
  const sections = operationNames.map((name) => {
    const list = operations[name] ?? [];
    if (list.length === 0) throw new RangeError(`Nothing is said of ${name}.`);
    return `### ${name}\n\n${list.map(item).join('\n')}\n`;
  });
  const others = Object.entries(beside).map(
    ([name, list]) => `### ${name}\n\n${list.map(item).join('\n')}\n`,
  );
  const versions = Object.entries(evidence.versions).map(([client, version]) => `${client} ${version}`);
  return [
    INTRODUCTION,
    '## What holds for every operation\n',
    `${everywhere.map(item).join('\n')}\n`,
    '## Who was answered what\n',
    `As the tests in \`test/clients\` saw it (${versions.sort().join('; ')}).\n`,
    'A tick: the call succeeded. n/m: it was refused with n of the m exceptions that the model gives the operation. Throttling and',
    'internal errors were asked for as faults, and so were the two exceptions that nothing causes: ResourceNotFoundException of',
    'CreateFleet, ResourceAlreadyExistsException of DisassociateWebsiteAuthorizationProvider. A dash: no test makes the call by this',
    'client.\n',
    table(evidence),
    '\n## Operation by operation\n',
    sections.join('\n'),
    '## Beside the operations\n',
    'The account’s other services as far as WorkLink and its administrators meet them, and the phones of its users.\n',
    others.join('\n'),
  ].join('\n');
}

const INTRODUCTION = `<!-- Made by \`npm run docs\` of docs/fidelity/behaviours.yaml and docs/fidelity/evidence.json: change those. -->

# Fidelity of the emulator

AWS retired WorkLink in 2022: nobody can ask the service any more. What the emulator does is known from four sources, and
this page says for each behaviour which one it is:

- **model**: the service model, API version 2018-09-25 (shapes, limits, routes, errors). The contract in \`src/core/contract\`
  states it, and a test holds it to the model's facts.
- **clients**: behaviour that clients written against the real service relied on (the AWS CLI and SDKs, Terraform's provider).
- **guide**: the Amazon WorkLink Administration Guide.
- **ours**: not known; a decision of this project, chosen to be the least surprising. A program must not take it for AWS's.

Below each behaviour stand the tests that show it. Nothing is said here that no test has shown: \`npm run prove\` runs them
and keeps what passed, and a test fails when this page claims more, or is not up to date.
`;

function proofOf({ says, shown }: Behaviour, { passed }: Evidence): string {
  const lines = shown.map((claim) => {
    const titles = titlesOf(claim, passed);
    if (titles.length === 0) throw new RangeError(`No passed test shows ${JSON.stringify(claim)} (${says})`);
    if (!claim.startsWith(ANY_WAY))
      return `  - _${escaped(claim.replace(/ \*$/, ''))}_${count(claim, titles)}`;
    const ways = Object.entries(WAYS).filter(([way]) => titles.some((title) => title.startsWith(way)));
    const said = claim.slice(ANY_WAY.length).replace(/ \*$/, '');
    return `  - _${escaped(said)}_ (${ways.map(([, name]) => name).join(', ')})`;
  });
  return lines.join('\n');
}

function count(claim: string, titles: readonly string[]): string {
  return claim.endsWith('*') ? ` (${String(titles.length)} tests)` : '';
}

function table({ calls }: Evidence): string {
  const rows = operationNames.map((name) => [
    name,
    ...CLIENTS.map((client) => cell(name, calls[client]?.[name])),
  ]);
  const header = ['operation', ...CLIENTS];
  const widths = header.map((title, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0), title.length),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function cell(operation: OperationName, answers: readonly string[] | undefined): string {
  if (answers === undefined) return '–';
  const { errors } = definitionOf(operation);
  const had = errors.filter((error) => answers.includes(error)).length;
  const ticked = answers.includes('success') ? ['✓'] : [];
  return [...ticked, ...(had > 0 ? [`${String(had)}/${String(errors.length)}`] : [])].join(' ');
}

/** Text as Markdown shows it. */
function escaped(title: string): string {
  return title.replace(/[\\`*_[\]<>]/g, '\\$&');
}

function behaviours(value: unknown, where: string): readonly Behaviour[] {
  if (!Array.isArray(value)) throw new TypeError(`${where} is no list`);
  return value.map((entry: unknown) => {
    const { says, shown } = record(entry, `a behaviour of ${where}`);
    const said = text(says, `says, of ${where},`);
    if (!SOURCES.test(said)) throw new TypeError(`${where}: no source is named in ${JSON.stringify(said)}`);
    const titles = texts(shown, `${where}, shown`);
    if (titles.length === 0) throw new TypeError(`${where}: nothing shows ${JSON.stringify(said)}`);
    return { says: said, shown: titles };
  });
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${what} is no map`);
  return value as Readonly<Record<string, unknown>>; // any object is one of unknown members
}

function text(value: unknown, what: string): string {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${what} is no text`);
  return value;
}

function texts(value: unknown, what: string): readonly string[] {
  if (!Array.isArray(value)) throw new TypeError(`${what} is no list`);
  return value.map((entry) => text(entry, what));
}

function mapValues<T>(
  map: Readonly<Record<string, unknown>>,
  read: (value: unknown, key: string) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, read(value, key)]));
}
