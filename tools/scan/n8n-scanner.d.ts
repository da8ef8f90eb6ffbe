/** The part of n8n's scanner that we use; it has no types. */
declare module '@n8n/scan-community-package/scanner/scanner.mjs' {
	/** The files that the scanner checks in a source folder. */
	export const SOURCE_FILE_PATTERNS: string[];
	/** Runs n8n's rules on the files of a folder; `details` is a readable report. */
	export function analyzePackage(
		folder: string,
		filePatterns?: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}
