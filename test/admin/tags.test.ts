import assert from 'node:assert/strict';
import { checkInput } from '../../src/core/admin/check-input.js';
import { createFleet } from '../../src/core/admin/fleets.js';
import { listTags, planTagRemoval, planTags, removeTags, setTags } from '../../src/core/admin/tags.js';
import { withAccount } from '../support/account.js';

describe('tags', () => {
  it('when planned, then nothing is sent; when sent, then all tags come back, by key', () =>
    withAccount(async ({ account, caller }) => {
      const backend = account.backend(caller());
      await createFleet(backend, { FleetName: 'sales', Tags: { b: '2' } });
      const plan = await planTags(backend, 'sales', { c: '3', a: '1' });
      assert.deepEqual(await listTags(backend, 'sales'), [{ key: 'b', value: '2' }]);
      assert.deepEqual(
        (await setTags(backend, plan)).map(({ key }) => key),
        ['a', 'b', 'c'],
      );
      const removal = await planTagRemoval(backend, 'sales', ['b', 'a', 'b']);
      assert.deepEqual(removal.TagKeys, ['b', 'a']);
      assert.deepEqual(await removeTags(backend, removal), [{ key: 'c', value: '3' }]);
    }));

  it('given keys and values beyond the limits, then refused input', () =>
    withAccount(async ({ account, caller }) => {
      const backend = account.backend(caller());
      await createFleet(backend, { FleetName: 'sales' });
      const refused: readonly Readonly<Record<string, string>>[] = [
        {},
        { 'aws:a': '' },
        { 'a b': '' },
        { ['k'.repeat(129)]: '' },
        { a: 'v'.repeat(257) },
      ];
      for (const tags of refused) {
        await assert.rejects(
          planTags(backend, 'sales', tags),
          { code: 'InvalidInput' },
          JSON.stringify(tags).slice(0, 20),
        );
      }
      await assert.rejects(planTagRemoval(backend, 'sales', []), { code: 'InvalidInput' });
    }));
});

describe('checking input', () => {
  it("given a member nobody named, then it is called by its own name, with the model's own words", () => {
    assert.throws(
      () => {
        checkInput('CreateFleet', { FleetName: 'a', DisplayName: 'x'.repeat(101) }, {});
      },
      {
        code: 'InvalidInput',
        message: /^DisplayName 'x+' must have length less than or equal to 100\.$/,
      },
    );
    assert.throws(
      () => {
        checkInput('CreateFleet', {}, { FleetName: { label: 'NAME' } });
      },
      { message: /^NAME must not be null\.$/ },
    );
  });
});
