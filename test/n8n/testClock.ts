import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The clock of an n8n that the test sets. */
export class TestClock {
	private readonly folder = mkdtempSync(join(tmpdir(), 'sms-gateways-clock-'));

	private readonly file = join(this.folder, 'milliseconds-ahead');

	private ahead = 0;

	/** @param start ISO 8601 */
	constructor(start: string) {
		this.set(start);
	}

	/** The settings of an n8n with this clock. */
	get environment(): Record<string, string> {
		return {
			NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'preloadedClock.cjs'))}`,
			SMS_GATEWAYS_TEST_CLOCK: this.file,
		};
	}

	/** @param to ISO 8601; from there the clock goes on */
	set(to: string): void {
		this.setAhead(Date.parse(to) - Date.now());
	}

	advance(hours: number): void {
		this.setAhead(this.ahead + hours * 3_600_000);
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}

	private setAhead(ahead: number): void {
		this.ahead = ahead;
		writeFileSync(this.file, String(ahead));
	}
}
