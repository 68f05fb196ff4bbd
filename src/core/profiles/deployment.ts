import { ANDROID_SETTINGS, CONFIGURATOR_SETTINGS, IOS_AIRWATCH_SETTINGS, type Setting } from './settings.js';

/** How to do one thing in somebody else's tool. */
export interface Instructions {
  readonly title: string;
  readonly steps: readonly string[];
  /** What to enter there; empty where the tool has a form of its own or needs none. */
  readonly settings: readonly Setting[];
  readonly notes: readonly string[];
}

export const IOS_TOOLS = ['configurator', 'ota', 'airwatch', 'intune', 'usb'] as const;
export const ANDROID_TOOLS = ['usb', 'airwatch', 'intune'] as const;
export const REMOVAL_TOOLS = ['airwatch', 'intune', 'usb'] as const;
export type IosTool = (typeof IOS_TOOLS)[number];
export type AndroidTool = (typeof ANDROID_TOOLS)[number];
export type RemovalTool = (typeof REMOVAL_TOOLS)[number];

/** Guide: "At this time, you can't remove certificates that are manually deployed with a USB cable." */
const USB_NOTE = 'Certificates that were deployed by hand with a USB cable cannot be removed at this time.';

const MAKE_PROFILE =
  'Make the profile of each user: worklink device-profile ios --p12 FILE --output-file FILE.';

function airwatch(platform: 'Apple iOS' | 'Android', settings: readonly Setting[]): Instructions {
  return {
    title: `Create and deploy a profile with VMware AirWatch (${platform})`,
    steps: [
      'Go to your VMware AirWatch mobile device management portal.',
      `Choose Devices, Profiles, Resources, Profiles, Add, and ${platform}.`,
      'Under General, configure the profile’s general settings: how it is deployed, and who receives it.',
      'Choose Credentials and the Credential Source that you want to use. Fill out its other fields.',
      'Choose VPN and enter the Connection info below.',
    ],
    settings,
    notes: [],
  };
}

function intune(platform: string, settings: readonly Setting[], steps: readonly string[]): Instructions {
  return {
    title: `Create and deploy a profile with Microsoft Intune (${platform})`,
    steps,
    settings,
    notes: [
      'Microsoft’s documentation: Create VPN profiles in Intune; Create a profile with custom settings in Intune.',
    ],
  };
}

/** Guide: Deploy a Device Certificate on an iOS Device, its options; `usb` is the end of its option 1. */
const IOS: Readonly<Record<IosTool, Instructions>> = {
  configurator: {
    title: 'Create and deploy a profile with the Apple Configurator 2 app',
    steps: [
      'From the App Store, install Apple Configurator 2 on your macOS device and open it.',
      'Choose File, New Profile.',
      'Choose General and enter a name for the profile.',
      'Choose Certificates, choose Configure, and select the .p12 file of the device. Enter its password.',
      'In the VPN section, choose Configure and enter the settings below.',
      'Choose File, Save.',
      'Make the profile available in an Amazon S3 bucket or email it to your users, and ask them to install it; or install it by cable.',
    ],
    settings: CONFIGURATOR_SETTINGS,
    notes: ['worklink device-profile ios --p12 FILE --output-file FILE makes the same profile.'],
  },
  ota: {
    title: 'Create and deploy a profile over the air',
    steps: [MAKE_PROFILE, 'Deliver it from your profile server when a device has enrolled.'],
    settings: CONFIGURATOR_SETTINGS,
    notes: ['Apple’s documentation: Over-the-Air Profile Delivery and Configuration.'],
  },
  airwatch: airwatch('Apple iOS', IOS_AIRWATCH_SETTINGS),
  intune: intune('iOS', IOS_AIRWATCH_SETTINGS, [
    'Create a VPN profile for iOS in Intune, with a custom VPN and the settings below; or:',
    MAKE_PROFILE,
    'Create a profile with custom settings in Intune, and upload the file.',
  ]),
  usb: {
    title: 'Deploy a profile with a USB cable',
    steps: [
      MAKE_PROFILE,
      'Connect the iPhone to a macOS device that has the profile.',
      'Open the Apple Configurator 2 app and select the iPhone.',
      'Choose Add, choose Profiles, select the profile, and choose Add.',
      'Follow the steps on the iPhone to install the profile.',
    ],
    settings: [],
    notes: [USB_NOTE],
  },
};

/** Guide: Deploy a Device Certificate on an Android Device. */
const ANDROID: Readonly<Record<AndroidTool, Instructions>> = {
  usb: {
    title: 'Deploy the certificate with a USB cable (Android)',
    steps: [
      'Copy the certificates to the Android device’s internal storage.',
      'Choose Settings, Security, Install from Storage, then choose the certificate.',
      'If prompted, enter your PIN or unlock pattern.',
      'Enter the Certificate Name, then choose VPN and apps.',
      'To install the certificate, choose OK.',
      'To see the certificate, choose Settings, Security, Trusted Credentials, then choose the User tab.',
    ],
    settings: [],
    notes: [USB_NOTE],
  },
  airwatch: airwatch('Android', ANDROID_SETTINGS),
  intune: intune('Android', ANDROID_SETTINGS, [
    'Create a VPN profile for Android in Intune, or a profile with custom settings, with the settings below.',
  ]),
};

/** Guide: Remove a Device Certificate. */
const REMOVAL: Readonly<Record<RemovalTool, Instructions>> = {
  airwatch: {
    title: 'Remove a device certificate that VMware AirWatch deployed',
    steps: ['See "Revoking Digital Certificates" in AirWatch Securing Mobile Devices with Certificates.'],
    settings: [],
    notes: [],
  },
  intune: {
    title: 'Remove a device certificate that Microsoft Intune deployed',
    steps: ['See "PKCS certificates" in Remove SCEP and PKCS certificates in Microsoft Intune.'],
    settings: [],
    notes: [],
  },
  usb: {
    title: 'Remove a device certificate that was deployed with a USB cable',
    steps: [],
    settings: [],
    notes: [USB_NOTE],
  },
};

export function iosInstructions(tool: IosTool): Instructions {
  return IOS[tool];
}
export function androidInstructions(tool: AndroidTool): Instructions {
  return ANDROID[tool];
}
export function removalInstructions(tool: RemovalTool): Instructions {
  return REMOVAL[tool];
}

/** Instructions as a text: title, numbered steps, settings, notes. */
export function instructionsText({ title, steps, settings, notes }: Instructions): string {
  const width = Math.max(0, ...settings.map(({ name }) => name.length));
  const blocks = [
    [title],
    steps.map((step, index) => `${String(index + 1)}. ${step}`),
    settings.map(({ name, value }) => `${name.padEnd(width)}  ${value}`),
    notes.map((note) => `Note: ${note}`),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
