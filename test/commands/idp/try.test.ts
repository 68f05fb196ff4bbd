import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { stopped, Workplace } from '../../support/cli.js';
import { submit, visit } from '../../support/visitor.js';
import { errorOf } from '../domain/prepared.js';
import { freePort, publishAt, signIn, startIdp, trying, withFleet } from './live.js';

describe('worklink idp test, live', () => {
  it('given a sign-in that works, then the user and every check are shown, and no device is enrolled', () =>
    withFleet(async (place) => {
      const { code, stdout, stderr } = await trying(place, (url) => signIn(url), '--json');
      assert.equal(code, 0, stderr);
      const data = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
      assert.equal(data['verdict'], 'accepted');
      assert.equal(data['nameId'], 'alice@example.com');
      assert.deepEqual(await place.json(['devices', 'list', '-f', 'sales']), []);
    }));

  it('given an emulator that runs, then its ACS is used', () =>
    withFleet(async (place) => {
      const { startForeground } = await import('../emulator/server-harness.js');
      const server = await startForeground(place);
      try {
        const { code, stderr } = await trying(place, (url) => signIn(url));
        assert.equal(code, 0, stderr);
        assert.match(stderr, new RegExp(`Sign in at ${server.url}/sign-in/trial/`));
        assert.match(server.stderr(), /POST \/saml\/\w+\/acs 200/);
        assert.ok(!/trial\/[\w-]{20}/.test(server.stderr()));
      } finally {
        await server.stop();
      }
    }));

  it('given a sign-in that is refused, then each failed check has its cure, and the exit code is 3', () =>
    withFleet(async (place) => {
      const wrong = (url: string): Promise<void> => signIn(url, { misbehaviour: 'wrong-audience' });
      const { code, stdout, stderr } = await trying(place, wrong);
      assert.equal(code, 3);
      assert.match(stdout, /FAILED audience/);
      assert.match(stderr, /The response is refused/);
    }));

  it('given nobody who signs in, then it ends in time, and the exit code is 8', () =>
    withFleet(async (place) => {
      const { code, stderr } = await trying(place, () => Promise.resolve(), '--timeout', '30s');
      assert.equal(code, 8);
      assert.match(stderr, /Waited 30 seconds/);
    }));

  it('given Ctrl-C, then the exit code is 130', () =>
    withFleet(async (place) => {
      const { code } = await place.run(['idp', 'test', '-f', 'sales', '--no-browser'], { signal: stopped() });
      assert.equal(code, 130);
    }));

  it('given a program that opens addresses, then it gets this one as its one argument', () =>
    withFleet(async (place) => {
      const program = join(place.folder, 'my browser');
      await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$#" "$1" > "${place.folder}/opened"\n`);
      await chmod(program, 0o755);
      const run = await place.run(['idp', 'test', '-f', 'sales', '--browser', program, '--timeout', '1s']);
      assert.equal(run.code, 8, run.stderr);
      const opened = await until(() => readFile(join(place.folder, 'opened'), 'utf8'));
      assert.match(opened, /^1\nhttp:\/\/127\.0\.0\.1:\d+\/sign-in\/trial\/[\w-]+\n$/);
    }));

  it('given a program that is not there, then it says so', () =>
    withFleet(async (place) => {
      const run = await place.run(['idp', 'test', '-f', 'sales', '--browser', '/none/there', '--json']);
      assert.equal(run.code, 5);
      assert.match(errorOf(run).message, /'\/none\/there' does not start/);
    }));

  it('given something else on the port of the ACS, then it says what listens where', () =>
    withFleet(async (place) => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      publishAt(place, typeof address === 'object' && address !== null ? address.port : 0);
      const run = await place.run(['idp', 'test', '-f', 'sales', '--no-browser', '--json']);
      server.close();
      assert.equal(run.code, 7);
      assert.match(errorOf(run).message, /listens on port \d+ .* The ACS URL/);
    }));

  it('given a fleet without identity provider, then it says so before anybody is sent anywhere', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      await place.succeed(['emulator', 'clock', 'advance', '1h']);
      assert.equal((await place.run(['idp', 'test', '-f', 'sales', '--no-browser'])).code, 5);
    }));

  it('given an emulator in memory, then it says that nobody reaches it, and how a captured response can be judged', () =>
    withFleet(async (place) => {
      const { startForeground } = await import('../emulator/server-harness.js');
      const server = await startForeground(place, '--in-memory');
      try {
        const run = await place.run(['idp', 'test', '-f', 'sales', '--no-browser', '--json']);
        assert.equal(run.code, 7, run.stdout + run.stderr);
        const { message, hint: said } = errorOf(run);
        const hint = said ?? '';
        assert.match(message, /in memory, where no other process reaches it/);
        assert.ok(hint.includes(`Or begin at ${server.url}/sign-in: `), hint);
        assert.ok(hint.endsWith(`--backend aws --endpoint-url ${server.url} --response FILE`), hint);
      } finally {
        await server.stop();
      }
    }));

  it('given a service elsewhere, then it says that a captured response can be judged', () =>
    withFleet(async (place) => {
      const { startForeground } = await import('../emulator/server-harness.js');
      const server = await startForeground(place);
      const env = JSON.parse(await place.succeed(['emulator', 'env', '--json'])) as Readonly<
        Record<string, string>
      >;
      try {
        const argv = [
          'idp',
          'test',
          '-f',
          'sales',
          '--backend',
          'aws',
          '--endpoint-url',
          server.url,
          '--json',
        ];
        const run = await place.run(argv, { env: { ...env, WORKLINK_COMPANIONS: 'local' } });
        assert.equal(run.code, 7, run.stdout + run.stderr);
        assert.match(
          errorOf(run).hint ?? '',
          /SAMLResponse of the POST to the ACS URL, .* worklink idp test --fleet sales --response FILE$/,
        );
      } finally {
        await server.stop();
      }
    }));
});

