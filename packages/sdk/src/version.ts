/** As in package.json; a test holds them together. A bundle has no package.json to read. */
export const SDK_VERSION = '0.1.0';
