/** What we use of n8n's scanner, which comes without types. */
declare module '@n8n/scan-community-package/scanner/scanner.mjs' {
	/** What the scanner looks at in a source folder. */
	export const SOURCE_FILE_PATTERNS: string[];
	/** Runs n8n's rules over the files of a folder; `details` is a report for people. */
	export function analyzePackage(
		folder: string,
		filePatterns?: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}