describe('worklink emulator idp start', () => {
  it('given users in a file, then only they sign in, by their password', async () => {
    await Workplace.with(async (place) => {
      await writeFile(
        join(place.folder, 'users.csv'),
        'email,name,password,department\neve@example.com,Eve,open sesame,Research\n',
      );
      const idp = await startIdp(place, '--users', 'users.csv', '--metadata-out', 'idp.xml');
      try {
        await place.succeed(['fleet', 'create', 'sales']);
        await place.succeed(['emulator', 'clock', 'advance', '1h']);
        await place.succeed(['idp', 'link', '-f', 'sales', '--metadata', 'idp.xml']);
        publishAt(place, await freePort());
        const run = await trying(
          place,
          async (url) => {
            const login = await visit(url);
            for (const entries of [
              { user: 'eve@example.com', password: 'wrong' },
              { user: 'mallory@example.com', password: '' },
            ]) {
              assert.match((await submit(login, entries)).text, /The user or the password is wrong/);
            }
            await signIn(url, { user: 'EVE@example.com', password: 'open sesame' });
          },
          '--json',
        );
        assert.equal(run.code, 0, run.stderr);
        const { attributes } = JSON.parse(run.stdout) as {
          readonly attributes: Readonly<Record<string, readonly string[]>>;
        };
        assert.deepEqual(attributes, {
          email: ['eve@example.com'],
          name: ['Eve'],
          department: ['Research'],
        });
        assert.ok(!idp.stderr().includes('sesame'));
      } finally {
        assert.equal(await idp.stop(), 0);
      }
    });
  });

  it('given the service provider’s metadata, then responses are encrypted to it, and can be read', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      await place.succeed(['emulator', 'clock', 'advance', '1h']);
      await place.succeed(['idp', 'link', '-f', 'sales', '--without-metadata']);
      await place.succeed(['idp', 'sp-metadata', '-f', 'sales', '--output-file', 'sp.xml']);
      const idp = await startIdp(
        place,
        '--name',
        'other',
        '--sp-metadata',
        'sp.xml',
        '--metadata-out',
        'idp.xml',
      );
      try {
        await place.succeed(['idp', 'update', '-f', 'sales', '--metadata', 'idp.xml']);
        publishAt(place, await freePort());
        const { code, stdout, stderr } = await trying(place, (url) =>
          signIn(url, { misbehaviour: 'encrypted' }),
        );
        assert.equal(code, 0, stderr);
        assert.match(stdout, /EncryptedAssertion could be decrypted/);
        const wrong = await trying(place, (url) => signIn(url, { misbehaviour: 'encrypted-wrong-key' }));
        assert.equal(wrong.code, 3);
        assert.match(wrong.stdout, /FAILED decryption/);
      } finally {
        await idp.stop();
      }
    }));

  it('given metadata of no service provider, then it says so', () =>
    withFleet(async (place) => {
      const run = await place.run([
        'emulator',
        'idp',
        'start',
        '--name',
        'other',
        '--port',
        '0',
        '--sp-metadata',
        'mock-idp.xml',
      ]);
      assert.equal(run.code, 3);
      assert.match(run.stderr, /isn't a service provider's SAML 2\.0 metadata/);
    }));

  it('given two ways to go wrong, then they take turns on the login page', () =>
    withFleet(
      async (place) => {
        const chosen: (string | undefined)[] = [];
        for (let turn = 0; turn < 3; turn += 1) {
          await trying(place, async (url) => {
            const login = await visit(url);
            const misbehaviour = /<option[^>]*value="([^"]*)"[^>]*selected/.exec(login.html)?.[1];
            chosen.push(misbehaviour);
            await submit(await submit(login, { misbehaviour: misbehaviour ?? '' }));
          });
        }
        assert.deepEqual(chosen, ['unsigned', 'expired', 'unsigned']);
      },
      '--misbehave',
      'unsigned',
      '--misbehave',
      'expired',
    ));

  it('given a file that is there, then it is overwritten only where that is wanted', () =>
    Workplace.with(async (place) => {
      await writeFile(join(place.folder, 'idp.xml'), 'mine');
      const run = await place.run(['emulator', 'idp', 'start', '--port', '0', '--metadata-out', 'idp.xml']);
      assert.equal(run.code, 6);
      assert.equal(await readFile(join(place.folder, 'idp.xml'), 'utf8'), 'mine');
      await (await startIdp(place, '--metadata-out', 'idp.xml', '--force')).stop();
      assert.match(await readFile(join(place.folder, 'idp.xml'), 'utf8'), /EntityDescriptor/);
    }));

  it('given it was served before, then it has the same key, readable by its owner alone, until a new one is asked for', () =>
    Workplace.with(async (place) => {
      const certificates: (string | undefined)[] = [];
      for (const argv of [[], [], ['--new-key'], []]) {
        const idp = await startIdp(place, ...argv);
        const { html } = await visit(`${idp.url}/metadata`);
        certificates.push(/<ds:X509Certificate>([^<]*)</.exec(html)?.[1]);
        await idp.stop();
      }
      const [first, second, third, fourth] = certificates;
      assert.equal(second, first);
      assert.notEqual(third, first);
      assert.equal(fourth, third);
      const { stat } = await import('node:fs/promises');
      assert.equal((await stat(join(place.folder, 'data/mock-idp.json'))).mode & 0o777, 0o600);
    }));

  it('given one that runs, then it is found and told about, and another is refused', () =>
    Workplace.with(async (place) => {
      const rows = async (...argv: readonly string[]) =>
        (await place.json(['emulator', 'idp', 'status', ...argv])) as Readonly<Record<string, unknown>>[];
      const [absent, ...none] = await rows();
      assert.deepEqual([absent?.['running'], none], [false, []]);
      const stop = await place.run(['emulator', 'idp', 'stop', '--json']);
      assert.equal(stop.code, 5);
      assert.match(errorOf(stop).message, /^No mock identity provider runs beside '.*emulator\.db'/);
      const idp = await startIdp(place);
      const named = await startIdp(place, '--name', 'other');
      try {
        const found = await rows();
        assert.deepEqual(
          found.map(({ name, running, url, metadataUrl }) => [name, running, url, metadataUrl]),
          [
            [undefined, true, idp.url, `${idp.url}/metadata`],
            ['other', true, named.url, `${named.url}/metadata`],
          ],
        );
        assert.equal((await rows('--name', 'other')).length, 1);
        // No emulator runs: one beside it is not taken for it.
        const [emulator] = (await place.json(['emulator', 'status'])) as { readonly running: boolean }[];
        assert.equal(emulator?.running, false);
        for (const how of [[], ['--detach']]) {
          const again = await place.run(['emulator', 'idp', 'start', '--port', '0', ...how, '--json']);
          assert.equal(again.code, 6, again.stderr);
          assert.match(errorOf(again).message, /^A mock identity provider runs beside '.*' already, at http/);
          assert.match(errorOf(again).hint ?? '', /worklink emulator idp stop/);
        }
        const dry = await place.succeed(['emulator', 'idp', 'stop', '--dry-run']);
        assert.match(dry, /Would stop the mock identity provider at http/);
        assert.equal((await rows())[0]?.['running'], true);
      } finally {
        assert.deepEqual([await idp.stop(), await named.stop()], [0, 0]);
      }
      assert.equal((await rows())[0]?.['running'], false);
    }));

  it('given standard input in the background, then it says that nobody reads it', () =>
    Workplace.with(async (place) => {
      for (const flag of ['--users', '--sp-metadata']) {
        const run = await place.run(['emulator', 'idp', 'start', '--detach', flag, '-', '--json']);
        assert.equal(run.code, 2);
        assert.match(errorOf(run).message, /does not read standard input/);
      }
    }));

  it('given users that cannot be read, then it says which, without a password in it', () =>
    Workplace.with(async (place) => {
      const cases = [
        ['[]', /no list of 1/],
        ['- { name: Eve }', /User 1 has no email/],
        ['- { email: a@example.com, pass: secret-word }', /unknown member 'pass'/],
        ['- { email: a@example.com, password: [secret-word] }', /The password of user 1/],
        ['- { email: a@example.com }\n- { email: A@example.com }', /there twice/],
        ['- { email: "secret-word', /neither YAML nor CSV/],
      ] as const;
      for (const [text, words] of cases) {
        await writeFile(join(place.folder, 'users.yaml'), text);
        const run = await place.run(['emulator', 'idp', 'start', '--users', 'users.yaml', '--port', '0']);
        assert.equal(run.code, 3);
        assert.match(run.stderr, words);
        assert.ok(!run.stderr.includes('secret-word'));
      }
    }));
});

/** What can be read as soon as another process has written it. */
async function until<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await read();
    } catch (error) {
      if (tries > 500) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
