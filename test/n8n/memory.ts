import { existsSync, readFileSync } from 'node:fs';

/** The most memory that a process has had so far, where the system tells. */
export function peakMemory(pid: number | undefined): string {
	const file = `/proc/${pid}/status`;
	const status = existsSync(file) ? readFileSync(file, 'utf8') : '';
	return /VmHWM:\s*(\d+ kB)/.exec(status)?.[1] ?? 'unknown memory';
}
