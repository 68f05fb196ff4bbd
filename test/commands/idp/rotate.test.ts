import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AwsWorld, enterAwsWorld, KEYS } from '../../backends/aws/stub.js';
import { type Workplace } from '../../support/cli.js';
import { type Foreground } from '../../support/foreground.js';
import { formOf, submit, visit } from '../../support/visitor.js';
import { errorOf } from '../domain/prepared.js';
import { startForeground } from '../emulator/server-harness.js';
import { signIn, startIdp, trying, withFleet } from './live.js';

interface Status {
  readonly state: string;
  readonly linked?: string;
  readonly oldCertificates?: readonly string[];
  readonly newCertificates?: readonly string[];
  readonly provenBy?: string;
}

const on = (verb: string, ...words: readonly string[]): string[] => [
  'idp',
  'rotate',
  verb,
  '-f',
  'sales',
  ...words,
];

async function status(place: Workplace): Promise<Status> {
  return (await place.json(on('status'))) as Status;
}

async function linked(place: Workplace): Promise<string> {
  const shown = (await place.json(['idp', 'show', '-f', 'sales'])) as Readonly<Record<string, unknown>>;
  return String(shown['identityProviderSamlMetadata']);
}

/** An identity provider that signs with a new key, and is the same in all else. */
async function withNewKey(body: (place: Workplace, idp: Foreground) => Promise<void>): Promise<void> {
  await withFleet(async (place, old) => {
    const { port } = new URL(old.url);
    await old.stop();
    const idp = await startIdp(place, '--port', port, '--new-key', '--metadata-out', 'new.xml');
    try {
      await body(place, idp);
    } finally {
      await idp.stop();
    }
  });
}

describe('worklink idp rotate', () => {
  it('given a new key, when it is started, proven and finished, then users can sign in all the way, and the old key is gone', () =>
    withNewKey(async (place) => {
      // With the old key linked alone, the new one does not do.
      assert.equal((await trying(place, (url) => signIn(url))).code, 3);
      await place.succeed(on('start', '--metadata', 'new.xml'));
      const started = await status(place);
      assert.deepEqual([started.state, started.linked], ['STARTED', 'both']);
      const unproven = await place.run(on('finish', '--json'));
      assert.equal(unproven.code, 6);
      assert.match(errorOf(unproven).message, /No sign-in has proven/);

      const run = await trying(place, (url) => signIn(url));
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stderr, /The new signing certificate is proven/);
      const proven = await status(place);
      assert.equal(proven.state, 'PROVEN');
      assert.deepEqual([proven.provenBy], proven.newCertificates);

      await place.succeed(on('finish'));
      assert.equal(await linked(place), await readFile(join(place.folder, 'new.xml'), 'utf8'));
      assert.equal((await status(place)).state, 'NONE');
      assert.equal((await trying(place, (url) => signIn(url))).code, 0);
    }));

  it('given a sign-in with the old key, then nothing is proven', () =>
    withFleet(async (place, idp) => {
      const { port } = new URL(idp.url);
      const key = await readFile(join(place.folder, 'data/mock-idp.json'));
      await idp.stop();
      const other = await startIdp(place, '--port', port, '--new-key', '--metadata-out', 'new.xml');
      await other.stop();
      await writeFile(join(place.folder, 'data/mock-idp.json'), key);
      const old = await startIdp(place, '--port', port);
      try {
        await place.succeed(on('start', '--metadata', 'new.xml'));
        const run = await trying(place, (url) => signIn(url));
        assert.equal(run.code, 0, run.stderr);
        assert.match(run.stderr, /not proven yet/);
        assert.equal((await status(place)).state, 'STARTED');
      } finally {
        await old.stop();
      }
    }));

  it('given a captured response, then it is proof where the new key signed it', () =>
    withNewKey(async (place) => {
      await place.succeed(on('start', '--metadata', 'new.xml'));
      await trying(place, async (url) => {
        const handOver = await submit(await visit(url), { user: 'alice@example.com', misbehaviour: '' });
        await writeFile(join(place.folder, 'response.txt'), formOf(handOver).fields['SAMLResponse'] ?? '');
        await submit(handOver, { SAMLResponse: 'AAAA' });
      });
      assert.equal((await status(place)).state, 'STARTED');
      // The emulator's clock is ahead of the machine's, by which the response was issued.
      const at = new Date(place.clock.now().getTime()).toISOString();
      const finish = on('finish', '--response', 'response.txt', '--at', at);
      assert.match(await place.succeed([...finish, '--dry-run']), /Would remove the old/);
      assert.equal((await status(place)).linked, 'both');
      await place.succeed(finish);
      assert.equal((await status(place)).state, 'NONE');
    }));

  it('given a captured response of the old key, then it is none', () =>
    withFleet(async (place, idp) => {
      let captured = '';
      await trying(place, async (url) => {
        const handOver = await submit(await visit(url), { user: 'alice@example.com', misbehaviour: '' });
        captured = formOf(handOver).fields['SAMLResponse'] ?? '';
        await submit(handOver);
      });
      await writeFile(join(place.folder, 'response.txt'), captured);
      const { port } = new URL(idp.url);
      await idp.stop();
      await (await startIdp(place, '--port', port, '--new-key', '--metadata-out', 'new.xml')).stop();
      await place.succeed(on('start', '--metadata', 'new.xml'));
      const at = place.clock.now().toISOString();
      const run = await place.run(on('finish', '--response', 'response.txt', '--at', at, '--json'));
      assert.equal(run.code, 3);
      assert.match(errorOf(run).message, /refused/);
      assert.equal((await status(place)).linked, 'both');
    }));

  it('given a rollback, then the very document is linked that was', () =>
    withNewKey(async (place) => {
      const before = await linked(place);
      await place.succeed(on('start', '--metadata', 'new.xml'));
      assert.notEqual(await linked(place), before);
      assert.match(await place.succeed(on('rollback', '--dry-run')), /Would end/);
      await place.succeed(on('rollback'));
      assert.equal(await linked(place), before);
      assert.equal((await place.run(on('rollback'))).code, 5);
    }));

  it('given other metadata linked meanwhile, then neither end overwrites it, and the rotation can be forgotten', () =>
    withNewKey(async (place) => {
      const other = join(import.meta.dirname, '../../../examples/okta-metadata.xml');
      await place.succeed(on('start', '--metadata', 'new.xml'));
      await place.succeed(['idp', 'update', '-f', 'sales', '--metadata', other]);
      assert.equal((await status(place)).linked, 'others');
      assert.equal((await place.run(on('rollback'))).code, 6);
      await place.succeed(on('rollback', '--forget'));
      assert.equal(await linked(place), await readFile(other, 'utf8'));
    }));

  it('given metadata that is no new key’s, then it says why, and nothing is kept', () =>
    withNewKey(async (place) => {
      const other = join(import.meta.dirname, '../../../examples/okta-metadata.xml');
      const same = await place.run(on('start', '--metadata', 'mock-idp.xml', '--json'));
      assert.equal(same.code, 3);
      assert.match(errorOf(same).message, /no signing certificate that is not linked already/);
      const another = await place.run(on('start', '--metadata', other, '--json'));
      assert.equal(another.code, 3);
      assert.match(errorOf(another).message, /is of '.*', and '.*' is linked/);
      await writeFile(join(place.folder, 'broken.xml'), '<html/>');
      assert.equal((await place.run(on('start', '--metadata', 'broken.xml'))).code, 3);
      assert.match(await place.succeed(on('start', '--metadata', 'new.xml', '--dry-run')), /Would link both/);
      await assert.rejects(readdir(join(place.folder, 'data/rotations')), { code: 'ENOENT' });
    }));

  it('given a rotation under way, then another is refused, and its file is its owner’s alone', () =>
    withNewKey(async (place) => {
      await place.succeed(on('start', '--metadata', 'new.xml'));
      assert.equal((await place.run(on('start', '--metadata', 'new.xml'))).code, 6);
      const folder = join(place.folder, 'data/rotations');
      const [file = ''] = await readdir(folder);
      assert.equal((await stat(join(folder, file))).mode & 0o777, 0o600);
      await writeFile(join(folder, file), '{"fleetArn":1}');
      const run = await place.run(on('status', '--json'));
      assert.equal(run.code, 3);
      assert.match(errorOf(run).message, /does not hold a rotation/);
    }));
});

