import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type AccompanyingFile,
  fleetDocument,
  fleetFileText,
  notCarried,
  splitFleets,
  wouldBeRefused,
} from '../../core/admin/fleet-file/export.js';
import { readFleetSpec } from '../../core/admin/fleet-file/present.js';
import { listFleets } from '../../core/admin/fleets.js';
import { MAX_YAML_LENGTH } from '../../core/model/document/read-text.js';
import { fleetFileSchemaText } from '../../core/model/fleet-file/schema.js';
import { type PresentFleet } from '../../core/model/fleet-file/present-fleet.js';
import { type Backend } from '../../core/ports/backend.js';
import { counted } from '../../core/text.js';
import { type Host } from '../host.js';
import { StoredTemplates } from '../invites/stored-templates.js';
import { writeOutputFiles } from '../output-files.js';
import { type Format } from '../output/render.js';
import { outcome, type Outcome, textDocument, type TextDocument } from '../results.js';
import { type Talk } from '../terminal.js';

const SCHEMA_FILE = 'fleet-file.schema.json';
const FLEET_FILE = 'fleet.yaml';

interface Around {
  readonly host: Host;
  readonly talk: Talk;
  readonly dataDirectory: string;
}

/** The ARNs of all fleets, by name. */
export async function allFleets(backend: Backend): Promise<readonly string[]> {
  const arns: string[] = [];
  for await (const { fleetArn } of listFleets(backend)) if (fleetArn !== undefined) arns.push(fleetArn);
  return arns.sort();
}

/** Fleets as they are, one after the other, each once. @param fleets names or ARNs */
export async function presentFleets(
  backend: Backend,
  fleets: readonly string[],
  { host, talk, dataDirectory }: Around,
): Promise<readonly PresentFleet[]> {
  const templates = new StoredTemplates(dataDirectory, host.timer);
  const present = new Map<string, PresentFleet>();
  await talk.during('Reading fleets', async (update) => {
    for (const fleet of fleets) {
      const read = await readFleetSpec(backend, fleet, {
        ...{ clock: host.timer, signal: host.signal, templates },
        onProgress: (count) => {
          update(`Reading fleet ${fleet}: ${counted(count, 'domain')} so far`);
        },
      });
      present.set(read.arn, read);
    }
  });
  return [...present.values()];
}

/** Where editors find the JSON Schema that came with the program. @param root the folder of the package, or of its sources in it */
export function installedSchema(root: string): string {
  const folder = existsSync(join(root, 'package.json')) ? root : dirname(root);
  return pathToFileURL(join(folder, 'docs', SCHEMA_FILE)).href;
}

/** Fleets as the text of a file; JSON holds the same. */
export function exportedText(
  fleets: readonly PresentFleet[],
  schema: string,
  format: Format,
  now: Date,
): Promise<TextDocument> {
  const document = fleetDocument(fleets.map(({ spec }) => spec));
  const text = format === 'json' || format === 'off' ? '' : fleetFileText(document, schema);
  const tooLong =
    text.length > MAX_YAML_LENGTH
      ? ['This is more YAML than is read again: export it with --json, or fleet by fleet.']
      : [];
  return withNotices(fleets, now, tooLong, (notices) =>
    textDocument({ text, isYaml: true, data: document, notices: () => notices }),
  );
}

/** Writes fleets into a folder: a file of them, their long texts in files of their own, and the JSON Schema. */
export async function exportedFolder(
  fleets: readonly PresentFleet[],
  {
    folder,
    schema,
    force,
  }: { readonly folder: string; readonly schema: string | undefined; readonly force: boolean },
  host: Host,
): Promise<Outcome> {
  const { document, files: texts } = splitFleets(fleets.map(({ spec }) => spec));
  const text = fleetFileText(document, schema ?? SCHEMA_FILE);
  const files: readonly AccompanyingFile[] = [
    { path: FLEET_FILE, text },
    ...texts,
    ...(schema === undefined ? [{ path: SCHEMA_FILE, text: fleetFileSchemaText() }] : []),
  ];
  const written = await writeOutputFiles(folder, files, force, host);
  const names = fleets.map(({ spec }) => spec.name);
  const message = `Wrote ${counted(names.length, 'fleet')} into ${counted(written.length, 'file')} in ${resolve(host.cwd, folder)}.`;
  return withNotices(fleets, host.timer.now(), [], (notices) =>
    outcome({ data: { fleets: names, files: written }, message, notices: () => notices }),
  );
}

async function withNotices<T>(
  fleets: readonly PresentFleet[],
  now: Date,
  others: readonly string[],
  made: (notices: readonly string[]) => T,
): Promise<T> {
  const refused = await wouldBeRefused(
    fleets.map(({ spec }) => spec),
    now,
  );
  return made([
    ...fleets.flatMap(notCarried),
    ...others,
    ...refused.map(({ subject, message }) => `worklink validate would refuse this: ${subject}: ${message}`),
  ]);
}
