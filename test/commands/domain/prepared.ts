import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Run, Workplace } from '../../support/cli.js';

interface Template {
  readonly state: Buffer;
  readonly certificateArn: string;
  readonly time: number;
}

const STATE_FILE = ['data', 'emulator.db'] as const;
let template: Promise<Template> | undefined;

/**
 * A fleet `sales`, ACTIVE, and an ISSUED certificate for example.com and *.example.com.
 * Its keys take a while to make: the state is made once, and each workplace has a copy of its own.
 */
export async function prepare(place: Workplace): Promise<string> {
  template ??= Workplace.with(make);
  const { state, certificateArn, time } = await template;
  await mkdir(join(place.folder, STATE_FILE[0]), { recursive: true, mode: 0o700 });
  await writeFile(join(place.folder, ...STATE_FILE), state, { mode: 0o600 });
  place.clock.advance(time - place.clock.now().getTime());
  return certificateArn;
}

async function make(place: Workplace): Promise<Template> {
  await place.succeed(['fleet', 'create', 'sales', '--wait']);
  const certificateArn = await issue(place, 'example.com', '*.example.com');
  const state = await readFile(join(place.folder, ...STATE_FILE));
  return { state, certificateArn, time: place.clock.now().getTime() };
}

/** Has a certificate ISSUED. @returns its ARN */
export async function issue(place: Workplace, domain: string, ...others: readonly string[]): Promise<string> {
  const { certificateArn } = (await place.json([
    'certificate',
    'request',
    domain,
    ...others.flatMap((name) => ['--san', name]),
  ])) as { certificateArn: string };
  await place.succeed(['certificate', 'validate', certificateArn]);
  return certificateArn;
}

/** Associates domains with the fleet `sales`, and waits until they are ACTIVE. */
export async function associate(place: Workplace, ...names: readonly string[]): Promise<void> {
  await place.succeed(['domain', 'associate', ...names, '-f', 'sales', '--wait']);
}

/** The error a failed run says as JSON. */
export function errorOf({ stdout }: Run): {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly details: Readonly<Record<string, unknown>>;
} {
  const { error } = JSON.parse(stdout) as { error: ReturnType<typeof errorOf> };
  return error;
}
