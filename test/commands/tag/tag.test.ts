import assert from 'node:assert/strict';
import { Workplace } from '../../support/cli.js';

function withFleet<T>(body: (place: Workplace) => Promise<T>): Promise<T> {
  return Workplace.with(async (place) => {
    await place.succeed(['fleet', 'create', 'sales', '--tag', 'stage=trial']);
    return body(place);
  });
}

describe('worklink tag', () => {
  it('when set, then new values replace, others stay, and all are printed', () =>
    withFleet(async (place) => {
      assert.deepEqual(await place.json(['tag', 'set', 'owner=ops', '__proto__=x', '--fleet', 'sales']), [
        { key: '__proto__', value: 'x' },
        { key: 'owner', value: 'ops' },
        { key: 'stage', value: 'trial' },
      ]);
      assert.equal(
        await place.succeed(['tag', 'set', 'stage=', '-f', 'sales', '-o', 'text', '--columns', 'key,value']),
        '__proto__\tx\nowner\tops\nstage\t\n',
      );
    }));

  it('when removed, then the rest is printed, and a tag that is not there is not found', () =>
    withFleet(async (place) => {
      await place.succeed(['tag', 'set', 'owner=ops', '-f', 'sales']);
      assert.deepEqual(await place.json(['tag', 'remove', 'stage', 'stage', '-f', 'sales']), [
        { key: 'owner', value: 'ops' },
      ]);
      const { code, stderr } = await place.run(['tag', 'remove', 'stage', '-f', 'sales']);
      assert.equal(code, 5);
      assert.match(stderr, /no tag 'stage'\.\nIt has: 'owner'\./);
      assert.deepEqual(await place.json(['tag', 'remove', 'owner', '-f', 'sales']), []);
    }));

  it('when listed without any, then an empty array, and a fleet that is not there is not found', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      assert.deepEqual(await place.json(['tag', 'list', '-f', 'sales']), []);
      for (const argv of [['list'], ['set', 'a=b'], ['remove', 'a']]) {
        const { code, stderr } = await place.run(['tag', ...argv, '-f', 'seles']);
        assert.equal(code, 5, argv.join(' '));
        assert.match(stderr, /Did you mean sales/);
      }
    }));

  it('given every character a key may have, then set, listed and removed as it is', () =>
    withFleet(async (place) => {
      const key = 'Az09+,-./:;<=_';
      const written = key.replaceAll('=', '\\=');
      const value = ' a=b\\=c "ü" 🚀 ';
      assert.deepEqual(await place.json(['tag', 'set', `${written}=${value}`, '-f', 'sales']), [
        { key, value },
        { key: 'stage', value: 'trial' },
      ]);
      assert.deepEqual(await place.json(['tag', 'remove', key, '-f', 'sales']), [
        { key: 'stage', value: 'trial' },
      ]);
    }));

  for (const tag of ['aws:a=b', '=b', 'a', 'a b=c', 'ü=c', 'a\\=b', 'a@b=c']) {
    it(`given ${tag}, then refused, and nothing is sent`, () =>
      withFleet(async (place) => {
        const { code } = await place.run(['tag', 'set', tag, '-f', 'sales']);
        assert.equal(code, tag.replaceAll('\\=', '').indexOf('=') < 1 ? 2 : 3);
        assert.equal(((await place.json(['tag', 'list', '-f', 'sales'])) as unknown[]).length, 1);
      }));
  }

  it('given --dry-run, then nothing changes', () =>
    withFleet(async (place) => {
      assert.match(await place.succeed(['tag', 'set', 'a=b', '-f', 'sales', '--dry-run']), /^Would set/);
      assert.match(
        await place.succeed(['tag', 'remove', 'stage', '-f', 'sales', '--dry-run']),
        /^Would remove/,
      );
      assert.deepEqual(await place.json(['tag', 'list', '-f', 'sales']), [{ key: 'stage', value: 'trial' }]);
    }));

  it('given more than 50 tags in all, then refused, 3, before anything is sent', () =>
    withFleet(async (place) => {
      const many = Array.from({ length: 49 }, (_, index) => `k${String(index)}=v`);
      await place.succeed(['tag', 'set', ...many, '-f', 'sales']);
      assert.equal((await place.run(['tag', 'set', 'one-more=v', '-f', 'sales'])).code, 3);
      assert.equal(
        (await place.run(['tag', 'set', 'k1=other', '-f', 'sales'])).code,
        0,
        'replacing adds none',
      );
    }));

  it('given no fleet, then a usage error that names the flag; the environment can give it', () =>
    withFleet(async (place) => {
      const { code, stderr } = await place.run(['tag', 'list']);
      assert.equal(code, 2);
      assert.match(stderr, /Missing --fleet/);
      assert.match(await place.succeed(['tag', 'list'], { env: { WORKLINK_FLEET: 'sales' } }), /trial/);
    }));
});