describe('worklink idp rotate of a service at an endpoint', () => {
  let world: AwsWorld;
  before(async () => {
    world = await enterAwsWorld(KEYS);
  });
  after(() => world.leave());

  it('given the service at an endpoint, then it is started, proven by a captured response, and finished or taken back there', () =>
    withNewKey(async (place) => {
      // An AWS client signs by the machine's clock.
      place.clock.advance(Date.now() - place.clock.now().getTime());
      let captured = '';
      await trying(place, async (url) => {
        const handOver = await submit(await visit(url), { user: 'alice@example.com', misbehaviour: '' });
        captured = formOf(handOver).fields['SAMLResponse'] ?? '';
        await submit(handOver);
      });
      await writeFile(join(place.folder, 'response.txt'), captured);
      const before = await linked(place);
      // On the port that the ACS has: the response is to that.
      const { serviceProviderSamlMetadata } = (await place.json(['idp', 'show', '-f', 'sales'])) as Readonly<
        Record<string, string>
      >;
      const port = /http:\/\/127\.0\.0\.1:(\d+)\/saml/.exec(serviceProviderSamlMetadata ?? '')?.[1] ?? '';
      const server = await startForeground(place, '--port', port);
      const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = JSON.parse(
        await place.succeed(['emulator', 'env', '--json']),
      ) as Readonly<Record<string, string>>;
      Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
      const aws = (verb: string, ...words: readonly string[]): Promise<string> => {
        const there = ['--backend', 'aws', '--companions', 'local', '--endpoint-url', server.url];
        return place.succeed([...on(verb, ...words), ...there]);
      };
      try {
        const at = place.clock.now().toISOString();
        await aws('start', '--metadata', 'new.xml');
        const started = JSON.parse(await aws('status', '--json')) as Status;
        assert.deepEqual([started.state, started.linked], ['STARTED', 'both']);
        // What was started at an endpoint is no rotation of the state file's, although it is the same service.
        assert.equal((await status(place)).state, 'NONE');
        await aws('rollback');
        assert.equal(await linked(place), before);
        await aws('start', '--metadata', 'new.xml');
        await aws('finish', '--response', 'response.txt', '--at', at);
        assert.equal(await linked(place), await readFile(join(place.folder, 'new.xml'), 'utf8'));
      } finally {
        await server.stop();
      }
    }));
});
