import * as Flags from '@oclif/core/flags';

/** How the emulator is to be served. */
export const serverFlags = {
  port: Flags.integer({ summary: 'TCP port; 0 takes any free one.', default: 4580, min: 0, max: 65_535 }),
  host: Flags.string({ summary: 'Address to listen on.', helpValue: 'ADDRESS', default: '127.0.0.1' }),
  'allow-host': Flags.string({
    summary: 'Host name clients may use besides the address. Repeat for more.',
    helpValue: 'NAME',
    multiple: true,
  }),
  foreground: Flags.boolean({ summary: 'Stay in the foreground, even where --detach is set elsewhere.' }),
  detach: Flags.boolean({ summary: 'Go on in the background; worklink emulator stop ends it.' }),
  'in-memory': Flags.boolean({ summary: 'Keep the state in memory: it ends with the process.' }),
  strict: Flags.boolean({ summary: 'Refuse VPCs, subnets, security groups and streams it was not told of.' }),
  'log-format': Flags.option({ options: ['text', 'json'] as const })({
    summary: 'Form of the log.',
    default: 'text',
  }),
};
