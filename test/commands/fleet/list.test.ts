import assert from 'node:assert/strict';
import { Workplace } from '../../support/cli.js';

async function withFleets<T>(names: readonly string[], body: (place: Workplace) => Promise<T>): Promise<T> {
  return Workplace.with(async (place) => {
    for (const name of names) await place.succeed(['fleet', 'create', name]);
    return body(place);
  });
}

describe('worklink fleet list', () => {
  it('given no fleets, then prints nothing or an empty array, and tells a person on stderr unless quiet', () =>
    Workplace.with(async (place) => {
      const told = await place.run(['fleet', 'list']);
      assert.deepEqual([told.code, told.stdout], [0, '']);
      assert.match(told.stderr, /There are no fleets in us-east-1/);
      assert.deepEqual(await place.run(['fleet', 'list', '--quiet']), { code: 0, stdout: '', stderr: '' });
      assert.deepEqual(await place.run(['fleet', 'list', '--json']), { code: 0, stdout: '[]\n', stderr: '' });
      assert.deepEqual(await place.run(['fleet', 'list', '-o', 'yaml']), {
        code: 0,
        stdout: '[]\n',
        stderr: '',
      });
      assert.equal((await place.run(['fleet', 'list', '-o', 'text'])).stdout, '');
      assert.match((await place.run(['fleet', 'list', '-o', 'csv'])).stdout, /^fleetName,/);
    }));

  it('given fleets, then a table without trailing spaces, its identifiers whole', () =>
    withFleets(['a', 'b'.repeat(48)], async (place) => {
      const lines = (await place.succeed(['fleet', 'list'], { stdoutTerminal: true })).split('\n');
      assert.match(lines[0] ?? '', /^\S*NAME\S*  +.*DISPLAY NAME.*STATUS.*COMPANY CODE.*CREATED/);
      assert.ok(lines.some((line) => line.startsWith(`${'b'.repeat(48)}  `)));
      const piped = await place.succeed(['fleet', 'list']);
      assert.doesNotMatch(piped, / $/m);
      assert.doesNotMatch(piped, /\u001b/);
    }));

  it('given --max-items, then the notice on stderr says how to go on, and going on ends the list', () =>
    withFleets(['a', 'b', 'c', 'd', 'e'], async (place) => {
      const names: string[] = [];
      let token: string | undefined;
      const sizes: number[] = [];
      do {
        const { code, stdout, stderr } = await place.run([
          'fleet',
          'list',
          '--json',
          '--max-items',
          '2',
          '--page-size',
          '3',
          ...(token === undefined ? [] : ['--starting-token', token]),
        ]);
        assert.equal(code, 0, stderr);
        const page = JSON.parse(stdout) as { fleetName: string }[];
        sizes.push(page.length);
        names.push(...page.map(({ fleetName }) => fleetName));
        token = /--starting-token (\S+)/.exec(stderr)?.[1];
      } while (token !== undefined);
      assert.deepEqual(names, ['a', 'b', 'c', 'd', 'e']);
      assert.deepEqual(sizes, [2, 2, 1]);
    }));

  it('given pages smaller than the list, then lists everything in one valid document', () =>
    withFleets(['a', 'b', 'c'], async (place) => {
      const fleets = (await place.json(['fleet', 'list', '--page-size', '1'])) as { fleetName: string }[];
      assert.deepEqual(
        fleets.map(({ fleetName }) => fleetName),
        ['a', 'b', 'c'],
      );
    }));

  it('given a forged token, then the service refuses it, 3', () =>
    withFleets(['a'], async (place) => {
      const { code, stdout } = await place.run(['fleet', 'list', '--starting-token', 'forged', '--json']);
      assert.equal(code, 3);
      assert.equal((JSON.parse(stdout) as { error: { code: string } }).error.code, 'InvalidRequestException');
    }));

  it('given another Region, then its fleets alone are listed', () =>
    withFleets(['a'], async (place) => {
      await place.succeed(['fleet', 'create', 'b', '--region', 'eu-west-1']);
      const names = ['fleet', 'list', '--query', '[].fleetName', '-o', 'text'];
      assert.equal(await place.succeed(names), 'a\n');
      assert.equal(await place.succeed([...names, '--region', 'eu-west-1']), 'b\n');
      assert.equal(await place.succeed(names, { env: { AWS_REGION: 'eu-west-1' } }), 'b\n');
      assert.equal(
        await place.succeed(names, { env: { AWS_REGION: 'eu-west-1', WORKLINK_REGION: 'us-east-1' } }),
        'a\n',
      );
      assert.equal((await place.run([...names, '--region', '../x'])).code, 2);
    }));

  it('given --columns, then exactly these in this order, and an unknown one is refused before anything', () =>
    withFleets(['a'], async (place) => {
      const chosen = ['fleet', 'list', '--columns', 'fleetStatus,FLEETNAME'];
      assert.equal(await place.succeed(chosen), 'STATUS    NAME\nCREATING  a\n');
      assert.equal(await place.succeed([...chosen, '--no-header']), 'CREATING  a\n');
      assert.equal(await place.succeed([...chosen, '-o', 'csv']), 'fleetStatus,fleetName\nCREATING,a\n');
      assert.equal(await place.succeed([...chosen, '-o', 'text']), 'CREATING\ta\n');
      assert.equal((await place.run([...chosen, '--json'])).code, 2);
      const wrong = await place.run(['fleet', 'create', 'b', '--columns', 'fleetname,colour']);
      assert.equal(wrong.code, 2);
      assert.equal((await place.run(['fleet', 'show', 'b'])).code, 5, 'nothing was created');
    }));

  it('given --output off, then prints nothing', () =>
    withFleets(['a'], async (place) => {
      assert.deepEqual(await place.run(['fleet', 'list', '-o', 'off']), { code: 0, stdout: '', stderr: '' });
      assert.equal((await place.run(['fleet', 'show', 'b', '-o', 'off'])).code, 5);
    }));
});
