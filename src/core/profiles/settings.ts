/** One setting as a console names it, with its value. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** What the VPN of a device is set to. Guide: Deploy a Device Certificate on an iOS Device, and on an Android Device. */
export const VPN = {
  connectionName: 'Amazon WorkLink',
  identifier: 'com.amazon.worklink',
  server: '54.190.62.41',
  providerBundleIdentifier: 'com.amazon.worklink.tunnel',
} as const;

const IDENTITY: Setting = { name: 'Identity Certificate', value: 'The device certificate' };

/** Guide: Option 1, Apple Configurator 2, step 5. */
export const CONFIGURATOR_SETTINGS: readonly Setting[] = [
  { name: 'Connection Name', value: VPN.connectionName },
  { name: 'Connection Type', value: 'Custom SSL' },
  { name: 'Identifier', value: VPN.identifier },
  { name: 'Server', value: VPN.server },
  { name: 'ProviderBundleIdentifier', value: VPN.providerBundleIdentifier },
  { name: 'User Authentication', value: 'Certificate' },
  IDENTITY,
];

/** Guide: Option 3, VMware AirWatch, step 5. */
export const IOS_AIRWATCH_SETTINGS: readonly Setting[] = [
  { name: 'Connection Name', value: VPN.connectionName },
  { name: 'Connection Type', value: 'Custom' },
  { name: 'Identifier', value: VPN.identifier },
  { name: 'Server', value: VPN.server },
  { name: 'Custom Data: Key', value: 'ProviderBundleIdentifier' },
  { name: 'Custom Data: Value', value: VPN.providerBundleIdentifier },
  { name: 'User Authentication', value: 'Certificate' },
  IDENTITY,
];

/** Guide: Deploy a Device Certificate on an Android Device, option 2, step 5. */
export const ANDROID_SETTINGS: readonly Setting[] = [
  { name: 'Connection Name', value: VPN.connectionName },
  { name: 'Connection Type', value: 'L2TP/IPSec RSA' },
  { name: 'Server', value: VPN.server },
  IDENTITY,
];
