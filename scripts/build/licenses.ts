import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bundle } from './bundle.js';

/** A package whose code is in the bundle. */
interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** The text of its licence files, or nothing where it ships none. */
  readonly text: string;
}

const PACKAGE_FOLDER = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENSE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/** The folders of the packages that the bundle took code from, sorted. */
export function bundledFolders(outputs: Bundle['outputs']): string[] {
  const folders = new Set<string>();
  for (const output of outputs.values()) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = PACKAGE_FOLDER.exec(input)?.[1];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  return [...folders].sort();
}

/** Every licence that the bundle is under beside its own, as one text: the packages' names, versions and licence files. */
export async function thirdPartyLicenses(root: string, outputs: Bundle['outputs']): Promise<string> {
  const seen = new Map<string, BundledPackage>();
  for (const folder of bundledFolders(outputs)) {
    const found = await readPackage(join(root, folder));
    seen.set(`${found.name}@${found.version}`, found);
  }
  const packages = [...seen.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
  const sections = packages.map(({ name, version, license, text }) =>
    [
      `${name} ${version} (${license})`,
      '',
      text === '' ? 'The package ships no licence text of its own.' : text,
    ].join('\n'),
  );
  const intro = `The bundled command line contains code of these ${packages.length} packages, each under its own licence.`;
  return `${[intro, ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const parsed: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const manifest =
    typeof parsed === 'object' && parsed !== null
      ? new Map(Object.entries(parsed))
      : new Map<string, unknown>();
  const field = (name: string): string => {
    const value: unknown = manifest.get(name);
    return typeof value === 'string' ? value : 'unknown';
  };
  const files = (await readdir(folder)).filter((file) => LICENSE_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return {
    name: field('name'),
    version: field('version'),
    license: field('license'),
    text: texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n'),
  };
}
