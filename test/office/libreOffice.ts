import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { runCommand } from '../../tools/command';

/**
 * How LibreOffice is to write CSV: commas, quotes where needed, UTF-8 (76), from the first line on.
 * The ninth value is "as shown": without it, it writes what its input line shows.
 */
const CSV = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false';

/** A LibreOffice with a folder and a profile of its own, so that no other one disturbs it. */
export class LibreOffice {
	private readonly folder = mkdtempSync(join(tmpdir(), 'sms-gateways-office-'));

	private files = 0;

	/** Removes everything that it wrote. */
	remove(): void {
		if (!process.env.KEEP)
			rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}

	/** Makes an .xlsx of a document. */
	async toWorkbook(content: string, extension: string): Promise<Buffer> {
		return await this.convert(content, extension, 'xlsx');
	}

	/** The cells of the first sheet, as they are shown. */
	async cellsOf(content: Buffer | string, extension: string): Promise<string[][]> {
		const csv = await this.convert(content, extension, CSV);
		return parse(csv, { relax_column_count: true });
	}

	private async convert(content: Buffer | string, extension: string, to: string): Promise<Buffer> {
		const soffice = process.env.SMS_GATEWAYS_SOFFICE;
		if (soffice === undefined) throw new Error('These tests need: npm run test:office');
		const input = join(this.folder, `${String(++this.files)}.${extension}`);
		writeFileSync(input, content);
		const out = join(this.folder, `from-${basename(input)}`);
		const profile = pathToFileURL(join(this.folder, 'profile')).href;
		const args = [`-env:UserInstallation=${profile}`, '--headless', '--norestore'];
		const { output } = await runCommand(
			soffice,
			[...args, '--convert-to', to, '--outdir', out, input],
			// What is shown of numbers and dates depends on the language.
			{ env: { ...process.env, LC_ALL: 'C.UTF-8', LANG: 'en_US.UTF-8' } },
		);
		const [kind = ''] = to.split(':');
		const file = join(out, `${basename(input, extname(input))}.${kind}`);
		try {
			return readFileSync(file);
		} catch {
			throw new Error(`LibreOffice made no ${kind} of the .${extension}:\n${output}`);
		}
	}
}
