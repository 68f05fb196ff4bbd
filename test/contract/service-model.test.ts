import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import { definitionOf, operationNames } from '../../src/core/contract/contract.js';
import { factsOfContract, factsOfModel, type ServiceModel } from './facts.js';

/** Where the service model is, when it is at hand: it is not part of this project. */
const MODEL =
  process.env['WORKLINK_SERVICE_MODEL'] ??
  new URL('../../../shared/reference/worklink/service-2.json', import.meta.url).pathname;

/**
 * The digest of the facts of `service-2.json` (API version 2018-09-25, botocore 1.35.26), by
 * `sha256(factsOfModel(model).join('\n'))`. It stands for the model where the model is not at hand.
 */
const DIGEST_OF_THE_MODEL = 'c439eb88d0b0dabd7f7bf548f0340cd990786794afaf6d8b820613a10dd53278';

describe('the contract', () => {
  it('states the facts of the service model, by their digest', () => {
    assert.equal(
      createHash('sha256').update(factsOfContract().join('\n')).digest('hex'),
      DIGEST_OF_THE_MODEL,
    );
  });

  if (existsSync(MODEL)) {
    it('states the facts of the service model, member by member', () => {
      const model = JSON.parse(readFileSync(MODEL, 'utf8')) as ServiceModel;

      assert.deepEqual(factsOfContract(), factsOfModel(model));
    });
  }

  it('changes its facts when a limit, a member, a location or an error changes', () => {
    const facts = factsOfContract().join('\n');

    for (const fact of [
      'operation UpdateFleetMetadata POST /UpdateFleetMetadata',
      'operation CreateFleet throws ResourceAlreadyExistsException 400',
      'member UntagResourceRequest.TagKeys TagKeyList {"required":true,"location":"querystring","locationName":"tagKeys"}',
      'shape SecurityGroupIds {"type":"list","max":5}',
      'shape FleetArn {"type":"string","min":20,"max":2048}',
    ]) {
      assert.ok(facts.includes(fact), fact);
    }
  });

  it('has the 33 operations, and gives each the IAM access level of its verb', () => {
    assert.equal(operationNames.length, 33);
    for (const name of operationNames) {
      const expected = /^(Describe|ListTags)/.test(name)
        ? 'Read'
        : name.startsWith('List')
          ? 'List'
          : /^(Tag|Untag)Resource$/.test(name)
            ? 'Tagging'
            : 'Write';
      assert.equal(definitionOf(name).access, expected, name);
    }
  });

  it('pages what the SDKs page', () => {
    const paged = operationNames.filter((name) => definitionOf(name).pages !== undefined);

    assert.deepEqual(paged, [
      'ListDevices',
      'ListDomains',
      'ListFleets',
      'ListWebsiteAuthorizationProviders',
      'ListWebsiteCertificateAuthorities',
    ]);
    for (const name of paged) {
      const { input, output, pages } = definitionOf(name);
      assert.ok(
        Object.hasOwn(input.members, 'NextToken') && Object.hasOwn(input.members, 'MaxResults'),
        name,
      );
      assert.ok(pages !== undefined && Object.hasOwn(output.members, pages), name);
    }
  });
});
