import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Faults, pathText } from '../../../src/core/model/document/check.js';
import { isSetupAnswers } from '../../../src/core/model/setup-file/format.js';
import { withPaths } from '../../../src/core/model/setup-file/setup-answers.js';

const VERSION = { version: 1 as const };

function faultsOf(value: unknown): readonly string[] {
  const faults = new Faults();
  const isOne = isSetupAnswers(value, faults);
  assert.equal(isOne, faults.isEmpty());
  return faults.shown.map(({ path, message }) => `${pathText(path)} ${message}`);
}

describe('the format of answers to a set-up', () => {
  it('given what it asks for, then it is one', () => {
    assert.deepEqual(faultsOf(VERSION), []);
    assert.deepEqual(
      faultsOf({
        ...VERSION,
        identityProvider: { metadataUrl: 'https://idp.example.com/metadata?app=1@2' },
        domains: [{ name: 'a.example.com', certificate: 'example.com' }],
        later: ['network'],
      }),
      [],
    );
  });

  it('given several faults, then each with its place', () => {
    const faults = faultsOf({
      fleet: { nam: 'sales' },
      identityProvider: { metadataFile: 'idp.xml', metadataUrl: 'https://ana:secret@idp.example.com/' },
      domains: [{ name: 'a.example.com', import: { certificateFile: '-' } }],
      later: ['fleet'],
    });
    for (const [index, start] of [
      'fleet.nam is not known here: did you mean name?',
      'fleet.name is missing',
      'identityProvider.metadataUrl must be a URL of https without a user in it',
      'domains[0].import.certificateFile must be the path of a file',
      'domains[0].import.privateKeyFile is missing',
      'later[0] must be one of identityProvider',
      'version is missing',
    ].entries())
      assert.ok(faults[index]?.startsWith(start) === true, `${String(index)}: ${faults[index] ?? 'nothing'}`);
  });

  it('given members that do not go together, then says which', () => {
    const provider = { metadataFile: 'idp.xml', metadataUrl: 'https://idp.example.com/' };
    assert.deepEqual(
      faultsOf({
        ...VERSION,
        identityProvider: provider,
        domains: [
          { name: 'a.example.com', certificate: 'a', request: true },
          { name: 'A.example.com', request: false, certificate: 'a' },
        ],
        later: ['domains', 'network'],
      }),
      [
        'identityProvider has metadataFile and metadataUrl: give one of them',
        'domains[0] has more than one of certificate, import and request',
        'domains[1].name is there twice',
        'later[0] is domains, which is answered, too',
      ],
    );
  });

  it('given anything at all, then faults are said and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const faults = new Faults();
        assert.equal(isSetupAnswers(value, faults), faults.isEmpty());
      }),
    );
  });

  it('given paths to be changed, then every one is, and nothing else', () => {
    const answers = {
      ...VERSION,
      fleet: { name: 'sales' },
      identityProvider: { metadataFile: 'a', vendor: 'okta' },
      domains: [
        { name: 'a.example.com', certificate: 'b' },
        {
          name: 'b.example.com',
          import: { certificateFile: 'c', privateKeyFile: 'd', chainFile: 'e', passphraseFile: 'f' },
        },
        { name: 'c.example.com', import: { certificateFile: 'g', privateKeyFile: 'h' } },
      ],
      websiteCertificateAuthorities: [{ certificateFile: 'i', displayName: 'j' }],
      devicePolicy: { certificateFiles: ['k', 'l'] },
      invitation: { file: 'm' },
    };
    const changed = withPaths(answers, (path) => `/${path}`);
    assert.equal(
      JSON.stringify(changed),
      JSON.stringify(answers)
        .replaceAll(/(File":|s":\[|file":|"k",)"([a-z])"/g, '$1"/$2"')
        .replace('"l"', '"/l"'),
    );
    assert.deepEqual(
      withPaths({ ...VERSION, invitation: {} }, (path) => `/${path}`),
      { ...VERSION, invitation: {} },
    );
  });
});
