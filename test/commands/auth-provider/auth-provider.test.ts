import assert from 'node:assert/strict';
import { Workplace } from '../../support/cli.js';

function withFleet<T>(body: (place: Workplace) => Promise<T>): Promise<T> {
  return Workplace.with(async (place) => {
    await place.succeed(['fleet', 'create', 'sales']);
    return body(place);
  });
}

function associate(place: Workplace, ...argv: readonly string[]) {
  return place.run(['auth-provider', 'associate', ...argv, '-f', 'sales']);
}

async function list(place: Workplace): Promise<Record<string, string>[]> {
  return (await place.json(['auth-provider', 'list', '-f', 'sales'])) as Record<string, string>[];
}

describe('worklink auth-provider', () => {
  it('when one is associated, then it is listed with domain, type and date; when disassociated, then not', () =>
    withFleet(async (place) => {
      const made = (await place.json([
        'auth-provider',
        'associate',
        'Login.example.com',
        '-f',
        'sales',
      ])) as Record<string, string>;
      const [listed] = await list(place);
      assert.deepEqual(listed, made);
      assert.match(listed['authorizationProviderId'] ?? '', /^[0-9a-f-]{36}$/);
      assert.deepEqual(
        { ...listed, authorizationProviderId: '' },
        {
          authorizationProviderId: '',
          authorizationProviderType: 'SAML',
          domainName: 'Login.example.com',
          createdTime: '2026-01-01T00:00:00.000Z',
        },
      );
      assert.match(
        await place.succeed(['auth-provider', 'list', '-f', 'sales']),
        /^DOMAIN +PROVIDER TYPE +DATE CREATED +ID\n/,
      );
      assert.equal(
        await place.succeed(['auth-provider', 'disassociate', 'login.EXAMPLE.com', '-f', 'sales', '--yes']),
        'Disassociated SAML provider Login.example.com from fleet sales.\n',
      );
      assert.deepEqual(await list(place), []);
    }));

  it('when disassociated by its id, then just that one goes', () =>
    withFleet(async (place) => {
      await associate(place, 'a.example.com');
      await associate(place, 'b.example.com');
      const [first] = await list(place);
      const id = first?.['authorizationProviderId'] ?? '';
      await place.succeed(['auth-provider', 'disassociate', id, '-f', 'sales', '--yes']);
      assert.deepEqual(
        (await list(place)).map(({ domainName }) => domainName),
        ['b.example.com'],
      );
    }));

  it('given more than a page, then all are listed, and a list that was cut goes on where it ended', () =>
    withFleet(async (place) => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) await associate(place, `${name}.example.com`);
      const names = ['auth-provider', 'list', '-f', 'sales', '--query', '[].domainName', '-o', 'json'];
      const every = JSON.parse(await place.succeed([...names, '--page-size', '2'])) as string[];
      assert.deepEqual(every.length, 5);
      const cut = await place.run([...names, '--max-items', '3']);
      assert.deepEqual(JSON.parse(cut.stdout), every.slice(0, 3));
      const token = /--starting-token (\S+)/.exec(cut.stderr)?.[1] ?? '';
      assert.deepEqual(
        JSON.parse(await place.succeed([...names, '--starting-token', token])),
        every.slice(3),
      );
    }));

  it('given a domain twice, in other case too, then it exists already, 6', () =>
    withFleet(async (place) => {
      await associate(place, 'login.example.com');
      const { code, stderr } = await associate(place, 'LOGIN.example.com');
      assert.equal(code, 6);
      assert.match(stderr, /has the SAML provider 'LOGIN\.example\.com' already, as [0-9a-f-]{36}/);
    }));

  for (const bad of [
    'https://login.example.com/',
    'login',
    '*.example.com',
    'a b.example.com',
    'x.y_z',
    '',
  ]) {
    it(`given ${JSON.stringify(bad)} for a domain, then refused, and nothing is sent`, () =>
      withFleet(async (place) => {
        const { code } = await associate(place, bad);
        assert.equal(code, bad === '' ? 2 : 3);
        assert.deepEqual(await list(place), []);
      }));
  }

  it('given another type, then a usage error', () =>
    withFleet(async (place) => {
      assert.equal((await associate(place, 'login.example.com', '--type', 'OIDC')).code, 2);
    }));

  it('given a provider or a fleet that is not there, then not found, 5, with those near it', () =>
    withFleet(async (place) => {
      await associate(place, 'login.example.com');
      const wrong = await place.run(['auth-provider', 'disassociate', 'logon.example.com', '-f', 'sales']);
      assert.equal(wrong.code, 5);
      assert.match(wrong.stderr, /Did you mean login\.example\.com\?/);
      for (const argv of [['list'], ['associate', 'a.example.com'], ['disassociate', 'login.example.com']]) {
        const { code, stderr } = await place.run(['auth-provider', ...argv, '-f', 'seles']);
        assert.equal(code, 5, argv.join(' '));
        assert.match(stderr, /Did you mean sales/);
      }
    }));

  it('when nobody can be asked or the answer is no, then it stays, 4', () =>
    withFleet(async (place) => {
      await associate(place, 'login.example.com');
      const argv = ['auth-provider', 'disassociate', 'login.example.com', '-f', 'sales'];
      assert.equal((await place.run(argv)).code, 4);
      assert.equal((await place.run(argv, { terminal: true, answers: ['n\r'] })).code, 4);
      assert.equal((await list(place)).length, 1);
      assert.equal((await place.run(argv, { terminal: true, answers: ['y\r'] })).code, 0);
    }));

  it('given --dry-run, then the call is shown and nothing changes', () =>
    withFleet(async (place) => {
      const planned = (await place.json([
        'auth-provider',
        'associate',
        'login.example.com',
        '-f',
        'sales',
        '--dry-run',
      ])) as { calls: unknown[] };
      assert.deepEqual(planned.calls, [
        {
          operation: 'AssociateWebsiteAuthorizationProvider',
          input: {
            FleetArn: 'arn:aws:worklink::123456789012:fleet/sales',
            AuthorizationProviderType: 'SAML',
            DomainName: 'login.example.com',
          },
        },
      ]);
      assert.deepEqual(await list(place), []);
      await associate(place, 'login.example.com');
      const argv = ['auth-provider', 'disassociate', 'login.example.com', '-f', 'sales', '--dry-run'];
      assert.match(await place.succeed(argv), /^Would disassociate SAML provider login\.example\.com/);
      assert.equal((await list(place)).length, 1);
    }));
});
