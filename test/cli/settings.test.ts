import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Workplace } from '../support/cli.js';

async function writeSettings(place: Workplace, where: 'project' | 'user', text: string): Promise<void> {
  const folder = where === 'project' ? place.folder : join(place.folder, 'config');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, where === 'project' ? '.worklink.yaml' : 'config.yaml'), text);
}

describe('settings', () => {
  it('when given in several places, then flag prevails over environment over project over user over default', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      const form = async (
        argv: readonly string[] = [],
        env: Readonly<Record<string, string>> = {},
      ): Promise<string> => {
        const text = await place.succeed(['fleet', 'list', ...argv], { env, cwd: 'below' });
        return text.startsWith('[')
          ? 'json'
          : text.startsWith('- ')
            ? 'yaml'
            : text.startsWith('fleetName,')
              ? 'csv'
              : text.startsWith('NAME')
                ? 'table'
                : 'text';
      };
      assert.equal(await form(), 'table');
      await writeSettings(place, 'user', 'output: text\n');
      assert.equal(await form(), 'text');
      await writeSettings(place, 'project', 'output: csv\n');
      assert.equal(await form(), 'csv');
      assert.equal(await form([], { WORKLINK_OUTPUT: 'yaml' }), 'yaml');
      assert.equal(await form([], { WORKLINK_OUTPUT: '' }), 'csv', 'an empty variable says nothing');
      assert.equal(await form(['-o', 'table'], { WORKLINK_OUTPUT: 'yaml' }), 'table');
      assert.equal(await form(['--json'], { WORKLINK_OUTPUT: 'yaml' }), 'json');
      assert.equal(await form(['-o', 'table'], { WORKLINK_JSON: 'true' }), 'table');
    }));

  it('given a relative state file, then a project file means its own folder, a flag the working directory', () =>
    Workplace.with(async (place) => {
      await writeSettings(place, 'project', 'state: mine.db\n');
      await place.succeed(['fleet', 'create', 'sales'], { cwd: 'a/b' });
      const names = ['fleet', 'list', '--query', '[].fleetName', '--json'];
      assert.equal(
        await place.succeed([...names, '--state', '../mine.db'], { cwd: 'a' }),
        '[\n  "sales"\n]\n',
      );
      assert.equal(await place.succeed([...names, '--state', 'mine.db'], { cwd: 'a' }), '[]\n');
    }));

  it('given any flag of a command as a variable, then it counts as the flag', () =>
    Workplace.with(async (place) => {
      const env = {
        WORKLINK_TAG: 'a=1,b=2',
        WORKLINK_DISPLAY_NAME: 'Sales',
        WORKLINK_WAIT: 'yes',
        WORKLINK_INTERVAL: '1s',
      };
      const { tags, displayName, fleetStatus } = (await place.json(['fleet', 'create', 'sales'], {
        env,
      })) as Record<string, unknown>;
      assert.deepEqual(
        { tags, displayName, fleetStatus },
        { tags: { a: '1', b: '2' }, displayName: 'Sales', fleetStatus: 'ACTIVE' },
      );
      assert.deepEqual(place.clock.slept, [1000, 1000]);
      const update = await place.run(['fleet', 'update', 'sales', '--clear-display-name'], { env });
      assert.equal(update.code, 0, 'what a flag excludes is the other flag, not a variable');
    }));

  it('given a value a flag cannot have, then a usage error that names where it stands', () =>
    Workplace.with(async (place) => {
      for (const env of [
        { WORKLINK_OUTPUT: 'xml' },
        { WORKLINK_QUIET: 'perhaps' },
        { WORKLINK_MAX_ITEMS: '0' },
        { WORKLINK_BACKEND: 'cloud' },
      ]) {
        const { code, stderr } = await place.run(['fleet', 'list'], { env });
        assert.equal(code, 2);
        assert.ok(stderr.startsWith(`Error: ${Object.keys(env)[0] ?? ''} is '`), stderr);
      }
    }));

  it('given a settings file that is none, then a usage error that names it', () =>
    Workplace.with(async (place) => {
      for (const text of [
        '- a\n',
        'output: [json]\n',
        'ouput: json\n',
        'confirm: sales\n',
        'output: xml\n',
        '{',
        '&a [*a]',
        `# ${'x'.repeat(70_000)}`,
      ]) {
        await writeSettings(place, 'project', text);
        const { code, stderr } = await place.run(['fleet', 'list']);
        assert.equal(code, 2, text.slice(0, 20));
        assert.match(stderr, /\.worklink\.yaml/);
      }
      await writeSettings(place, 'project', 'ouput: json\n');
      assert.match((await place.run(['fleet', 'list'])).stderr, /did you mean output\?/);
      await writeSettings(place, 'project', '\n');
      assert.equal((await place.run(['fleet', 'list'])).code, 0);
    }));
});
