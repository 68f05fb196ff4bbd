import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEFAULT_TEMPLATE } from '../../src/core/invites/default-template.js';
import { makeInvite } from '../../src/core/invites/invite.js';
import { fill, tokens } from '../../src/core/invites/placeholders.js';
import { checkTemplate, columnsOf, type InviteTemplate } from '../../src/core/invites/template.js';

const FLEET = { companyCode: 'abc123', fleetName: 'sales', displayName: 'Example & <Co>' };
const ANA = { email: 'ana@example.com', name: 'Ana', columns: new Map([['desk', '4 <b>']]) };

/** What is found out about a template that differs from the one that comes with the program. */
function found(changes: Partial<InviteTemplate>): readonly string[] {
  return checkTemplate({ ...DEFAULT_TEMPLATE, ...changes }).map(({ id, subject }) => `${id}: ${subject}`);
}

describe('the invitation that comes with the program', () => {
  it('has nothing wrong with it', () => {
    assert.deepEqual(checkTemplate(DEFAULT_TEMPLATE), []);
  });

  it('says the same in text and HTML', () => {
    const { text, html } = makeInvite(
      { ...DEFAULT_TEMPLATE, link: 'https://example.com/{{companyCode}}' },
      FLEET,
      ANA,
    );
    const words = (shown: string): string => shown.replace(/\s+/g, ' ').trim();
    const ofHtml = html
      .replace(/^[\s\S]*<body[^>]*>/, '')
      .replace(/<[^>]+>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    const bare = (shown: string): string => words(shown.replace(/^- /gm, '').replace(/[:.,]/g, ' '));
    assert.equal(bare(ofHtml), bare(text));
  });

  it('says the company code, the steps and what is needed', () => {
    const { subject, text } = makeInvite(DEFAULT_TEMPLATE, FLEET, ANA);
    assert.equal(subject, 'Use Amazon WorkLink on your phone for Example & <Co>');
    for (const said of [
      'Hello Ana,',
      'abc123',
      'iOS 11',
      'Android 6',
      'Safari',
      'Google Chrome',
      'App Store',
    ])
      assert.ok(text.includes(said), said);
    assert.doesNotMatch(text, /\{\{|open this link/);
  });

  it('leaves out what is not known', () => {
    const { subject, text } = makeInvite(DEFAULT_TEMPLATE, { ...FLEET, displayName: '' });
    assert.equal(subject, 'Use Amazon WorkLink on your phone');
    assert.match(text, /^Hello,$/m);
  });
});

describe('the check of a template', () => {
  it('names an unknown placeholder with its line', () => {
    const [finding] = checkTemplate({ ...DEFAULT_TEMPLATE, text: '{{companyCode}}\n\nHi {{nmae}}' });
    assert.ok(finding !== undefined);
    assert.equal(finding.id, 'invite-placeholder-unknown');
    assert.equal(finding.subject, 'text, line 3');
    assert.match(finding.fix, /Did you mean \{\{name\}\}/);
  });

  for (const { what, changes, ids } of [
    {
      what: 'a missing company code',
      changes: { html: '<p>Hello</p>' },
      ids: ['invite-company-code-missing: html'],
    },
    {
      what: 'a company code that may be left out',
      changes: { text: '{{#name}}{{companyCode}}{{/name}}' },
      ids: ['invite-company-code-missing: text'],
    },
    { what: 'an empty part', changes: { subject: ' ' }, ids: ['invite-part-empty: subject'] },
    {
      what: 'a subject of two lines',
      changes: { subject: 'a\r\nBcc: b@example.com' },
      ids: ['invite-one-line: subject'],
    },
    { what: 'a long subject', changes: { subject: 'x'.repeat(301) }, ids: ['invite-part-long: subject'] },
    {
      what: 'a part without an end',
      changes: { text: '{{companyCode}}\n{{#name}}' },
      ids: ['invite-placeholder-broken: text, line 2'],
    },
    {
      what: 'an end without a beginning',
      changes: { text: '{{companyCode}}{{/name}}' },
      ids: ['invite-placeholder-broken: text, line 1'],
    },
    {
      what: 'a part within a part',
      changes: { text: '{{companyCode}}{{#name}}{{#email}}{{/email}}' },
      ids: ['invite-placeholder-broken: text, line 1'],
    },
    {
      what: 'braces around no name',
      changes: { text: '{{companyCode}} {{ }}' },
      ids: ['invite-placeholder-broken: text, line 1'],
    },
    {
      what: 'a link that runs something',
      changes: { link: 'javascript:alert(1)' },
      ids: ['invite-link: link'],
    },
    { what: 'a link that is none', changes: { link: 'start here' }, ids: ['invite-link: link'] },
    {
      what: 'a link to itself',
      changes: { link: 'https://example.com/{{link}}' },
      ids: ['invite-placeholder-unknown: link, line 1'],
    },
    {
      what: 'a script',
      changes: { html: '{{companyCode}}<script>x</script>' },
      ids: ['invite-html-active: html'],
    },
    {
      what: 'a picture from elsewhere',
      changes: { html: '{{companyCode}}<img src="https://example.com/x.png">' },
      ids: ['invite-html-remote: html'],
    },
  ]) {
    it(`finds ${what}`, () => {
      assert.deepEqual(found(changes), ids);
    });
  }

  it('takes links with the company code in them', () => {
    assert.deepEqual(found({ link: 'https://example.com/?code={{companyCode}}' }), []);
    assert.deepEqual(found({ link: 'exampleapp://start/{{companyCode}}' }), []);
  });

  it('knows the columns a template speaks of', () => {
    const template = {
      ...DEFAULT_TEMPLATE,
      text: '{{companyCode}}\n{{user.desk}} {{#user.desk}}{{user.floor}}{{/user.desk}}',
    };
    assert.deepEqual(
      [...columnsOf(template)],
      [
        ['desk', 'text, line 2'],
        ['floor', 'text, line 2'],
      ],
    );
  });

  it('takes whatever it is given, and in short time', () => {
    const pieces = fc.array(
      fc.constantFrom('{{', '}}', '{{#', '{{/', 'name', 'companyCode', ' ', '\n', '{', 'x'),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        const errors = checkTemplate({ ...DEFAULT_TEMPLATE, text }).filter(
          ({ severity }) => severity === 'error',
        );
        const filled = makeInvite({ ...DEFAULT_TEMPLATE, text }, FLEET, ANA).text;
        if (errors.length === 0) assert.doesNotMatch(filled, /\{\{[#/]?(?:name|companyCode)\}\}/);
      }),
    );
  });

  it('cuts a template into pieces that are the template', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const plain = text.replaceAll('{{', '');
        assert.equal(
          tokens(plain)
            .map((piece) => ('name' in piece ? '' : piece.text))
            .join(''),
          plain,
        );
      }),
    );
  });
});

describe('an invitation', () => {
  const template = {
    subject: '{{user.desk}}',
    text: '{{user.desk}}',
    html: '<p title="{{user.desk}}">{{user.desk}}</p>',
    link: '',
  };

  it('has values escaped in HTML, and nowhere else', () => {
    const { subject, text, html } = makeInvite(template, FLEET, {
      ...ANA,
      columns: new Map([['desk', `<i a="b" c='d'>&`]]),
    });
    assert.equal(subject, `<i a="b" c='d'>&`);
    assert.equal(text, subject);
    assert.equal(html.includes('<i'), false);
    assert.match(html, /title="&lt;i a=&quot;b&quot; c=&#39;d&#39;&gt;&amp;"/);
  });

  it('lets no value begin another header or a tag', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const { subject, html } = makeInvite(template, FLEET, {
          ...ANA,
          columns: new Map([['desk', value]]),
        });
        assert.doesNotMatch(subject, /[\p{Cc}\u2028\u2029]/u);
        assert.equal(html.match(/[<>"]/g)?.length, 6);
      }),
    );
  });

  it('has values encoded in a link', () => {
    const link = 'https://example.com/?c={{companyCode}}&m={{email}}';
    const { text } = makeInvite({ ...template, text: '{{link}}', link }, FLEET, {
      ...ANA,
      email: 'a&b@example.com',
    });
    assert.equal(text, 'https://example.com/?c=abc123&m=a%26b%40example.com');
  });

  it('does not fill what a value brings', () => {
    assert.equal(
      fill('{{name}}', () => '{{companyCode}}', String),
      '{{companyCode}}',
    );
  });
});
