import assert from 'node:assert/strict';
import { type StartSubject, useSubject } from '../subject.js';

function numbered(count: number, prefix: string): Record<string, string> {
  // Digits are admitted by the model's pattern: its "+-=" is a range.
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${String(index)}`, '']));
}

export function describeTags(start: StartSubject): void {
  describe('tags', () => {
    const trial = useSubject(start);
    let ResourceArn: string;
    beforeEach(async () => {
      ResourceArn = await trial.fleet();
    });

    async function tags(): Promise<Readonly<Record<string, string>>> {
      return (await trial.call('ListTagsForResource', { ResourceArn })).Tags ?? {};
    }

    it('adds, replaces and removes tags', async () => {
      assert.deepEqual(await tags(), {});
      assert.deepEqual(await trial.call('TagResource', { ResourceArn, Tags: { a: '1', b: '2' } }), {});
      await trial.call('TagResource', { ResourceArn, Tags: { b: '3', c: '' } });
      assert.deepEqual(await tags(), { a: '1', b: '3', c: '' });
      assert.deepEqual(
        await trial.call('UntagResource', { ResourceArn, TagKeys: ['a', 'c', 'unknown'] }),
        {},
      );
      assert.deepEqual(await tags(), { b: '3' });
    });

    it('keeps case, odd characters, and keys that objects have of their own', async () => {
      const odd = JSON.parse(
        '{"Key":"A","key":"b","a:b/c+d=e._-":"ü 🚀 \\"\\\\","constructor":"x","toString":"y"}',
      ) as Record<string, string>;
      await trial.call('TagResource', { ResourceArn, Tags: odd });
      assert.deepEqual(Object.entries(await tags()).sort(), Object.entries(odd).sort());
      await trial.call('UntagResource', {
        ResourceArn,
        TagKeys: ['a:b/c+d=e._-', 'constructor', 'toString'],
      });
      assert.deepEqual(await tags(), { Key: 'A', key: 'b' });
    });

    it('are told by the fleet too', async () => {
      await trial.call('TagResource', { ResourceArn, Tags: { a: '1' } });
      assert.deepEqual((await trial.call('DescribeFleetMetadata', { FleetArn: ResourceArn })).Tags, {
        a: '1',
      });
    });

    it('are fifty at most', async () => {
      await trial.call('TagResource', { ResourceArn, Tags: numbered(50, 'a') });
      await trial.refuses(
        'InvalidRequestException',
        'TagResource',
        { ResourceArn, Tags: { one: 'more' } },
        /50/,
      );
      await trial.call('TagResource', { ResourceArn, Tags: { a0: 'replaced' } });
      assert.equal(Object.keys(await tags()).length, 50);
      await trial.call('UntagResource', { ResourceArn, TagKeys: Object.keys(numbered(50, 'a')) });
      assert.deepEqual(await tags(), {});
    });

    it('refuses keys the model does not admit', async () => {
      for (const key of ['aws:reserved', 'sp ace', 'ü', 'a'.repeat(129)]) {
        await trial.refuses(
          'InvalidRequestException',
          'TagResource',
          { ResourceArn, Tags: { [key]: '' } },
          /Tags/,
        );
      }
      assert.deepEqual(await tags(), {});
    });

    it('says "invalid request" of what is not there: the model knows no other error', async () => {
      const nothing = { ResourceArn: trial.arn('nothing') };
      await trial.refuses('InvalidRequestException', 'ListTagsForResource', nothing, /nothing/);
      await trial.refuses('InvalidRequestException', 'TagResource', { ...nothing, Tags: { a: '' } });
      await trial.refuses('InvalidRequestException', 'UntagResource', { ...nothing, TagKeys: ['a'] });
    });
  });
}
