import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { openLocalAccount } from '../../../src/core/backends/local/account.js';
import { loadConfig, main } from '../../../src/cli/main.js';
import { type Run, Workplace } from '../../support/cli.js';
import { type Foreground, serveInForeground } from '../../support/foreground.js';
import { submit, visit } from '../../support/visitor.js';

const ROOT = join(import.meta.dirname, '../../..');

/** Runs `emulator idp start` in this process. */
export function startIdp(place: Workplace, ...argv: readonly string[]): Promise<Foreground> {
  return serveInForeground(place, ['emulator', 'idp', 'start'], argv);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A fleet with a mock identity provider linked, and an ACS on a port of its own. */
export async function withFleet(
  body: (place: Workplace, idp: Foreground) => Promise<void>,
  ...idpArgs: readonly string[]
): Promise<void> {
  await Workplace.with(async (place) => {
    const idp = await startIdp(place, '--metadata-out', 'mock-idp.xml', ...idpArgs);
    try {
      await place.succeed(['fleet', 'create', 'sales']);
      await place.succeed(['emulator', 'clock', 'advance', '1h']);
      await place.succeed(['idp', 'link', '-f', 'sales', '--metadata', 'mock-idp.xml']);
      // The ACS is where the emulator was last: there, it would not be in the way of another test.
      publishAt(place, await freePort());
      await body(place, idp);
    } finally {
      await idp.stop();
    }
  });
}

export function publishAt(place: Workplace, port: number): void {
  const account = openLocalAccount({ file: join(place.folder, 'data/emulator.db'), clock: place.clock });
  account.emulator().setPublicUrl(`http://127.0.0.1:${String(port)}`);
  account.close();
}

/** Runs `idp test` and does something with the address as soon as it is there, in the place of whoever waits. */
export async function trying(
  place: Workplace,
  act: (url: string) => Promise<unknown>,
  ...argv: readonly string[]
): Promise<Run> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const said = { stdout: '', stderr: '' };
  stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  let done: Promise<unknown> | undefined;
  place.clock.meanwhile = () => {
    const url = /http:\/\/\S+\/sign-in\/trial\/\S+/.exec(said.stderr)?.[0];
    done ??= url === undefined ? undefined : act(url);
    return done;
  };
  const config = await loadConfig({ root: ROOT, fromSource: true });
  const code = await main(
    ['idp', 'test', '-f', 'sales', '--no-browser', ...argv],
    config,
    place.host({}, stdout, stderr),
  );
  await done;
  place.clock.meanwhile = () => undefined;
  return { code, ...said };
}

export async function signIn(url: string, entries: Readonly<Record<string, string>> = {}): Promise<void> {
  await submit(await submit(await visit(url), { user: 'alice@example.com', misbehaviour: '', ...entries }));
}
