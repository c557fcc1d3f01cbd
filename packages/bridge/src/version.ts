/** The version of package and binary, which are made together; eng/packages.sh puts it in. */
declare const PODCLIP_VERSION: string;
export const version: string = PODCLIP_VERSION;
