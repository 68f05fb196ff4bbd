import assert from 'node:assert/strict';
import { definitionOf, operationNames } from '../../src/core/contract/contract.js';
import { HttpRefusal } from '../../src/core/server/http-refusal.js';
import { findRoute } from '../../src/core/server/routing.js';

const ARN = 'arn:aws:worklink::123456789012:fleet/example';
const ENCODED_ARN = encodeURIComponent(ARN);

function refusalOf(method: string, path: string): HttpRefusal {
  try {
    findRoute(method, path);
  } catch (error) {
    assert.ok(error instanceof HttpRefusal);
    return error;
  }
  throw new Error(`${method} ${path} has a route`);
}

describe('routing', () => {
  for (const operation of operationNames) {
    const { method, uri } = definitionOf(operation).http;
    it(`finds ${operation} at ${method} ${uri}`, () => {
      const route = findRoute(method, uri.replace('{ResourceArn}', ENCODED_ARN));
      assert.equal(route.operation, operation);
      assert.deepEqual(route.pathMembers, uri.includes('{') ? { ResourceArn: ARN } : {});
    });
  }

  it('reads an ARN whose slash and colons are escaped, once', () => {
    assert.deepEqual(findRoute('GET', '/tags/arn%3Aaws%3aworklink%3A%3A1%3Afleet%2Fa%252Fb').pathMembers, {
      ResourceArn: 'arn:aws:worklink::1:fleet/a%2Fb',
    });
  });

  it('takes an escaped spelling of a path for the path it spells', () => {
    assert.equal(findRoute('POST', '/create%46leet').operation, 'CreateFleet');
  });

  const unknown: readonly (readonly [string, string])[] = [
    ['POST', '/'],
    ['POST', '/createfleet'],
    ['POST', '/CreateFleet'],
    ['POST', '/updateFleetMetadata'],
    ['POST', '/createFleet/'],
    ['POST', '//createFleet'],
    ['POST', '/createFleet/x'],
    ['GET', '/tags'],
    ['GET', '/tags/'],
    ['GET', `/tags/${ENCODED_ARN}/x`],
    ['GET', `/tags/${ARN}`],
    ['POST', '/__proto__'],
    ['POST', '/constructor'],
  ];
  for (const [method, path] of unknown) {
    it(`answers ${method} ${path} with UnknownOperationException`, () => {
      const { status, errorType } = refusalOf(method, path);
      assert.deepEqual([status, errorType], [404, 'UnknownOperationException']);
    });
  }

  for (const [method, path, right] of [
    ['GET', '/createFleet', 'POST'],
    ['HEAD', '/listFleets', 'POST'],
    ['post', '/listFleets', 'POST'],
    ['PUT', `/tags/${ENCODED_ARN}`, 'GET, POST, DELETE'],
  ] as const) {
    it(`names the right method where ${method} ${path} has another`, () => {
      const { status, errorType, message } = refusalOf(method, path);
      assert.deepEqual([status, errorType], [404, 'UnknownOperationException']);
      for (const name of right.split(', ')) assert.ok(message.includes(name), message);
    });
  }

  for (const path of [
    '/tags/%',
    '/tags/%zz',
    '/tags/%ff',
    '/tags/a%C3',
    '/caf\u00e9',
    'createFleet',
    '*',
    '',
  ]) {
    it(`refuses ${JSON.stringify(path)} as unreadable`, () => {
      assert.equal(refusalOf('GET', path).status, 400);
    });
  }
});
