import assert from 'node:assert/strict';
import { formatEvent, type RequestEvent } from '../../src/core/server/server-events.js';

const request: RequestEvent = {
  kind: 'request',
  time: new Date('2026-01-02T03:04:05.678Z'),
  requestId: 'id-1',
  sourceIp: '127.0.0.1',
  caller: 'administrator',
  operation: 'CreateFleet',
  method: 'POST',
  path: '/createFleet',
  status: 400,
  error: 'InvalidRequestException',
  milliseconds: 12,
};
const stranger: RequestEvent = {
  kind: 'request',
  time: request.time,
  requestId: 'id-1',
  sourceIp: '127.0.0.1',
  method: 'POST',
  path: '/nothing',
  status: 404,
  milliseconds: 12,
};

describe('the log', () => {
  it('writes a call as one line of text', () => {
    assert.equal(
      formatEvent(request, 'text'),
      '2026-01-02T03:04:05.678Z id-1 administrator CreateFleet 400 InvalidRequestException 12ms',
    );
  });

  it('writes a call as one JSON document', () => {
    assert.deepEqual(JSON.parse(formatEvent(request, 'json')), {
      time: '2026-01-02T03:04:05.678Z',
      event: 'request',
      requestId: 'id-1',
      sourceIp: '127.0.0.1',
      caller: 'administrator',
      operation: 'CreateFleet',
      method: 'POST',
      path: '/createFleet',
      status: 400,
      error: 'InvalidRequestException',
      milliseconds: 12,
    });
  });

  it('names method and path where there is no operation, and nobody where nobody signed', () => {
    assert.equal(formatEvent(stranger, 'text'), '2026-01-02T03:04:05.678Z id-1 - POST /nothing 404 12ms');
  });

  it('says that a client was gone', () => {
    assert.match(formatEvent({ ...request, status: 0 }, 'text'), / aborted /);
  });

  it('lets nothing from outside end a line, move a cursor or run on', () => {
    for (const format of ['text', 'json'] as const) {
      const line = formatEvent(
        { ...stranger, path: `/\u001b[2J\r\n\u009b\u202e${'x'.repeat(10_000)}` },
        format,
      );
      assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u202e]/);
      assert.ok(line.length < 1_000);
    }
  });

  it('tells the stack of what was not foreseen', () => {
    const error = new Error('broken');
    const text = formatEvent({ kind: 'failure', time: request.time, requestId: 'id-1', error }, 'text');
    assert.ok(text.startsWith('2026-01-02T03:04:05.678Z id-1 failure: Error: broken\n'));
    assert.ok(text.includes('server-events.test'));
    const json = formatEvent({ kind: 'failure', time: request.time, error }, 'json');
    assert.equal(json.split('\n').length, 1);
    assert.match(json, /"event":"failure".*Error: broken/);
  });

  it('tells what was thrown and is no error', () => {
    assert.equal(
      formatEvent({ kind: 'failure', time: request.time, error: 'a\nb' }, 'text'),
      '2026-01-02T03:04:05.678Z - failure: a\nb',
    );
  });

  it('writes a notice', () => {
    const notice = { kind: 'notice', time: request.time, message: 'stopped\n' } as const;
    assert.equal(formatEvent(notice, 'text'), '2026-01-02T03:04:05.678Z stopped\\u000a');
    assert.deepEqual(JSON.parse(formatEvent(notice, 'json')), {
      time: '2026-01-02T03:04:05.678Z',
      event: 'notice',
      message: 'stopped\n',
    });
  });
});
