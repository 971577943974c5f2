/** For the tests, which are in TypeScript. */
export function drawPages(root: URL, check: boolean): Promise<string | null>;
